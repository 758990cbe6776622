"""A table laid over shops.toml: comments and order stay, and what the table does not mention stays as it is."""

from __future__ import annotations

import tomllib
from difflib import ndiff
from pathlib import Path

import pytest
from spreadsheet import CASA, EXAMPLE, changed, laid_over

from agent.adapters.workbook import write_workbook
from agent.domain.cells import Heading, NewSheet
from agent.domain.roster import Table
from agent.roster import load_roster
from agent.roster.merging import merged
from agent.roster.writing import written
from agent.sheets import Given, Line

pytestmark = pytest.mark.fast
OWN = """# mine
[[login]]
id = "748001"
name = "Ops"   # since May

# The first shop.
[[shop]]
id = "749501"
name = "Casa"
login = "748001"
region = "MX"
zone = "America/Mexico_City"

[[shop.account]]
handle = "@abc.def" # the best
position = "pans"
# asked on Monday

# The second shop.
[[shop]]
id = "749502"
name = "Mar"
login = "748001"
region = "MX"
zone = "America/Mexico_City"

# The end.
"""
SHOPS = "ID,Name,Login,Market,Time zone\n"


def after(folder: Path, table: str, roster: str = OWN) -> str:
    made = laid_over(folder, table.encode(), roster)
    assert made.troubles == []
    return written(roster, made.edits, made.roster)


def difference(folder: Path, table: str, roster: str = OWN) -> list[str]:
    told = ndiff(roster.splitlines(), after(folder, table, roster).splitlines())
    return [line for line in told if line[0] in "+-"]


def test_only_the_line_that_changes_changes(tmp_path: Path) -> None:
    assert difference(tmp_path, "Shop,Handle,Position\nCasa,ABC.def,pots\n") == [
        '- position = "pans"',
        '+ position = "pots"',
    ]


def test_a_new_key_stands_before_the_remarks_that_belong_to_the_next_shop(tmp_path: Path) -> None:
    lines = after(tmp_path, "Shop,Handle,ID\nCasa,abc.def,7480001\n").splitlines()

    assert lines[lines.index('position = "pans"') + 1] == 'id = "7480001"'
    assert lines[lines.index("# The second shop.") + 1] == "[[shop]]"


def test_a_new_account_stands_behind_the_others_of_its_shop_and_before_the_next_shops_remark(tmp_path: Path) -> None:
    told = after(tmp_path, "Shop,Handle,Owned\n749501,new.one,yes\n")

    assert '# asked on Monday\n\n[[shop.account]]\nhandle = "new.one"\nconsent = {owned = true}\n\n# The second' in told


def test_the_first_account_of_a_shop_finds_its_place_too(tmp_path: Path) -> None:
    told = after(tmp_path, "Shop,Handle\nMar,new.one\n")

    assert told.endswith('zone = "America/Mexico_City"\n\n[[shop.account]]\nhandle = "new.one"\n\n# The end.\n')


def test_a_new_key_of_a_shop_stands_before_its_accounts(tmp_path: Path) -> None:
    told = after(tmp_path, "ID,Stage\n749501,probation\n")

    assert 'zone = "America/Mexico_City"\nstage = "probation"\n\n[[shop.account]]' in told


def workbook(folder: Path, shop: str, account: str) -> bytes:
    shops = NewSheet("Shops", tuple(map(Heading, SHOPS.strip().split(","))), (tuple(shop.split(",")),))
    accounts = NewSheet("账号", (Heading("店铺"), Heading("用户名")), (tuple(account.split(",")),))
    return write_workbook(folder, [accounts, shops])


def test_a_new_shop_and_its_first_account_may_come_in_one_workbook(tmp_path: Path) -> None:
    content = workbook(tmp_path, "749503,Sol,Ops,MX,America/Mexico_City", "Sol,new.one")

    made = laid_over(tmp_path, content, OWN)

    told = tomllib.loads(written(OWN, made.edits, made.roster))
    assert (made.troubles, told["shop"][2]["account"]) == ([], [{"handle": "new.one"}])
    assert told["shop"][2]["login"] == "748001"


def test_accounts_of_a_shop_whose_own_line_is_wrong_are_not_told_as_wrong_too(tmp_path: Path) -> None:
    content = workbook(tmp_path, "12,Sol,Ops,MX,America/Mexico_City", "Sol,new.one")

    made = laid_over(tmp_path, content, OWN)

    assert [(one.place, one.why) for one in made.troubles] == [("Shops!A2", "not_an_id")]


