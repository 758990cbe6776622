"""insights: the numbers in the terminal, as tables and for machines; what nobody showed is a gap in each of them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from insights import SHOP, a_day, a_reading, of_account
from operators import kept

from agent.adapters.tables import read_table
from agent.cli.main import run
from agent.domain.insight import Metric, Page, Span, Trait, Window
from agent.errors import EXIT, Code

pytestmark = pytest.mark.fast
NOW = datetime.now(UTC)
DAY = (NOW - timedelta(days=1)).date()
WEEK = Window(Span.LAST_7, DAY - timedelta(days=6), DAY)
VALUES = {Metric.GMV: Decimal("1234.50"), Metric.CVR: Decimal("0.0421"), Metric.DWELL: Decimal(83), Metric.GPM: None}
READ = a_reading(window=WEEK, values=VALUES, as_of=NOW, read_at=NOW)
FANS = {Trait.GENDER: {"women": Decimal("0.62"), "men": Decimal("0.38")}}


@pytest.fixture
def filled(place: list[str]) -> list[str]:
    """An operator who has read a week of a shop and of an account."""
    account = replace(READ, subject=of_account(), page=Page.CREATORS)
    fans = replace(READ, subject=of_account(), page=Page.FANS, window=a_day(DAY), portrait=FANS)
    kept(place, "keep_readings", [READ, account, fans])
    return place


def test_where_nothing_was_read_it_is_said_what_reads_it(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*place, "--lang", "en", "insights", "show", SHOP]) == 0

    assert "companion insights collect" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Conversion rate"), ("zh", "转化率"), ("es", "Tasa de conversión")],
)
def test_a_shop_is_summed_up_in_a_table(
    filled: list[str], language: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*filled, "--lang", language, "insights", "show", SHOP]) == 0

    told = capsys.readouterr().out
    for one in (words, "1,234.50 MXN", "4.21 %", "0:01:23", "@casa.aurora.live"):
        assert one in told


def test_all_shops_stand_side_by_side_and_a_gap_is_a_dash(
    filled: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run([*filled, "--lang", "en", "insights", "show"])

    lines = {line.split("  ")[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "1,234.50 MXN" in lines["Casa Aurora MX"]
    assert lines["Siam Glow TH"].split()[3:] == ["-"] * 7


def test_a_machine_gets_texts_and_nulls(filled: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run([*filled, "--json", "insights", "show", SHOP])

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    shop = next(one for one in told if one["of"] == "shop")
    assert shop["numbers"] == {"gmv": "1234.50", "cvr": "0.0421", "dwell": "83", "gpm": None}
    assert (shop["id"], shop["whole"], shop["span"]) == (SHOP, True, "last_7_days")
    assert [one["portrait"] for one in told if one["portrait"]] == [{"gender": {"women": "0.62", "men": "0.38"}}]


def test_a_csv_has_its_mark_whole_ids_and_gaps(filled: list[str], tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"

    assert run([*filled, "--lang", "en", "insights", "show", SHOP, "--csv", str(path)]) == 0

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    shop = next(one for one in rows if one["About"] == "shop")
    assert (shop["ID"].strip(), shop["GMV"], shop["GPM"]) == (SHOP, "1234.50", "")


def test_a_workbook_keeps_ids_as_text_and_numbers_as_numbers(filled: list[str], tmp_path: Path) -> None:
    path = tmp_path / "numbers.xlsx"

    assert run([*filled, "--lang", "en", "insights", "show", "--xlsx", str(path)]) == 0

    numbers, fans = read_table(path, str.isalpha)
    cells = {cell.text: cell.kind for row in numbers.rows.values() for cell in row if cell}
    assert (cells[SHOP], cells["1234.5"]) == ("text", "number")
    assert len(fans.rows) == 3


def test_a_file_that_is_there_is_never_written_over(filled: list[str], tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("mine", "utf-8")

    assert run([*filled, "insights", "show", "--csv", str(path)]) == EXIT[Code.E_INPUT]

    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "words",
    [
        ["insights", "show", "--csv", "numbers.xlsx"],
        ["insights", "show", "--xlsx", "numbers.txt"],
        ["insights", "collect", "--day", "03/04/2026"],
        ["export", "lives", SHOP, "--days", "5"],
        ["export", "everything", SHOP],
    ],
)
def test_what_cannot_be_meant_is_said_at_once(place: list[str], words: list[str]) -> None:
    assert run([*place, *words]) == EXIT[Code.E_USAGE]


def test_a_shop_that_is_not_ours_is_refused(place: list[str]) -> None:
    assert run([*place, "insights", "show", "Nobody's"]) == EXIT[Code.E_INPUT]


def test_a_silent_portal_puts_nothing_off(place: list[str]) -> None:
    assert run([*place, "insights", "collect"]) == EXIT[Code.E_PORTAL_DOWN]

    assert kept(place, "collected", DAY - timedelta(days=1)) == []
