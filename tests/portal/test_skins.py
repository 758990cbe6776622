"""Skins: the same portal under other labels, addresses, orders and widgets."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from mock_names import NAMES
from playwright.sync_api import Browser, expect
from portal_tab import Tab
from portal_visitor import LUCIA, MX, Visitor

import mock_portal
from mock_portal.client import ControlRefusedError, World
from mock_portal.skin import skin_named
from mock_portal.texts import LANGUAGES, texts

HARBOUR = Path(mock_portal.__file__).parent / "skins" / "harbour"
LIST = "/profile/linked-accounts"
SOME = ("shell.menu", "shell.shop_context", "shell.switch_shop", "shell.my_account", "links.heading", "links.table")
MORE = ("links.tab_marketing", "links.slots", "links.total", "links.open_dialog", "col.username", "unlink.open")

DRAWN = [pytest.param(f"random:{seed}", marks=[pytest.mark.heavy] * (seed > 1)) for seed in range(1, 51)]


@pytest.fixture
def dressed(browser: Browser, mock_world: World, request: pytest.FixtureRequest) -> Any:
    """Lucia's tab in the skin that a test asks for, at the linked accounts."""
    mock_world.reset(skin=request.param)
    context = browser.new_context()
    tab = Tab(context.new_page(), mock_world.origin, "en")
    tab.log_in(*LUCIA)
    tab.open(mock_world.skin().path(LIST))
    tab.page.locator(mock_world.skin().find("button dialog.open")).wait_for()
    yield tab
    context.close()


def _labels(language: str) -> dict[str, str]:
    return tomllib.loads((HARBOUR / f"{language}.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_skin_calls_the_same_things_otherwise_in_every_language(language: str) -> None:
    own, first = _labels(language), texts(language).table

    assert own.keys() == _labels("en").keys()
    assert own.keys() <= first.keys()
    assert [key for key in own if own[key] == first[key]] == []


def test_an_address_of_the_first_skin_is_nowhere_in_another(mock_world: World, lucia: Visitor) -> None:
    mock_world.reset(skin="harbour")
    lucia.log_in(*LUCIA)

    assert (lucia.get("/dock").status, lucia.get("/homepage").status) == (200, 404)
    assert lucia.get("/gw/harbour/v2/shop/overview").data
    assert mock_world.requests("GET", "/homepage")


def test_a_stranger_is_led_to_the_skins_own_login(mock_world: World, stranger: Visitor) -> None:
    mock_world.reset(skin="harbour")

    assert stranger.get("/crew/partners").headers["location"] == "/gangway"


def test_faults_go_on_naming_addresses_as_the_first_skin_does(mock_world: World, stranger: Visitor) -> None:
    mock_world.reset(skin="harbour")
    mock_world.fault("GET", "/homepage", do="status_before_commit", code=502)

    assert stranger.get("/dock").status == 502


def test_a_world_file_may_choose_the_skin(mock_world: World, stranger: Visitor, example_world: str) -> None:
    mock_world.reset(world=f'{example_world}\n[site]\nskin = "harbour"\n')

    assert "Sign in to Harbour Desk" in stranger.get("/gangway").text
    mock_world.reset()
    assert "Sign in to Harbour Desk" not in stranger.get("/account/login").text


@pytest.mark.parametrize("name", ["nobodys", "random:x", "../labels", "random:"])
def test_an_unknown_skin_is_refused_and_nothing_changes(mock_world: World, name: str) -> None:
    with pytest.raises(ControlRefusedError, match="there are harbour and random:SEED"):
        mock_world.reset(skin=name)

    assert mock_world.skin().skin == ""
    assert mock_world.state(shop=MX)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drawn_skin_says_everything_once_and_nothing_as_before(language: str) -> None:
    for seed in range(6):
        said = skin_named(f"random:{seed}").labels(language)

        assert len(set(said.values())) == len(said)
        assert [key for key in said if said[key] == texts(language)(key)] == []


def test_the_same_seed_draws_the_same_skin_and_another_one_another() -> None:
    skin_named.cache_clear()
    first = skin_named("random:7").explained()
    skin_named.cache_clear()

    assert skin_named("random:7").explained() == first
    assert skin_named("random:8").explained()["texts"] != first["texts"]


def test_addresses_and_names_of_drawn_skins_never_meet() -> None:
    for seed in range(50):
        skin = skin_named(f"random:{seed}")

        assert len(set(skin.paths.values())) == len(skin.paths)
        assert len(set(skin.names.values())) == len(skin.names)
        assert [skin.inward(skin.paths[path]) for path in skin.paths] == list(skin.paths)


@pytest.mark.parametrize("dressed", [pytest.param("harbour", marks=pytest.mark.heavy), "random:1"], indirect=True)
def test_who_knows_the_screens_finds_each_element_by_its_mark(mock_world: World, dressed: Tab) -> None:
    screens = mock_world.skin()

    found = {key: dressed.page.locator(screens.find(NAMES[key])).count() for key in (*SOME, *MORE)}

    assert found == dict.fromkeys((*SOME, *MORE), 1)
    assert dressed.noise == []


@pytest.mark.parametrize("dressed", DRAWN, indirect=True)
def test_a_person_who_knows_the_screens_invites_on_a_drawn_skin(mock_world: World, dressed: Tab) -> None:
    place = mock_world.skin().find
    dressed.page.locator(place("button dialog.open")).click()
    box = dressed.page.locator(place("dialog dialog.open"))
    box.locator(place("textbox dialog.keyword")).fill("cocina.conluz")
    box.locator(place("button dialog.search")).click()
    box.get_by_text("@cocina.conluz").click()
    box.locator(place("button dialog.next")).click()
    box.locator(place("button dialog.send")).click()

    expect(dressed.page.locator(place("status dialog.sent"))).to_be_visible()
    assert (mock_world.effects("invite"), dressed.noise) == (1, [])


@pytest.mark.heavy
def test_the_second_skin_is_whole_at_a_desk_and_on_a_phone(mock_world: World, tab_in: Tab) -> None:
    mock_world.reset(skin="harbour")
    tab_in.log_in(*LUCIA)

    for path in ("/dock", "/crew/partners", "/crew/letters", "/office/seller-profile"):
        tab_in.open(path)
        tab_in.page.wait_for_function("() => !document.querySelector('[data-tid=hb_wait]:not([hidden])')")

        assert tab_in.disorder() == []


@pytest.mark.heavy
@pytest.mark.parametrize("dressed", ["harbour"], indirect=True)
def test_buttons_that_are_none_hear_keys_and_are_dead_where_they_say_so(mock_world: World, dressed: Tab) -> None:
    page, place = dressed.page, mock_world.skin().find
    page.locator(place("button dialog.open")).press("Enter")
    onward = page.locator(place("button dialog.next"))

    expect(onward).to_be_disabled()
    assert onward.evaluate("one => one.tagName") == "SPAN"