def test_accounts_within_brackets_stay_within_brackets(tmp_path: Path) -> None:
    roster = OWN.replace(
        '\n[[shop.account]]\nhandle = "@abc.def" # the best\nposition = "pans"\n',
        'account = [\n  { handle = "abc.def" }, # the best\n]\n',
    )

    told = after(tmp_path, "Shop,Handle,Position\nCasa,abc.def,x\nCasa,new.one,y\n", roster)

    rows = tomllib.loads(told)["shop"][0]["account"]
    assert rows == [{"handle": "abc.def", "position": "x"}, {"handle": "new.one", "position": "y"}]
    assert "# the best" in told


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_end_as_they_ended_before(tmp_path: Path, end: str) -> None:
    roster = OWN.rstrip().replace("\n", end)

    told = after(tmp_path, "Shop,Handle\nMar,new.one\n", roster)

    assert told.count("\n") == told.count(end)
    assert tomllib.loads(told)["shop"][1]["account"] == [{"handle": "new.one"}]


def test_an_empty_cell_changes_nothing(tmp_path: Path) -> None:
    content = f"Shop,Handle,ID,Category,Position,Wanted,Resends,Owned,How agreed\n{CASA},tech.rafa,,,,,,,\n".encode()

    assert changed(tmp_path, content) == []


def test_what_a_line_means_without_saying_it_is_not_written(tmp_path: Path) -> None:
    content = f"Shop,Handle,Wanted,Via,Resends,Owned\n{CASA},new.one,linked,web,1,no\n".encode()

    assert changed(tmp_path, content) == [("new.one", "", {"handle": "new.one"})]


def test_the_roster_as_it_was_is_not_touched() -> None:
    table, line = tomllib.loads(OWN), Line(Table.SHOPS, "A2", {"id": Given("749501", "A2"), "name": Given("Sol", "B2")})

    made = merged(table, [line], [Table.SHOPS])

    assert (table, made.roster["shop"][0]["name"]) == (tomllib.loads(OWN), "Sol")


def test_lines_that_are_missing_are_named_and_stay(tmp_path: Path) -> None:
    made = laid_over(tmp_path, f"Shop,Handle\n{CASA},tech.rafa\n".encode())

    assert (len(made.left), {table for table, _, _ in made.left}) == (12, {Table.ACCOUNTS})
    assert made.roster == tomllib.loads(EXAMPLE)


@pytest.mark.parametrize(
    ("owned", "how", "becomes"),
    [
        ("no", "", [None]),
        ("yes", "", []),
        ("", "letter", [{"agreed_on": "2026-10-01", "how": "letter"}]),
    ],
)
def test_consent_becomes_what_its_three_cells_say_together(
    tmp_path: Path, owned: str, how: str, becomes: list[object]
) -> None:
    day = "2026-10-01" if how else ""
    content = f"Shop,Handle,Owned,Agreed on,How agreed\n{CASA},hogar_bonito.mx,{owned},{day},{how}\n".encode()

    found = changed(tmp_path, content)

    assert [str(value) for _, _, value in found] == [
        str(one).replace("'2026-10-01'", "datetime.date(2026, 10, 1)") for one in becomes
    ]


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("749503,Sol,Ops,MX,Mars/Olympus", [("E2", "not_a_zone")]),
        ("749503,Sol,Ops,UK,America/Mexico_City", [("D2", "not_a_market")]),
        ("749503,Sol,Nobody,MX,America/Mexico_City", [("C2", "no_such_login")]),
        ("749503,Mar,Ops,MX,America/Mexico_City", [("B2", "twice")]),
        ("749503,Sol,Ops,MX,", [("A2 (zone)", "missing")]),
    ],
)
def test_a_shop_is_judged_as_shops_toml_is_and_told_by_its_cell(
    tmp_path: Path, line: str, places: list[tuple[str, str]]
) -> None:
    made = laid_over(tmp_path, f"{SHOPS}{line}\n".encode(), OWN)

    assert [(one.place, one.why) for one in made.troubles] == places


def test_a_text_that_toml_would_take_for_something_else_stays_a_text(tmp_path: Path) -> None:
    path = tmp_path / "shops.toml"
    said = 'a "quoted" \\ path, ] = # 1'

    quoted = said.replace('"', '""')
    path.write_text(after(tmp_path, f'Shop,Handle,Position\nCasa,abc.def,"{quoted}"\n'), "utf-8")

    assert load_roster(path).shops[0].accounts[0].position == said


def test_a_file_that_would_say_something_else_is_not_handed_out() -> None:
    with pytest.raises(ValueError, match="mine"):
        written(OWN, [], {"login": []})
