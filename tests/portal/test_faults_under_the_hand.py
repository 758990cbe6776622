"""Faults that lead a hand or an eye astray: elements that change places, odd counters, rows out of sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LINKS, LUCIA, SEARCH

from mock_portal.client import World

PAGE = "/profile/linked-accounts"
CANCEL, NEXT = ".theme-arco-modal-footer .theme-arco-btn-secondary", ".theme-arco-modal-footer .theme-arco-btn-primary"


@pytest.fixture
def lucia_s(tab: Tab) -> Tab:
    """Her tab, before any page is opened."""
    tab.log_in(*LUCIA)
    return tab


def test_another_button_slides_under_the_hand(mock_world: World, lucia_s: Tab) -> None:
    mock_world.fault("GET", PAGE, do="swap_on_hover", selector=NEXT, other=CANCEL)
    lucia_s.open(PAGE)
    dialog = lucia_s.search("cocina.conluz")
    box = dialog.get_by_role("button", name="Next", exact=True).bounding_box()
    assert box

    lucia_s.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lucia_s.page.mouse.down()
    lucia_s.page.mouse.up()

    expect(dialog).to_be_hidden()


def test_a_careful_hand_never_gets_hold_of_it(mock_world: World, lucia_s: Tab) -> None:
    mock_world.fault("GET", PAGE, do="swap_on_hover", selector=CANCEL, other=NEXT)
    lucia_s.open(PAGE)
    dialog = lucia_s.search("cocina.conluz")

    with pytest.raises(PlaywrightTimeout):
        dialog.get_by_role("button", name="Cancel", exact=True).click(timeout=700)

    expect(dialog).to_be_visible()


@pytest.mark.parametrize("text", ["٣/٣", "1.234", "?"])
def test_a_counter_reads_as_it_likes(mock_world: World, lucia_s: Tab, text: str) -> None:
    mock_world.fault("GET", PAGE, do="quota_display", text=text)
    mock_world.fault("GET", "/homepage", do="quota_display", text=text)

    lucia_s.open(PAGE)
    expect(lucia_s.page.get_by_role("group", name="Marketing account slots", exact=True)).to_have_text(text)
    lucia_s.open("/homepage")

    expect(lucia_s.page.get_by_role("group", name="Unlinks left", exact=True)).to_have_text(text)


def test_rows_out_of_sight_are_not_in_the_page(mock_world: World, lucia_s: Tab) -> None:
    mock_world.fault("GET", PAGE, do="virtual_list", size=3)
    mock_world.fault("POST", SEARCH, do="paginate", size=100)
    lucia_s.open(PAGE)
    rows = lucia_s.search("a").locator("tr[data-row-key]")
    first = str(rows.first.get_attribute("data-row-key"))

    lucia_s.page.locator(".link-dialog .theme-arco-table-scroll").evaluate("box => { box.scrollTop = 9999; }")

    expect(rows.first).not_to_have_attribute("data-row-key", first)
    expect(rows).to_have_count(3)


def test_a_row_in_sight_is_as_alive_as_ever(mock_world: World, lucia_s: Tab) -> None:
    mock_world.fault("GET", PAGE, do="virtual_list", size=2)
    lucia_s.open(PAGE)
    dialog = lucia_s.search("a")
    dialog.locator(".theme-arco-table-scroll").evaluate("box => { box.scrollTop = 9999; }")
    last = dialog.locator("tr[data-row-key]").last

    last.locator("label").click()
    dialog.get_by_role("button", name="Next", exact=True).click()

    expect(dialog.get_by_role("list", name="Eligibility check", exact=True)).to_be_visible()


def test_attacking_names_are_only_text(mock_world: World, lucia_s: Tab) -> None:
    mock_world.fault("GET", LINKS, do="hostile_names")

    lucia_s.open(PAGE)

    expect(lucia_s.page.get_by_role("cell", name="<script>alert(1)</script>", exact=True)).to_be_visible()
    assert lucia_s.noise == []


@pytest.mark.parametrize(
    ("verb", "english", "chinese"),
    [
        ("suspended", "Your shop is suspended", "店铺已被停用"),
        ("kick_session", "You were logged out", "你已退出登录"),
    ],
)
def test_a_stop_is_a_page_of_its_own(mock_world: World, tab_in: Tab, verb: str, english: str, chinese: str) -> None:
    tab_in.log_in(*LUCIA)
    mock_world.fault("GET", "/homepage", do=verb)

    tab_in.open("/homepage")

    expect(tab_in.named("heading", english, chinese)).to_be_visible()
    assert tab_in.disorder() == []


def test_the_browser_follows_to_the_other_region_as_a_stranger(mock_world: World, lucia_s: Tab) -> None:
    mock_world.fault("GET", "/homepage", do="region_redirect", region="GB")

    lucia_s.open("/homepage")

    asked = mock_world.requests("GET", "/homepage")[-1]
    assert "seller-gb.localhost" in lucia_s.page.url
    assert (asked["headers_seen"]["host"].split(":")[0], asked["session"]) == ("seller-gb.localhost", None)
