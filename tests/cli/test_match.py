"""`companion match`: scores out of files, every line told, and candidates in the roster whom nobody invites."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from limits import within
from openpyxl import load_workbook
from operators import kept

from agent.adapters.matches import Matches
from agent.cli.main import run
from agent.cli.planning import _candidates
from agent.domain.identity import AccountId, Handle, ShopId
from agent.domain.ledger import Link, LinkState
from agent.domain.planning import ShopPlan
from agent.domain.roster import Wanted
from agent.errors import EXIT, Code
from agent.roster import load_roster
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast

SHOP = "Casa Aurora MX"
NOW = datetime.now(UTC)
ROWS = (
    "Handle,达人昵称,Country,Main category,粉丝量,Engagement,Followers in market,Violation count,Data date\n"
    "casa.luna,Casa Luna,México,居家日用,12.3万,4.2%,71%,0,2026-11-29\n"
    "casa.1una,<script>alert(1)</script>,MX,Beauty,--,,,,\n"
    "tech.ana,\"=cmd|' /C calc'!A0\",MX,Electronics,900,12%,20%,2,2026-11-29\n"
    "lejos,Far away,US,居家日用,5000,3%,,,\n"
)


@pytest.fixture
def table(tmp_path: Path) -> str:
    """What somebody exported from Tabcut."""
    path = tmp_path / "creators.csv"
    path.write_text(ROWS, "utf-8-sig")
    return str(path)


def rank(place: list[str], table: str, *more: str) -> int:
    return run([*place, "match", "rank", SHOP, "--file", table, *more])


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def own(place: list[str]) -> Path:
    return Path(place[1]) / "shops.toml"


def test_the_best_come_first_and_who_cannot_be_bound_last(
    place: list[str], table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rank([*place, "--json"], table) == 0

    answer = told(capsys)
    assert [one["handle"] for one in answer["creators"]] == ["casa.luna", "tech.ana", "casa.1una", "lejos"]
    assert [one["enough"] for one in answer["creators"]] == [True, True, False, True]
    assert answer["creators"][-1]["barred"] == ["region"]


def test_every_source_is_told_with_both_its_stamps_beside_seller_centers(
    place: list[str], table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rank([*place, "--json"], table)

    answer = told(capsys)
    assert [(one["name"], one["as_of"], len(one["sha256"])) for one in answer["sources"]] == [
        ("creators.csv", "2026-11-29", 64)
    ]
    assert answer["sources"][0]["read_at"]
    assert answer["seller_center_read_at"] is None
    assert "Nobody has checked" in answer["claims"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("50 of 75 known", "what it sold is not told", "? / 25", "@casa.1una")),
        ("zh", ("已知的 75 分中得 50 分", "未提供带货商品")),
        ("es", ("50 de 75 puntos", "no se dice qué vendió")),
    ],
)
def test_a_score_is_explained_line_by_line(
    place: list[str], table: str, capsys: pytest.CaptureFixture[str], lang: str, words: tuple[str, ...]
) -> None:
    assert rank([*place, "--lang", lang], table, "--explain", "@Casa.Luna") == 0

    text = capsys.readouterr().out.replace("points about which something is known", "known")
    assert [one for one in words if one not in text] == []


def test_who_stands_in_no_file_cannot_be_explained(
    place: list[str], table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rank(place, table, "--explain", "nobody.here") == EXIT[Code.E_INPUT]

    assert "nobody.here stands in none of these sources" in capsys.readouterr().err


def test_a_csv_holds_everybody_and_no_formula(place: list[str], table: str, tmp_path: Path) -> None:
    rank(place, table, "--most", "1", "-o", str(tmp_path / "out.csv"))

    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows[1:]] == ["casa.luna", "tech.ana", "casa.1una", "lejos"]
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell] == []


def test_a_workbook_is_text_all_over(place: list[str], table: str, tmp_path: Path) -> None:
    rank(place, table, "-o", str(tmp_path / "out.xlsx"))

    page = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert {cell.data_type for row in page.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}


def test_chosen_ones_become_candidates_without_consent(place: list[str], table: str) -> None:
    assert rank(place, table, "--add", "casa.luna", "--add", "tech.ana", "--add", "@Casa.Luna", "--yes") == 0

    added = load_roster(own(place)).shops[0].accounts[-2:]
    assert [(one.handle, one.wanted, one.consent) for one in added] == [
        ("casa.luna", Wanted.CANDIDATE, None),
        ("tech.ana", Wanted.CANDIDATE, None),
    ]


def test_nothing_is_written_without_a_yes(place: list[str], table: str) -> None:
    before = own(place).read_bytes()

    asked = rank([*place, "--no-input"], table, "--add", "casa.luna")
    rehearsed = rank(place, table, "--add", "casa.luna", "--dry-run")

    assert (asked, rehearsed) == (EXIT[Code.G_NOT_CONFIRMED], 0)
    assert own(place).read_bytes() == before


def test_who_is_in_the_roster_stays_as_he_is(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = own(place).read_bytes()
    (tmp_path / "a.csv").write_text("Handle\nTech.Rafa\n", "utf-8")

    assert rank([*place, "--json"], str(tmp_path / "a.csv"), "--add", "tech.rafa", "--yes") == 0

    assert told(capsys)["outcome"] == "NOTHING_TO_DO"
    assert own(place).read_bytes() == before


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("lejos,US,", "another market"),
        ("ana.mx,MX,yes", "restricted"),
        ("kitchen.with.kate,MX,", "another shop"),
        ("Casa.Aurora,MX,", "official account"),
    ],
)
def test_whom_no_guard_would_let_pass_is_no_candidate(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, word: str
) -> None:
    before = own(place).read_bytes()
    (tmp_path / "a.csv").write_text(f"Handle,Country,Restricted\n{row}\n", "utf-8")

    ended = rank(place, str(tmp_path / "a.csv"), "--add", row.partition(",")[0], "--yes")

    assert (ended, own(place).read_bytes()) == (EXIT[Code.E_INPUT], before)
    assert word in capsys.readouterr().err


@pytest.mark.parametrize(("shop", "bar"), [("7495000000000000011", "here"), ("7495000000000000022", "elsewhere")])
def test_whom_a_shop_has_by_the_ledger_is_no_candidate(
    place: list[str], table: str, capsys: pytest.CaptureFixture[str], shop: str, bar: str
) -> None:
    seen = Link(ShopId(shop), AccountId("7100000000000000301"), Handle("casa.luna"), LinkState.LINKED, NOW, None, NOW)
    kept(place, "see_links", shop, [seen], complete=False)

    assert rank([*place, "--json"], table, "--explain", "casa.luna") == 0

    answer = told(capsys)
    assert answer["creators"][0]["barred"] == [bar]
    assert answer["seller_center_read_at"] == {"here": NOW.isoformat()}.get(bar)


def test_a_file_with_bad_cells_is_refused_with_each_of_them(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("Handle,Followers\nluz.mx,1.234K\n\u0430na,5\nana.mx,7\n", "utf-8-sig")

    assert rank(place, str(bad)) == EXIT[Code.E_INPUT]

    told = capsys.readouterr().err
    assert all(word in told for word in ("B2: 1.234K", "A3: \\u0430na", "2 of its cells", "bad.csv"))


def test_bad_lines_are_passed_over_where_somebody_says_so(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.csv").write_text("Handle,Followers\nluz.mx,1.234K\nana.mx,7\n", "utf-8")

    assert rank([*place, "--json"], str(tmp_path / "bad.csv"), "--skip-bad") == 0

    assert [one["handle"] for one in told(capsys)["creators"]] == ["ana.mx"]


@pytest.mark.parametrize("text", ["Handle,Username,Followers\nluz.mx,ana.mx,5\n", "Shoe,Colour\n5,red\n"])
def test_a_wrong_header_is_passed_over_by_nothing(place: list[str], tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.csv").write_text(text, "utf-8")

    assert rank(place, str(tmp_path / "bad.csv"), "--skip-bad") == EXIT[Code.E_INPUT]


@pytest.mark.parametrize(
    ("more", "code"),
    [((), Code.E_USAGE), (("--as-of", "yesterday"), Code.E_USAGE), (("-o", "out.pdf"), Code.E_USAGE)],
)
def test_what_cannot_be_meant_is_told(place: list[str], table: str, more: tuple[str, ...], code: Code) -> None:
    files = ["--file", table] if more else []

    assert run([*place, "match", "rank", SHOP, *files, *more]) == EXIT[code]


def test_the_last_result_is_kept_and_forgets_a_name(place: list[str], table: str) -> None:
    matches = Matches(Path(place[3]) / "match")
    rank(place, table)

    assert matches.forget("Casa.Luna") == 1

    names = [one["handle"] for one in matches.kept("7495000000000000011")["creators"]]
    assert names == ["tech.ana", "casa.1una", "lejos"]
    assert "casa.luna" not in (matches.folder / "7495000000000000011.json").read_text("utf-8")


SITE = {
    "market": "MX",
    "source": "Tabcut (https://www.tabcut.com)",
    "read_at": NOW.isoformat(),
    "as_of": (NOW - timedelta(hours=3)).isoformat(),
    "partial": True,
    "creators": [
        {
            "handle": "luz.mx",
            "nickname": "Luz",
            "number": "7100000000000000301",
            "category": "Home & Kitchen",
            "followers": "8000",
            "views": None,
            "sold": "12",
        }
    ],
    "asked": [{"handle": "luz.mx"}],
    "sales": [{"handle": "luz.mx", "product_id": "1731000000000000001", "title": "Olla", "category": "Home & Kitchen"}],
}


def pages_kept(place: list[str], **change: Any) -> None:
    Matches(Path(place[3]) / "match").keep("site-tabcut-MX-all", SITE | change)


def by_pages(place: list[str], *more: str) -> int:
    return run([*place, "match", "rank", SHOP, "--tabcut", "tabcut", *more])


def confirms(place: list[str], *more: str) -> int:
    return run([*place, "match", "accept", "--by", "Mei", "--contract", "Pro 2026", *more])


def test_pages_are_not_read_nor_used_again_before_a_named_person_has_confirmed(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    pages_kept(place)

    assert by_pages(place) == EXIT[Code.G_NOT_CONFIRMED]

    assert "companion match accept --by NAME --contract TEXT" in capsys.readouterr().err


def test_a_confirmation_is_recorded_with_name_contract_and_day(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert confirms([*place, "--json"]) == 0

    given = told(capsys)["contract"]
    assert (given["by"], given["contract"], len(given["text_hash"])) == ("Mei", "Pro 2026", 64)
    assert kept(place, "confirmed_contract", "tabcut").by == "Mei"
    assert run([*place, "ledger", "check"]) == 0


def test_a_confirmation_can_be_taken_back(place: list[str]) -> None:
    confirms(place)

    back = ["match", "accept", "--withdraw", "--by", "Mei", "--reason", "it ended"]
    assert (run([*place, *back]), run([*place, *back])) == (0, 0)

    assert kept(place, "confirmed_contract", "tabcut") is None


@pytest.mark.parametrize(
    "said", [[], ["--by", "Mei"], ["--contract", "x"], ["--show", "--withdraw"], ["--withdraw", "--by", "Mei"]]
)
def test_half_a_confirmation_is_none(place: list[str], said: list[str]) -> None:
    assert run([*place, "match", "accept", *said]) == EXIT[Code.E_USAGE]
    assert kept(place, "confirmed_contract", "tabcut") is None


def test_the_text_is_shown_without_being_confirmed(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*place, "match", "accept", "--show"]) == 0

    assert "Nobody has confirmed it" in capsys.readouterr().out


def test_what_was_read_lately_is_used_again_with_its_provenance(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    confirms(place)
    pages_kept(place)

    assert by_pages([*place, "--json"]) == 0

    answer = told(capsys)
    (source,) = answer["sources"]
    assert (source["name"], source["read_at"], source["partial"]) == (SITE["source"], NOW.isoformat(), True)
    assert [(one["handle"], one["known"]) for one in answer["creators"]] == [("luz.mx", 70)]


def test_what_was_read_for_other_products_is_another_question(place: list[str], tmp_path: Path) -> None:
    confirms(place)
    pages_kept(place)
    (tmp_path / "p.csv").write_text("Product,Title\n1731000000000000001,Olla\n", "utf-8")

    assert by_pages(place, "--products", str(tmp_path / "p.csv")) == EXIT[Code.G_RISKS_NOT_ACCEPTED]


def test_what_is_too_old_is_read_anew_which_needs_the_risks_accepted(place: list[str]) -> None:
    confirms(place)
    pages_kept(place, read_at=(NOW - timedelta(hours=7)).isoformat())

    assert by_pages(place) == EXIT[Code.G_RISKS_NOT_ACCEPTED]


def test_a_market_that_the_profile_does_not_name_is_not_asked_for(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    confirms(place)
    roster = own(place)
    roster.write_text(roster.read_text("utf-8").replace('region = "MX"', 'region = "JP"'), "utf-8")

    assert by_pages(place) == EXIT[Code.E_INPUT]

    assert "does not cover the market JP" in capsys.readouterr().err


def test_a_creator_of_whom_only_match_knows_can_be_forgotten(
    place: list[str], table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rank(place, table)
    pages_kept(place)
    capsys.readouterr()

    assert run([*place, "--json", "forget", "creator", "luz.mx", "--confirm", "luz.mx"]) == 0

    assert told(capsys)["matches"] == 1
    assert "luz.mx" not in (Path(place[3]) / "match" / "site-tabcut-MX-all.json").read_text("utf-8")


def test_the_customers_session_is_one_that_can_be_forgotten(place: list[str]) -> None:
    assert run([*place, "vault", "forget", "login:tabcut"]) == 0


def test_a_plan_says_that_candidates_are_asked_nothing_of() -> None:
    shop = load_roster(default_folder() / "shops.toml").shops[0]
    candidate = replace(shop.accounts[0], wanted=Wanted.CANDIDATE)

    (line,) = _candidates(ShopPlan(replace(shop, accounts=(*shop.accounts[1:], candidate))))

    assert line == "1 candidates: nothing is asked of them."


@pytest.mark.heavy
def test_a_hundred_thousand_lines_are_scored_within_a_minute_and_a_gigabyte(place: list[str], tmp_path: Path) -> None:
    head, *rows = ROWS.splitlines()
    ends = [row.partition(",")[2] for row in rows[:2]]
    many = [f"user.{number:06},{ends[number % 2]}" for number in range(100_000)]
    (tmp_path / "big.csv").write_text("\n".join([head, *many]), "utf-8-sig")

    ended = within(
        [*place, "match", "rank", SHOP, "--file", str(tmp_path / "big.csv"), "-o", str(tmp_path / "out.csv")],
        seconds=60,
        megabytes=1_000,
    )

    assert ended.returncode == 0
    assert "100000 creators: 50000 ranked, 50000 of whom too little is known" in ended.stdout
    assert (tmp_path / "out.csv").read_text("utf-8-sig").count("\n") == 100_001
