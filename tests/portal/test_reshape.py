"""The fault `reshape`: a delivered page on which one thing says something else, is something else, or is elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from portal_tab import Tab
from portal_visitor import LUCIA

from mock_portal.client import ControlRefusedError, World

LIST = "/profile/linked-accounts"
OPENER = "Link new marketing account"
NAMED = "button dialog.open"


@pytest.fixture
def desk(tab: Tab) -> Tab:
    """Lucia's tab."""
    tab.log_in(*LUCIA)
    return tab


def _reshape(world: World, change: str, element: str = NAMED, **more: object) -> None:
    world.fault("GET", LIST, do="reshape", element=element, change=change, times=None, **more)


def _opener(desk: Tab, name: str = OPENER, role: str = "button") -> Locator:
    desk.open(LIST)
    desk.settle()
    return desk.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]  # any ARIA role


def test_it_says_what_it_is_told_to_say(mock_world: World, desk: Tab) -> None:
    _reshape(mock_world, "label", to="Add a partner")

    expect(_opener(desk, "Add a partner")).to_be_visible()
    expect(desk.page.get_by_text(OPENER, exact=True)).to_have_count(0)


@pytest.mark.heavy
def test_without_a_text_it_says_what_a_skin_of_the_seed_would(mock_world: World, desk: Tab) -> None:
    said = []
    for seed in (4, 4, 5):
        mock_world.clear_faults()
        _reshape(mock_world, "label", seed=seed)
        _opener(desk, "Data Compass", "link").wait_for()
        said.append(desk.page.locator("#panel .theme-arco-btn-primary").inner_text())

    assert said[0] == said[1]
    assert len({OPENER, *said}) == 3


@pytest.mark.heavy
def test_it_speaks_another_language(mock_world: World, desk: Tab) -> None:
    _reshape(mock_world, "translated", to="zh-CN")

    expect(_opener(desk, "绑定新的TikTok账号")).to_be_visible()


def test_two_buttons_exchange_their_labels_and_go_on_doing_what_they_did(mock_world: World, desk: Tab) -> None:
    _reshape(mock_world, "swapped", "button dialog.cancel", other="button dialog.next")
    _opener(desk).click()
    box = desk.page.get_by_role("dialog")

    expect(box.get_by_role("button", name="Cancel", exact=True)).to_be_disabled()
    box.get_by_role("button", name="Next", exact=True).click()

    expect(box).to_be_hidden()


@pytest.mark.parametrize("to", ["link", pytest.param("generic", marks=pytest.mark.heavy)])
def test_a_button_becomes_something_else(mock_world: World, desk: Tab, to: str) -> None:
    _reshape(mock_world, "role", to=to)

    expect(_opener(desk)).to_have_count(0)
    desk.page.locator(f'[role="{to}"]').filter(has_text=OPENER).click()
    expect(desk.page.get_by_role("dialog")).to_be_visible()


def test_there_are_two_of_it_and_both_work(mock_world: World, desk: Tab) -> None:
    _reshape(mock_world, "duplicate")

    expect(_opener(desk)).to_have_count(2)
    desk.page.get_by_role("button", name=OPENER, exact=True).last.click()
    expect(desk.page.get_by_role("dialog")).to_have_count(1)


def test_it_is_gone_however_often_the_page_brings_it(mock_world: World, desk: Tab) -> None:
    _reshape(mock_world, "removed")
    expect(_opener(desk)).to_have_count(0)

    for name in ("Official account", "Marketing accounts"):
        desk.page.get_by_role("tab", name=name, exact=True).click()

    desk.settle()
    expect(desk.page.get_by_role("button", name=OPENER, exact=True)).to_have_count(0)


@pytest.mark.heavy
def test_it_is_at_the_end_of_the_page(mock_world: World, desk: Tab) -> None:
    _reshape(mock_world, "moved", to="end")

    expect(_opener(desk)).to_be_visible()
    expect(desk.page.locator("main").get_by_role("button", name=OPENER, exact=True)).to_have_count(0)


