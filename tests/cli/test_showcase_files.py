"""`companion showcase plan` and `mix`: files in, days and suggestions out, without a browser."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from operators import kept

from agent.cli.main import run
from agent.domain.identity import AccountId, Handle, LoginId, RunId, ShopId
from agent.domain.ledger import ClaimState, Link, LinkState, Settled
from agent.domain.permit import Kind, Permit, RequestKey, Spend
from agent.domain.showcase import KeptShowcase, ShowcaseItem

pytestmark = pytest.mark.fast

SHOP = "Casa Aurora MX"
MX = ShopId("7495000000000000011")
CONLUZ = AccountId("7100000000000000201")
LOGIN = LoginId("7480000000000000001")
FIRST = 1_731_000_000_000_000_001
BAD = "Handle,Product,Title\ncocina.conluz,1,x\ncocina.conluz,https://evil.example/1731000000000000001,<b>\n"
LIST = [
    "Product;Title;Category;Price;Audience tags;Stock",
    f"{FIRST};Sartén de hierro;Home & Kitchen > Cookware;199,50;cooking;5",
    f"{FIRST + 1};@Cesto(1);Home & Kitchen > Storage;99;home;5",
    f"{FIRST + 2};Audífonos;Electronics;999;tech;5",
    f"{FIRST + 3};Olla de barro;Home & Kitchen > Cookware;299;;0",
]


@pytest.fixture
def wanted(tmp_path: Path) -> str:
    """120 products of one account and 10 of another, from a Chinese spreadsheet."""
    lines = [f"cocina.conluz,厨房,{FIRST + nth}" for nth in range(120)]
    lines += [f"hogar_bonito.mx,家居,{FIRST + nth}" for nth in range(10)]
    path = tmp_path / "选品.csv"
    path.write_bytes("\n".join(["用户名,账号定位,商品", *lines]).encode("gbk"))
    return str(path)


@pytest.fixture
def pinned(place: list[str]) -> list[str]:
    """The same operator; the roster names the id of cocina.conluz."""
    roster = Path(place[1]) / "shops.toml"
    told = roster.read_text("utf-8").replace('"cocina.conluz"', f'"cocina.conluz"\nid = "{CONLUZ}"')
    roster.write_text(told, "utf-8")
    return place


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def days(answer: Any) -> dict[str, list[int]]:
    return {one["handle"]: [len(day["products"]) for day in one["days"]] for one in answer["accounts"]}


def press(place: list[str], kind: Kind, product: int) -> None:
    """Another process adds a product to cocina.conluz, or takes it out, in the shop's present day."""
    now = datetime.now(UTC)
    lease = kept(place, "lease", LOGIN, f"process {product}", timedelta(minutes=5))
    day = now.astimezone(ZoneInfo("America/Mexico_City")).date().isoformat()
    spends = (Spend("showcase_adds", CONLUZ, day, 50),) if kind is Kind.SHOWCASE_ADD else ()
    key = RequestKey(MX, CONLUZ, kind, 0, str(product))
    permit = Permit(key, LOGIN, Handle("cocina.conluz"), now, now + timedelta(minutes=1), "", frozenset(), spends)
    claim = kept(place, "claim", permit, lease, RunId("run")).claim
    kept(place, "settle", claim, Settled(claim.intent, ClaimState.DONE))
    kept(place, "give_back", lease)


def test_several_accounts_are_spread_at_once_each_with_a_quota_of_its_own(
    place: list[str], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*place, "--json", "showcase", "plan", SHOP, "--file", wanted]) == 0

    assert days(told(capsys)) == {"cocina.conluz": [50, 50, 20], "hogar_bonito.mx": [10]}


