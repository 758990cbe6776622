"""`companion live plan`: LIVEs proposed for people and programs, and papers that other programs read."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from operators import kept

from agent.cli.main import run
from agent.domain.identity import AccountId, Handle, ShopId
from agent.domain.ledger import Link, LinkState
from agent.promofile import read_promotions

pytestmark = pytest.mark.fast
CASA = "Casa Aurora MX"
ASSORTMENT = """用户名,商品,优先级,引流款
cocina.conluz,1729400000000000001,2,
cocina.conluz,1729400000000000002,1,是
vale_17,1729400000000000003,1,
"""
PRODUCTS = (
    "product,title,price\n1729400000000000001,Pan,399\n1729400000000000002,Olla,289.50\n1729400000000000003,Taza,99\n"
)


def first() -> date:
    """A day that is in the future in every zone."""
    return datetime.now(UTC).date() + timedelta(days=2)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """An assortment from a Chinese spreadsheet, and what the shop sells."""
    (tmp_path / "橱窗.csv").write_bytes(ASSORTMENT.encode("gb18030"))
    (tmp_path / "products.csv").write_text(PRODUCTS, "utf-8")
    return ["--file", str(tmp_path / "橱窗.csv"), "--products", str(tmp_path / "products.csv")]


def asked(place: list[str], *words: str) -> list[str]:
    return [*place, "live", "plan", CASA, "--from", str(first()), *words]


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def linked(place: list[str], *handles: str, since: datetime | None = None) -> None:
    links = [
        Link(
            ShopId("7495000000000000011"),
            AccountId(f"71000000000000001{at:02}"),
            Handle(handle),
            LinkState.LINKED,
            since,
            None,
            datetime.now(UTC),
        )
        for at, handle in enumerate(handles)
    ]
    kept(place, "see_links", ShopId("7495000000000000011"), links, complete=True)


def test_a_program_gets_every_live_with_its_programme_its_offers_and_the_reasons(
    place: list[str], files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(asked([*place, "--json", "--lang", "en"], "cocina.conluz", "--days", "1", *files)) == 0

    answer = told(capsys)
    one = answer["lives"][0]
    assert (answer["outcome"], answer["zone"], answer["claim"]["trust"]) == (
        "PLANNED",
        "America/Mexico_City",
        "article",
    )
    assert one["begins"] == f"{first()}T20:00:00-06:00"
    assert [each.get("name") for each in one["programme"]] == ["Olla", "Pan", None]
    assert [each["tool"] for each in one["offers"]] == ["live_code", "live_flash"]
    assert one["why"][0].startswith("20:00 lies in the best hours of Mexico City (20:00")


def test_linked_accounts_are_taken_and_without_any_as_many_as_the_shop_has_places_for(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(asked([*place, "--json"])) == 0
    before = told(capsys)
    linked(place, "vale_17", "tech.rafa")

    assert run(asked([*place, "--json"])) == 0

    assert [one["handle"] for one in told(capsys)["accounts"]] == ["tech.rafa", "vale_17"]
    assert (len(before["accounts"]), {one["linked"] for one in before["accounts"]}) == (4, {False})


def test_a_market_with_a_pilot_limits_whom_nobody_knows_and_says_by_which_source(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    roster = Path(place[1]) / "shops.toml"
    here = roster.read_text("utf-8").replace('region = "MX"', 'region = "US"').replace("Mexico_City", "New_York")
    roster.write_text(here, "utf-8")
    linked(place, "vale_17", "tech.rafa", since=datetime.now(UTC) - timedelta(days=60))

    assert run(asked([*place, "--json", "--lang", "en"], "--per-week", "7", "--followers", "@vale_17=8000")) == 0

    answer = told(capsys)
    assert [(one["handle"], one["pilot"], one["most_in_seven_days"]) for one in answer["accounts"]] == [
        ("tech.rafa", "followers_unknown", 3),
        ("vale_17", "none", 7),
    ]
    assert any("knowledge_id=5526872163927850" in one and "@tech.rafa" in one for one in answer["notes"])


def test_a_shop_has_hours_of_its_own_where_a_named_person_chose_them(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = ["rules", "choose", CASA, "live_prime_begins", "19h", "--by", "Ana", "--reason", "our own figures"]
    assert run([*place, *chosen]) == 0
    capsys.readouterr()

    assert run(asked([*place, "--json"], "--days", "1", "--per-week", "7")) == 0

    assert [one["begins"][11:16] for one in told(capsys)["lives"]] == ["19:00", "20:00", "21:00"]


def test_hours_that_end_before_they_begin_are_said(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*place, "rules", "choose", CASA, "live_prime_ends", "20h", "--by", "Ana", "--reason", "a slip"]) == 0

    assert run([*asked(place), "--lang", "en"]) == 3

    assert "no hours of one day (20h - 20h)" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_a_person_reads_when_who_and_what_is_only_a_claim(
    place: list[str], capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    assert run(asked([*place, "--lang", lang], "--days", "2")) == 0

    out = capsys.readouterr().out
    assert f"{first()} 20:00 Mexico City" in out
    assert out.count("@cocina.conluz") >= 2
    assert [one for one in ("40", "https://www.tt123.com/ask/bTM2s0PQ", "直播前15分钟") if one not in out] == []


def test_the_papers_are_read_by_what_they_are_for(
    place: list[str], files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(asked([*place, "--json"], "--days", "2", *files, "-o", "papers", "--no-pdf")) == 0

    folder, lives, stem = tmp_path / "papers", told(capsys)["lives"], f"live-{first()}"
    events = Calendar.from_ical((folder / f"{stem}.ics").read_bytes()).walk("VEVENT")
    rows = list(csv.reader((folder / f"{stem}.csv").read_text("utf-8-sig").splitlines()))
    offers = read_promotions(folder / f"{stem}-offers.toml", "America/Mexico_City")
    assert len(events) == len(rows) - 1 == len(list(folder.glob("*.html"))) == len(lives) == 4
    assert [one["DTSTART"].dt for one in events] == [datetime.fromisoformat(one["opens"]) for one in lives]
    assert len(offers) == sum(len(one["offers"]) for one in lives) == 6


def test_nothing_in_the_table_is_a_formula_to_a_spreadsheet(place: list[str], tmp_path: Path) -> None:
    roster = Path(place[1]) / "shops.toml"
    here = roster.read_text("utf-8").replace("recipes with our pans, live on Thursdays", "=1+1")
    roster.write_text(here, "utf-8")

    assert run(asked(place, "cocina.conluz", "-o", "papers", "--no-pdf")) == 0

    (table,) = (tmp_path / "papers").glob("*.csv")
    cells = [cell for row in csv.reader(table.read_text("utf-8-sig").splitlines()) for cell in row]
    assert cells.count("'=1+1") == 3
    assert [cell for cell in cells if cell[:1] in set("=+-@")] == []


def test_papers_that_are_there_are_never_replaced(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / f"live-{first()}.csv").write_text("mine", "utf-8")

    assert run(asked([*place, "--lang", "en"], "-o", "papers", "--no-pdf")) == 3

    assert "it exists already" in capsys.readouterr().err
    assert [one.name for one in (tmp_path / "papers").iterdir()] == [f"live-{first()}.csv"]


@pytest.mark.parametrize(
    ("words", "exit_", "said"),
    [
        (["--from", "tomorrow"], 2, "--from takes a day"),
        (["--from", "2020-01-01"], 2, "--from takes a day"),
        (["--from", "9999-12-31"], 2, "--from takes a day"),
        (["--followers", "vale_17=many"], 2, "HANDLE=NUMBER"),
        (["--followers", "nobody=3"], 3, "nobody"),
        (["nobody"], 3, "nobody"),
        (["--minutes", "180"], 3, "which last 120"),
        (["--file", "no.csv"], 3, "no.csv"),
    ],
)
def test_what_cannot_be_meant_is_said(
    place: list[str], capsys: pytest.CaptureFixture[str], words: list[str], exit_: int, said: str
) -> None:
    assert run([*place, "--lang", "en", "live", "plan", CASA, *words]) == exit_

    assert said in capsys.readouterr().err


def test_a_wrong_cell_is_named_and_nothing_is_written(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong.csv").write_text("handle,product,traffic\nvale_17,1729400000000000001,perhaps\n", "utf-8")

    assert run(asked([*place, "--lang", "en"], "--file", "wrong.csv", "-o", "papers", "--no-pdf")) == 3

    assert "C2" in capsys.readouterr().err
    assert not (tmp_path / "papers").exists()
