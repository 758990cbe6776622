"""The control port's own page: a trainer throws faults, moves the clock and plays people, and sees what happens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from portal_visitor import MX, Visitor, eventually

from mock_portal.client import World
from mock_portal.persons import EVERYBODY


@pytest.fixture
def noise() -> list[str]:
    """What the desk's page says on its console."""
    return []


@pytest.fixture(params=[1280, 390])
def desk(browser: Browser, mock_world: World, request: pytest.FixtureRequest, noise: list[str]) -> Iterator[Page]:
    """The desk, opened with the token in its address."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    page.on("console", lambda message: noise.append(message.text))
    page.goto(f"{mock_world.control}/#{mock_world.token}")
    yield page
    context.close()


def status(place: str, path: str) -> int:
    where = urlsplit(place)
    connection = HTTPConnection(str(where.hostname), where.port, timeout=5)
    connection.request("GET", path)
    told = connection.getresponse().status
    connection.close()
    return told


def test_it_shows_everything_quietly_and_is_never_too_wide(desk: Page, noise: list[str]) -> None:
    expect(desk.get_by_role("heading", name="Faults", exact=True)).to_be_visible()

    wide = desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert (wide, "#" in desk.url, noise) == (0, False, [])
    assert len(desk.get_by_label("What").get_by_role("option").all()) >= 20


def test_a_captcha_is_thrown_at_a_trainee(desk: Page, mock_world: World, stranger: Visitor) -> None:
    desk.get_by_label("What").select_option("captcha")
    desk.get_by_label("Path").fill("/account/login")
    desk.get_by_role("button", name="Throw it", exact=True).click()
    expect(desk.get_by_role("status")).to_have_text("captcha: done")

    page = stranger.get("/account/login").text

    assert '"captcha": true' in page
    expect(desk.get_by_role("list", name="Faults that are set")).to_contain_text("bitten 1 times")
    assert len(mock_world.requests("GET", "/account/login")) == 1


def test_an_argument_that_is_missing_is_told(desk: Page) -> None:
    desk.get_by_label("What").select_option("truncate")

    desk.get_by_role("button", name="Throw it", exact=True).click()

    expect(desk.get_by_role("status")).to_contain_text("misses ['bytes']")


def test_the_clock_is_moved(desk: Page, mock_world: World) -> None:
    before = mock_world.now()

    desk.get_by_role("button", name="+24 h", exact=True).click()

    expect(desk.get_by_role("status")).to_have_text("+24 h: done")
    assert (mock_world.now() - before).total_seconds() >= 86_400


def test_people_are_played(desk: Page, mock_world: World) -> None:
    desk.get_by_label("Account").select_option("cocina.conluz")
    desk.get_by_role("button", name="Colleague invites", exact=True).click()
    expect(desk.locator("#effects")).to_contain_text("invite")

    desk.get_by_role("button", name="Creator accepts", exact=True).click()

    expect(desk.locator("#effects")).to_contain_text("link")
    assert mock_world.effects("link") == 1


def test_the_world_begins_again_with_another_seed_and_counting(desk: Page, mock_world: World) -> None:
    mock_world.seller(MX).invite("cocina.conluz")
    desk.get_by_label("Seed").fill("7")
    desk.get_by_label("Counting").select_option("nonce")

    desk.get_by_role("button", name="Begin again", exact=True).click()

    expect(desk.get_by_role("status")).to_have_text("Begin again: done")
    assert mock_world.effect_log() == []


def test_a_fault_keeps_to_one_shop_and_to_its_chance(desk: Page, mock_world: World) -> None:
    desk.get_by_label("What").select_option("captcha")
    desk.get_by_label("In shop").select_option("Casa Aurora MX")
    desk.get_by_label("Chance").fill("0.5")

    desk.get_by_role("button", name="Throw it", exact=True).click()

    expect(desk.get_by_role("status")).to_have_text("captcha: done")
    (fault,) = mock_world.faults()
    assert (fault["match"]["shop"], fault["match"]["probability"]) == (MX, 0.5)


def test_every_call_is_explained_and_can_be_made(desk: Page, mock_world: World) -> None:
    desk.get_by_role("combobox", name="Call", exact=True).select_option("POST /__person")
    expect(desk.locator("#call-says")).to_contain_text("Let somebody act by hand")
    asked = {"who": "seller", "do": "invite", "shop": MX, "handle": "cocina.conluz"}

    desk.get_by_label("Sent along").fill(json.dumps(asked))
    desk.get_by_role("button", name="Send", exact=True).click()

    expect(desk.get_by_role("log")).to_contain_text('"stage": "pending"')
    assert mock_world.effects("invite") == 1


def test_everybody_who_can_be_played_is_named(desk: Page) -> None:
    named = desk.get_by_role("region", name="Who can be played")

    expect(named.get_by_role("listitem")).to_have_count(len(EVERYBODY))
    assert all(one.__doc__ for one in EVERYBODY.values())


def test_what_the_portal_refuses_is_told(desk: Page) -> None:
    desk.get_by_label("Account").select_option("vale_17")

    desk.get_by_role("button", name="Colleague invites", exact=True).click()

    expect(desk.get_by_role("status")).to_contain_text("the portal refuses")


def test_a_wrong_token_opens_nothing(browser: Browser, mock_world: World) -> None:
    page = browser.new_page()
    page.goto(mock_world.control)
    page.get_by_label("Token of the ready file").fill("guessed")

    page.get_by_role("button", name="Connect", exact=True).click()

    expect(page.get_by_role("status")).to_have_text("token missing or wrong")
    expect(page.get_by_role("heading", name="Faults", exact=True)).to_be_hidden()
    page.close()


@pytest.mark.parametrize("path", ["/__fault", "/__world", "/desk/desk.js", "/__health"])
def test_the_portal_s_own_address_knows_no_desk(mock_world: World, path: str) -> None:
    assert status(mock_world.origin, path) == 404


@pytest.mark.parametrize("path", ["/desk/..%2fdesk.html", "/desk/desk.html", "/desk/%2e%2e/clock.py"])
def test_the_desk_gives_no_other_file(mock_world: World, path: str) -> None:
    assert status(mock_world.control, path) == 404


def test_time_runs_faster(mock_world: World) -> None:
    before = mock_world.now()

    mock_world.hurry(3600)

    assert eventually(lambda: (mock_world.now() - before).total_seconds() > 1800)
