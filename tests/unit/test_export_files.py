"""Files as portals make them: one cell that is all, sums beside days, other letters, half of what should be there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from agent.adapters.tables import read_table
from agent.domain.compass import Place
from agent.domain.export_rows import contradicted, missing, of_file
from agent.domain.exporting import Module
from agent.domain.identity import ShopId
from agent.domain.insight import Metric, Reading, Span, Window
from agent.errors import MendInput
from mock_portal.areas.compass.workbook import workbook

pytestmark = pytest.mark.fast
SHOP = ShopId("7495000000000000011")
PLACE = Place(SHOP, "Casa", "America/Mexico_City", "MXN", datetime(2026, 11, 30, 12, tzinfo=UTC))
WEEK = Window(Span.LAST_7, date(2026, 11, 22), date(2026, 11, 28))
LABELS = {
    "account_id": frozenset({"Account ID", "账号ID"}),
    "live_id": frozenset({"LIVE ID"}),
    "handle": frozenset({"Account", "账号"}),
    "began": frozenset({"Started"}),
    "minutes": frozenset({"Minutes"}),
    "gmv": frozenset({"GMV"}),
    "orders": frozenset({"Orders", "订单数"}),
    "ctr": frozenset({"CTR"}),
}
HEADS = ["Account ID", "Account", "GMV", "Orders", "CTR"]
ROW = ["7100000000000000101", "casa.live", "1234.50", 12, 0.0421]
LIVE_HEADS = ["LIVE ID", "Account", "Started", "Minutes", "GMV"]
LIVE = ["202611240101", "casa.live", "2026-11-24T20:00:00-06:00", 57, "99.90"]


def read(path: Path, content: bytes, module: Module = Module.CREATORS) -> list[Reading]:
    path.write_bytes(content)
    known = frozenset[str]().union(*LABELS.values())
    return of_file(read_table(path, lambda text: text in known), module, WEEK, LABELS, PLACE)


def book(*rows: list[Any], heads: list[str] = HEADS, **others: list[list[Any]]) -> bytes:
    return workbook({**others, "Creator analytics": [heads, *rows]})


def test_a_sheet_that_claims_to_be_one_cell_is_read_whole(tmp_path: Path) -> None:
    (one,) = read(tmp_path / "a.xlsx", book(ROW))

    assert one.values == {Metric.GMV: Decimal("1234.50"), Metric.ORDERS: Decimal(12), Metric.CTR: Decimal("0.0421")}
    assert (one.subject.id, one.subject.name, one.window) == (ROW[0], "casa.live", WEEK)


def test_a_sheet_of_sums_is_never_taken_for_the_rows(tmp_path: Path) -> None:
    sums = [["GMV", "Orders"], ["9999.00", 99]]

    (one,) = read(tmp_path / "a.xlsx", book(ROW, Total=sums))

    assert one.value(Metric.GMV) == Decimal("1234.50")


def test_a_line_of_sums_in_the_table_is_left_out(tmp_path: Path) -> None:
    assert len(read(tmp_path / "a.xlsx", book(ROW, [None, "Total", "1234.50", 12, None]))) == 1


def test_an_empty_cell_is_none_and_never_nothing(tmp_path: Path) -> None:
    (one,) = read(tmp_path / "a.xlsx", book([*ROW[:2], None, 0, "--"]))

    assert one.values == {Metric.GMV: None, Metric.ORDERS: Decimal(0), Metric.CTR: None}


@pytest.mark.parametrize("letters", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_of_text_is_read_in_any_letters(tmp_path: Path, letters: str, separator: str) -> None:
    lines = [["账号ID", "账号", "GMV", "订单数"], ["7100000000000000101", "casa.live", "1234.50", "12"]]
    text = "\r\n".join(separator.join(line) for line in lines)

    (one,) = read(tmp_path / "a.csv", text.encode(letters))

    assert one.values == {Metric.GMV: Decimal("1234.50"), Metric.ORDERS: Decimal(12)}


def test_a_live_lasts_and_began_in_the_shop_s_zone(tmp_path: Path) -> None:
    (one,) = read(tmp_path / "a.xlsx", book(LIVE, heads=LIVE_HEADS), Module.LIVES)

    assert (one.value(Metric.LASTED), one.window.first) == (Decimal(57 * 60), date(2026, 11, 24))
    assert one.subject.began == datetime(2026, 11, 25, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rows", "heads", "why"),
    [
        ([[7100000000000000101, *ROW[1:]]], HEADS, "as_text"),
        ([[*ROW[:2], "about 5", 1, 0.1]], HEADS, "not_one_number"),
        ([[*ROW[:2], "1234.50", True, 0.1]], HEADS, "not_one_number"),
        ([ROW, ROW], HEADS, "line_twice"),
        ([[*ROW, "1"]], [*HEADS, "GMV"], "column_twice"),
        ([ROW], ["Number", *HEADS[1:]], "no_such_table"),
    ],
)
def test_what_may_be_read_in_two_ways_is_refused(tmp_path: Path, rows: Any, heads: list[str], why: str) -> None:
    with pytest.raises(MendInput, match=why):
        read(tmp_path / "a.xlsx", book(*rows, heads=heads))


@pytest.mark.parametrize("began", ["2026-11-29T20:00:00-06:00", "yesterday"])
def test_a_live_of_another_time_is_refused(tmp_path: Path, began: str) -> None:
    with pytest.raises(MendInput, match="other_days"):
        read(tmp_path / "a.xlsx", book([*LIVE[:2], began, *LIVE[3:]], heads=LIVE_HEADS), Module.LIVES)


def test_whoever_the_pages_have_shown_and_the_file_lacks_is_missed(tmp_path: Path) -> None:
    (one,) = read(tmp_path / "a.xlsx", book(ROW))
    other = replace(one, subject=replace(one.subject, id="7100000000000000102", name="casa.aurora"))

    assert missing([one], [one, other]) == ["casa.aurora"]
    assert missing([one], [one]) == []


def test_a_file_that_says_other_sums_than_the_pages_did_is_told(tmp_path: Path) -> None:
    (one,) = read(tmp_path / "a.xlsx", book(ROW))
    other = replace(one, values={Metric.GMV: Decimal(7)})

    assert contradicted([one], [other]) == ["casa.live"]
    assert contradicted([one], [one]) == []
    assert contradicted([one], [replace(one, values={Metric.GMV: None})]) == []


@pytest.mark.parametrize(
    ("page", "file", "other"),
    [("12000", "12345", 0), ("12000", "12600", 1), ("3400", "3449", 0), ("12345", "12346", 1), ("100", "149", 1)],
)
def test_what_a_page_shows_in_short_is_contradicted_by_another_short_form_only(
    tmp_path: Path, page: str, file: str, other: int
) -> None:
    (one,) = read(tmp_path / "a.xlsx", book(ROW))
    shown, told = (replace(one, values={Metric.ORDERS: Decimal(number)}) for number in (page, file))

    assert len(contradicted([told], [shown])) == other
