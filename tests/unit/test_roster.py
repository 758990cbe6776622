"""What the roster says becomes logins, shops and candidates; big files are answered quickly."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from told import told

from agent.domain.roster import Consent, SellerKind, Stage, operating_countries
from agent.errors import MendInput
from agent.roster import load_roster
from agent.tomlfile import default_folder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.fast

EXAMPLE = default_folder() / "shops.toml"
HEAD = """
[[login]]
id = "7480000000000000001"
name = "Ops"
[[shop]]
id = "7495000000000000011"
name = "Casa"
login = "7480000000000000001"
region = "MX"
zone = "America/Mexico_City"
"""
LOGIN = '[[login]]\nid = "748000000000000000{}"\nname = "Ops {}"\nproxy = "{}"\n'


def test_the_example_has_three_shops_under_two_logins() -> None:
    roster = load_roster(EXAMPLE)

    assert [shop.name for shop in roster.shops] == ["Casa Aurora MX", "Harbour Home UK", "Siam Glow TH"]
    assert [login.kind for login in roster.logins] == [SellerKind.LOCAL, SellerKind.CROSS_BORDER]
    assert roster.shops[2].stage is Stage.PROBATION


def test_a_cross_border_shop_is_worked_from_the_declared_countries() -> None:
    roster = load_roster(EXAMPLE)
    home, abroad, _ = roster.shops

    assert operating_countries(home, roster.login_of(home)) == {"MX"}
    assert operating_countries(abroad, roster.login_of(abroad)) == {"HK", "CN"}


def test_wanted_accounts_keep_the_operators_order() -> None:
    accounts = load_roster(EXAMPLE).shops[0].accounts

    handles = ["cocina.conluz", "hogar_bonito.mx", "tech.rafa", "vale_17", "bogota.home"]
    assert [one.handle for one in accounts] == handles


def test_every_example_account_but_one_has_consent() -> None:
    shops = load_roster(EXAMPLE).shops

    assert [one.handle for shop in shops for one in shop.accounts if one.consent is None] == ["siam.skin.lab"]


def test_consent_is_owned_or_agreed_on_a_day_by_a_stated_way() -> None:
    accounts = load_roster(EXAMPLE).shops[0].accounts

    assert accounts[0].consent == Consent(owned=False, agreed_on=date(2026, 10, 1), how="signed cooperation agreement")
    assert accounts[1].consent == Consent(owned=True)


def test_a_handle_may_be_written_with_its_at_sign(tmp_path: Path) -> None:
    path = tmp_path / "shops.toml"
    path.write_text(f'{HEAD}official = "@casa.aurora"\n[[shop.account]]\nhandle = "@abc.def"\n', "utf-8")

    shop = load_roster(path).shops[0]

    assert (shop.official, shop.accounts[0].handle) == ("casa.aurora", "abc.def")


def _inline(rows: str) -> str:
    return f"{HEAD}account = [\n{rows}]\n"


@pytest.mark.timeout(10)
def test_twenty_thousand_accounts_of_one_shop_are_read(tmp_path: Path) -> None:
    path = tmp_path / "shops.toml"
    rows = (f'{{ handle = "account.{number}", consent = {{ owned = true }} }},\n' for number in range(20_000))
    path.write_text(_inline("".join(rows)), "utf-8")

    roster = load_roster(path)

    assert len(roster.shops[0].accounts) == 20_000


@pytest.mark.timeout(10)
def test_twenty_thousand_wrong_rows_are_refused_with_three_named(tmp_path: Path) -> None:
    path = tmp_path / "shops.toml"
    path.write_text(_inline('{ handle = "bad handle" },\n' * 20_000), "utf-8")

    with pytest.raises(MendInput) as caught:
        load_roster(path)

    assert told(caught.value).endswith("+19997 more.")


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "text", [HEAD * 100_000, _inline('{ handle = "abc.def" },\n' * 100_000)], ids=["shops", "accounts"]
)
def test_a_hundred_thousand_rows_are_refused_before_they_are_read(text: str, tmp_path: Path) -> None:
    path = tmp_path / "shops.toml"
    path.write_text(text, "utf-8")

    with pytest.raises(MendInput) as caught:
        load_roster(path)

    assert "lines, at most 100000 are read" in told(caught.value)


def with_lines(tmp_path: Path, *lines: str) -> Path:
    """A roster with one more login for each of these lines, beside one that has none."""
    path = tmp_path / "shops.toml"
    path.write_text(HEAD + "".join(LOGIN.format(n, n, line) for n, line in enumerate(lines, 2)), "utf-8")
    return path


@pytest.mark.parametrize(
    ("lines", "groups"),
    [
        (["http://a:8080", "http://b:8080"], []),
        (["http://Line.Example:8080", "https://line.example:8080", "http://b:8080"], [["Ops 2", "Ops 3"]]),
        (["http://a:81", "socks5://a:81", "", "socks5://a:1080"], [["Ops", "Ops 4"], ["Ops 2", "Ops 3"]]),
    ],
)
def test_logins_that_share_a_line_are_told_however_it_is_written(
    tmp_path: Path, lines: list[str], groups: list[list[str]]
) -> None:
    roster = load_roster(with_lines(tmp_path, *lines))

    assert [[one.name for one in group] for group in roster.sharing_a_line()] == groups


def test_a_secret_for_a_socks_line_is_refused_where_the_line_stands(tmp_path: Path) -> None:
    path = with_lines(tmp_path, "http://a:81", "socks5://a:1080")
    sealed = {"7480000000000000002", "7480000000000000003"}

    with pytest.raises(MendInput) as caught:
        load_roster(path, sealed)

    assert (caught.value.params["field"], caught.value.params["line"]) == ("login[3].proxy", "18")
    assert "Chromium cannot sign in" in told(caught.value)
    assert len(load_roster(path, {"7480000000000000002"}).logins) == 3


def test_an_id_that_stands_twice_is_named_where_it_stands_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "shops.toml"
    ids = ('id = "7480001"\n', "", 'id = "7480001"\n')
    path.write_text(HEAD + "".join(f'[[shop.account]]\nhandle = "a.{n}"\n{one}' for n, one in enumerate(ids)), "utf-8")

    with pytest.raises(MendInput) as caught:
        load_roster(path)

    assert (caught.value.params["field"], caught.value.params["line"]) == ("shop[1].account[3].id", "18")
