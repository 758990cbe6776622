"""`companion insights compare`, `report` and `gpm`: for people, for programs, and for those who are not looking."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from numbers_told import SHOP, Told
from operators import kept

from agent.cli.main import run
from agent.domain.identity import Handle, LoginId
from agent.domain.ledger import ClaimState, Settled
from agent.domain.news import Sending
from agent.domain.permit import Kind, Permit, RequestKey
from agent.domain.promotion import Tool, subject_of

pytestmark = pytest.mark.fast
SHOP_LOGIN = LoginId("7480000000000000001")
CASA = "Casa Aurora MX"
MEAN = '[[mean]]\nregion = "MX"\nvalue = "100000"\nsource = "a paper"\nread_on = 2026-11-02\n'


def yesterday() -> date:
    return datetime.now(UTC).date() - timedelta(days=2)


@pytest.fixture
def collected(place: list[str]) -> list[str]:
    """An operator who has collected what one of his shops shows."""
    kept(place, "keep_readings", Told(last=yesterday()).readings())
    (Path(place[1]) / "gpm.toml").write_text(MEAN, "utf-8")
    return place


def told(place: list[str], *words: str, capsys: pytest.CaptureFixture[str]) -> list[Any]:
    """What a program reads, a line each."""
    assert run([*place, "--json", "insights", *words]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_program_gets_every_change_with_what_it_is_worth(
    collected: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (shop,) = told(collected, "compare", CASA, capsys=capsys)

    assert {"gmv", "orders", "ctr", "cvr", "gpm", "dwell"} <= {one["metric"] for one in shop["changes"]}
    assert {one["certainty"] for one in shop["changes"]} <= {"clear", "chance", "small", "unknown"}
    assert (shop["shop"], shop["until"], len(shop["accounts"]), len(shop["portraits"])) == (
        SHOP.id,
        str(yesterday()),
        4,
        4,
    )
    assert shop["lives"][0]["interval"][0] <= shop["lives"][0]["conversion"] <= shop["lives"][0]["interval"][1]


def test_all_shops_are_told_a_line_each_also_those_without_numbers(
    collected: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    shops = told(collected, "compare", capsys=capsys)

    assert [one["until"] for one in shops] == [str(yesterday()), None, None]


def test_a_person_reads_tables_in_his_language(collected: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*collected, "--lang", "zh", "insights", "compare", CASA]) == 0

    shown = capsys.readouterr().out
    assert all(
        word in shown for word in ("近 7 天对比 28 天", "各账号对比", "直播转化率排名", "粉丝消费价格带", "仅为建议")
    )


def test_a_report_is_one_file_that_is_never_written_over(collected: list[str], tmp_path: Path) -> None:
    page = tmp_path / "casa.html"

    assert run([*collected, "insights", "report", CASA, "-o", str(page)]) == 0
    assert run([*collected, "insights", "report", CASA, "-o", str(page)]) == 3

    assert page.read_text("utf-8").count('class="picture"') > 10
    assert "<script" not in page.read_text("utf-8")


def test_a_report_can_be_printed(
    place: list[str], tmp_path: Path, real_browser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)

    assert run([*place, "insights", "report", CASA, "-o", str(tmp_path / "casa.pdf")]) == 0

    assert (tmp_path / "casa.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["compare", "--around", "Pans"], "name the SHOP"),
        (["report", "-o", "numbers.docx"], ".html, .pdf"),
        (["report"], "-o"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(
    collected: list[str], words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*collected, "insights", *words]) == 2

    assert why in capsys.readouterr().err


def test_who_is_below_the_mean_is_put_into_the_outbox_once_a_day(
    collected: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    first, _, _ = told(collected, "gpm", capsys=capsys)
    waiting = len(kept(collected, "unsent", Sending.WAITING))
    told(collected, "gpm", capsys=capsys)

    assert {one["below"] for one in first["gpm"]} == {True}
    assert len(kept(collected, "unsent", Sending.WAITING)) == waiting > 4


def test_a_promotion_that_was_not_published_from_here_is_named_with_those_that_were(
    collected: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*collected, "insights", "compare", CASA, "--around", "Pans"]) == 3

    assert "no promotion published from here is called Pans" in capsys.readouterr().err


def published(place: list[str], name: str) -> None:
    """A promotion that ran for two days in the middle of what was collected."""
    now, login, subject = datetime.now(UTC), SHOP_LOGIN, subject_of(Tool.FLASH_SALE, name)
    key = RequestKey(SHOP.id, subject, Kind.PROMOTION_CREATE, 0)
    permit = Permit(key, login, Handle(name), now, now + timedelta(minutes=1), "rules-1", frozenset({"MX"}), ())
    lease = kept(place, "lease", login, "here", timedelta(hours=1))
    claim = kept(place, "claim", permit, lease, "run-1").claim
    starts = datetime.combine(yesterday() - timedelta(days=8), time(18), UTC)
    times = {"starts": starts.isoformat(), "ends": (starts + timedelta(days=1)).isoformat()}
    kept(place, "settle", claim, Settled(claim.intent, ClaimState.DONE, {"promotion_id": "78"} | times))


def test_a_shop_is_told_before_during_and_after_a_promotion(
    collected: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    published(collected, "Pans")

    (held,) = told(collected, "compare", CASA, "--around", "Pans", capsys=capsys)
    run([*collected, "insights", "compare", CASA, "--around", "78"])

    assert {name: len(days) for name, days in held["days"].items()} == {"before": 2, "during": 2, "after": 2}
    assert [one["metric"] for one in held["during"]] == [one["metric"] for one in held["after"]]
    assert {one["certainty"] for one in held["during"] if one["metric"] == "gmv"} == {"small"}
    assert "Around Pans" in capsys.readouterr().out