def test_what_other_processes_did_today_is_counted_from_the_ledger(
    pinned: list[str], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for product in (FIRST, FIRST + 1, FIRST + 500):
        press(pinned, Kind.SHOWCASE_ADD, product)
    press(pinned, Kind.SHOWCASE_REMOVE, FIRST + 1)

    assert run([*pinned, "--json", "showcase", "plan", SHOP, "cocina.conluz", "--file", wanted]) == 0

    answer = told(capsys)
    assert days(answer) == {"cocina.conluz": [47, 50, 22]}
    assert [answer["accounts"][0][key] for key in ("used_today", "present")] == [3, 2]


def test_what_the_showcase_held_when_it_was_last_kept_is_not_added_again(
    pinned: list[str], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    items = tuple(ShowcaseItem(str(FIRST + nth), "x", SHOP, None) for nth in (0, 1, 500))
    kept(pinned, "keep_showcase", KeptShowcase(MX, CONLUZ, datetime.now(UTC), items))

    assert run([*pinned, "--json", "showcase", "plan", SHOP, "Cocina.ConLuz", "@cocina.conluz", "--file", wanted]) == 0

    answer = told(capsys)
    assert days(answer) == {"cocina.conluz": [50, 50, 18]}
    assert (answer["accounts"][0]["present"], answer["accounts"][0]["surplus"]) == (3, [str(FIRST + 500)])


def test_a_copy_from_before_the_links_end_says_nothing_any_more(
    pinned: list[str], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    now, pan = datetime.now(UTC), ShowcaseItem(str(FIRST), "x", SHOP, None)
    linked = Link(MX, CONLUZ, Handle("cocina.conluz"), LinkState.LINKED, now - timedelta(days=9), None, now)
    kept(pinned, "keep_showcase", KeptShowcase(MX, CONLUZ, now, (pan,)))
    for links in ([linked], []):
        kept(pinned, "see_links", MX, links, complete=True)

    assert run([*pinned, "--json", "showcase", "plan", SHOP, "cocina.conluz", "--file", wanted]) == 0

    assert told(capsys)["accounts"][0]["present"] is None


def test_a_copy_from_another_shop_says_nothing_of_this_one(
    pinned: list[str], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pan = ShowcaseItem(str(FIRST), "x", SHOP, None)
    kept(pinned, "keep_showcase", KeptShowcase(ShopId("7495000000000000012"), CONLUZ, datetime.now(UTC), (pan,)))

    assert run([*pinned, "--json", "showcase", "plan", SHOP, "cocina.conluz", "--file", wanted]) == 0

    assert told(capsys)["accounts"][0]["present"] is None


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "has not been seen"), ("zh", "还没有看过"), ("es", "no se ha visto")]
)
def test_a_person_sees_the_days_and_that_the_showcase_was_never_seen(
    place: list[str], wanted: str, capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    assert run([*place, "--lang", lang, "showcase", "plan", SHOP, "--file", wanted]) == 0

    shown = capsys.readouterr().out
    assert said in shown
    assert "@cocina.conluz (厨房)" in shown
    assert shown.count(str(FIRST)) == 2


def test_the_roster_names_the_file_where_the_call_names_none(
    place: list[str], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*place, "showcase", "plan", SHOP]) == 3
    roster = Path(place[1]) / "shops.toml"
    told_before = roster.read_text("utf-8")
    roster.write_text(told_before.replace('"cocina.conluz"', f'"cocina.conluz"\nshowcase = "{wanted}"'), "utf-8")

    assert run([*place, "--json", "showcase", "plan", SHOP]) == 0

    assert days(told(capsys))["cocina.conluz"] == [50, 50, 20]


@pytest.mark.parametrize("name", ["plan.csv", "plan.xlsx"])
def test_a_saved_plan_is_an_assortment_again_and_nothing_in_it_is_a_number_or_a_formula(
    place: list[str], wanted: str, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run([*place, "showcase", "plan", SHOP, "--file", wanted, "-o", name]) == 0
    capsys.readouterr()

    assert run([*place, "--json", "showcase", "plan", SHOP, "--file", name]) == 0

    assert days(told(capsys)) == {"cocina.conluz": [50, 50, 20], "hogar_bonito.mx": [10]}


def test_a_plan_saved_for_a_program_is_what_json_prints_and_replaces_nothing(
    place: list[str], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call = [*place, "--json", "showcase", "plan", SHOP, "--file", wanted, "-o", "plan.json"]
    assert run(call) == 0

    assert json.loads(Path("plan.json").read_text("utf-8"))["accounts"] == told(capsys)["accounts"]
    assert run(call) == 3


@pytest.mark.parametrize("call", ["plan", "mix"])
def test_all_that_is_wrong_is_told_by_cell_with_exit_3_and_nothing_is_written(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], call: str
) -> None:
    (tmp_path / "bad.csv").write_text(BAD, "utf-8")

    option = {"plan": "--file", "mix": "--products"}[call]
    assert run([*place, "--lang", "en", "showcase", call, SHOP, option, "bad.csv", "-o", "out.csv"]) == 3

    shown = capsys.readouterr().err
    assert all(one in shown for one in ("B2: 1 is no product", "B3: the link leads to https://evil.example", "bad.csv"))
    assert not Path("out.csv").exists()


def test_a_program_is_told_every_wrong_cell_up_to_a_thousand(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.csv").write_text("Handle,Product\n" + "cocina.conluz,1\n" * 1500, "utf-8")

    assert run([*place, "--json", "showcase", "plan", SHOP, "--file", "bad.csv"]) == 3

    answer = told(capsys)
    assert (len(answer["troubles"]), answer["more"]) == (1000, 500)
    assert answer["troubles"][0] == {"cell": "B2", "why": "not_a_product", "value": "1"}


@pytest.mark.parametrize(("who", "why"), [("casa.aurora", "is the shop's own page"), ("nobody", "no channel account")])
def test_the_official_account_and_strangers_have_no_plan(
    place: list[str], wanted: str, capsys: pytest.CaptureFixture[str], who: str, why: str
) -> None:
    assert run([*place, "--lang", "en", "showcase", "plan", SHOP, who, "--file", wanted]) == 3

    assert why in capsys.readouterr().err


def test_one_accounts_assortment_is_one_file(place: list[str], wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*place, "--lang", "en", "showcase", "plan", SHOP, "--file", wanted, "--file", wanted]) == 3

    assert "cocina.conluz stands in two files" in capsys.readouterr().err


def test_a_product_that_the_list_does_not_have_is_refused(
    place: list[str], wanted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.csv").write_text("\n".join(LIST[:2]), "utf-8")

    call = [*place, "--lang", "en", "showcase", "plan", SHOP, "--file", wanted, "--products", "list.csv"]
    assert run(call) == 3

    assert f"C3: {FIRST + 1} is not in the product list" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
def test_a_mix_is_written_with_its_reasons_and_read_again_as_an_assortment(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    (tmp_path / "list.csv").write_text("\n".join(LIST), "utf-8")

    call = [*place, "--lang", lang, "showcase", "mix", SHOP, "--products", "list.csv", "-o", "mix.csv"]
    assert run(call) == 0
    shown = capsys.readouterr().out
    assert run([*place, "--json", "showcase", "plan", SHOP, "--file", "mix.csv"]) == 0

    assert all(one in shown for one in ("+40", "Home & Kitchen > Cookware", "mix.csv"))
    assert days(told(capsys)) == {"cocina.conluz": [1], "hogar_bonito.mx": [2], "vale_17": [1]}


@pytest.mark.parametrize("name", ["mix.csv", "mix.xlsx"])
def test_no_title_becomes_a_formula_in_a_mix(place: list[str], tmp_path: Path, name: str) -> None:
    (tmp_path / "list.csv").write_text("\n".join(LIST), "utf-8")
    call = [*place, "showcase", "mix", SHOP, "hogar_bonito.mx", "--products", "list.csv", "-o", name]

    assert run(call) == 0

    assert titles(tmp_path / name) == {"mix.csv": ["Sartén de hierro", "'@Cesto(1)"], "mix.xlsx": ["s", "s"]}[name]


def titles(path: Path) -> list[str]:
    """The titles in a file; of a workbook the kinds of their cells, of which `f` calculates and `n` loses digits."""
    if path.suffix == ".csv":
        return sorted((row[4] for row in list(csv.reader(path.read_text("utf-8-sig").splitlines()))[1:]), reverse=True)
    rows = list(load_workbook(path).worksheets[0].iter_rows(min_row=2))
    return [row[4].data_type for row in rows if {row[2].data_type, row[4].data_type} == {"s"}]


def test_an_account_whose_position_is_none_of_ours_needs_a_word(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.csv").write_text("\n".join(LIST), "utf-8")
    call = [*place, "--json", "showcase", "mix", SHOP, "bogota.home", "--products", "list.csv"]

    assert run(call) == 3
    assert run([*call, "--position", "3C数码"]) == 0

    answer = told(capsys)["accounts"][0]
    assert (answer["position"], [one["product"] for one in answer["suggested"]]) == ("digital", [str(FIRST + 2)])