def test_it_is_in_a_menu_that_is_to_be_opened_first(mock_world: World, desk: Tab) -> None:
    _reshape(mock_world, "moved", to="menu")
    moved = _opener(desk)
    expect(moved).to_have_count(0)

    desk.page.get_by_role("button", name="⋯", exact=True).click()

    expect(moved).to_be_visible()


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("opacity", 2),
        pytest.param("display", 1, marks=pytest.mark.heavy),
        pytest.param("visibility", 1, marks=pytest.mark.heavy),
        pytest.param("offscreen", 2, marks=pytest.mark.heavy),
    ],
)
def test_an_unseen_twin_stands_before_it(mock_world: World, desk: Tab, to: str, told: int) -> None:
    _reshape(mock_world, "twin", to=to)

    expect(_opener(desk)).to_have_count(told)
    expect(desk.page.locator("#panel .theme-arco-btn-primary")).to_have_count(2)
    desk.page.get_by_role("button", name=OPENER, exact=True).last.click()
    expect(desk.page.get_by_role("dialog")).to_be_visible()


@pytest.mark.heavy
def test_what_has_no_label_is_named_by_its_test_id(mock_world: World, desk: Tab) -> None:
    _reshape(mock_world, "removed", "m4b_pagination_total")

    expect(_opener(desk)).to_be_visible()
    expect(desk.page.get_by_text("Total 1", exact=True)).to_have_count(0)


@pytest.mark.heavy
@pytest.mark.parametrize("name", [f"button {OPENER}", OPENER, "绑定新的TikTok账号"])
def test_an_element_is_named_by_what_is_to_be_read_there_too(mock_world: World, desk: Tab, name: str) -> None:
    _reshape(mock_world, "removed", name)

    expect(_opener(desk)).to_have_count(0)


@pytest.mark.heavy
def test_parts_of_the_frame_are_changed_before_anybody_sees_them(mock_world: World, desk: Tab) -> None:
    _reshape(mock_world, "removed", "button shell.switch_shop")
    desk.page.add_init_script(
        "window.seen = 0; new MutationObserver(() => { const one = document.getElementById('switch-shop');"
        " if (one && getComputedStyle(one).visibility === 'visible') window.seen += 1; })"
        ".observe(document, { childList: true, subtree: true });"
    )

    expect(_opener(desk)).to_be_visible()
    assert desk.page.evaluate("window.seen") == 0


@pytest.mark.heavy
def test_a_page_that_comes_in_place_of_another_is_changed_too(mock_world: World, tab: Tab, example_world: str) -> None:
    mock_world.reset(world=example_world.replace('egress = "MX"', 'egress = "MX"\nnavigation = "client"', 1))
    tab.log_in(*LUCIA)
    _reshape(mock_world, "role", to="link")
    tab.open("/homepage")
    tab.page.get_by_role("button", name="My account", exact=True).click()
    tab.page.get_by_role("link", name="Linked TikTok accounts", exact=True).click()

    expect(tab.page.get_by_role("link", name=OPENER, exact=True)).to_be_visible()


@pytest.mark.heavy
def test_a_skin_of_its_own_is_changed_by_the_same_names(mock_world: World, desk: Tab) -> None:
    mock_world.reset(skin="harbour")
    desk.log_in(*LUCIA)
    _reshape(mock_world, "role", to="link")
    desk.open("/crew/partners")

    expect(desk.page.get_by_role("link", name="Connect a channel", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"element": "nothing.such", "change": "removed"}, "nothing is called 'nothing.such'"),
        ({"element": NAMED, "change": "vanished"}, "'change' must be in"),
        ({"element": NAMED, "change": "swapped"}, "'swapped' misses 'other'"),
        ({"element": "account.card", "change": "label"}, "a test id has no text"),
    ],
)
def test_what_makes_no_sense_is_refused(mock_world: World, asked: dict[str, str], why: str) -> None:
    with pytest.raises(ControlRefusedError, match=why):
        mock_world.fault("GET", LIST, do="reshape", **asked)

    assert mock_world.faults() == []
