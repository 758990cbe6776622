"""What makes the real pages hard for programs, seen from outside; docs/portal.md lists it with its tests."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from portal_tab import Tab
from portal_visitor import GLOBAL, LUCIA, SEARCH, SWITCH, TH, eventually

from mock_portal.client import World

LIST = "/profile/linked-accounts"
OPEN = "Link new marketing account"


@pytest.fixture
def desk(tab: Tab) -> Tab:
    """Lucia's tab, before any page is opened: faults are set first."""
    tab.log_in(*LUCIA)
    return tab


def opener(tab: Tab) -> Locator:
    return tab.named("button", OPEN, "")


def opens(tab: Tab) -> bool:
    """Whether a press in the middle of the button opens its dialog."""
    box = opener(tab).bounding_box()
    assert box
    tab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return tab.page.get_by_role("dialog").count() > 0


def test_classes_change_with_every_build(mock_world: World, desk: Tab) -> None:
    seen = []
    for seed in (11, 12):
        mock_world.reset(seed=seed)
        desk.log_in(*LUCIA)
        desk.open(LIST)
        seen.append(set(str(desk.page.locator(".panel-head").get_attribute("class")).split()))

    assert {name[:3] for name in seen[0] ^ seen[1]} == {"sc-"}


@pytest.mark.parametrize(
    ("path", "opened_by", "popup"),
    [
        ("/homepage", "#switch-shop", ".core-select-popup"),
        ("/compass/data-overview", ".compass-dates input >> nth=0", ".picker"),
        ("/compass/product-analysis", ".core-cascader", ".core-cascader-popup"),
        ("/account-health", "[role=combobox] >> nth=0", ".m4b-select-popup >> visible=true"),
    ],
)
def test_what_pops_up_stands_at_the_end_of_the_body(desk: Tab, path: str, opened_by: str, popup: str) -> None:
    desk.open(path)

    desk.page.locator(opened_by).click()

    expect(desk.page.locator(popup)).to_be_visible()
    assert desk.page.locator(popup).evaluate("one => one.parentElement === document.body")


def test_a_closed_dialog_stays_in_the_document(desk: Tab) -> None:
    desk.open(LIST)
    opener(desk).click()

    desk.named("button", "Cancel", "").click()

    expect(desk.page.locator("[data-tid=m4b_modal_mask]")).to_be_hidden()
    expect(desk.page.locator("[data-tid=m4b_modal_mask]")).to_have_count(1)


def test_a_mask_outlives_its_dialog(mock_world: World, desk: Tab) -> None:
    mock_world.fault("GET", LIST, do="mask_stays")
    desk.open(LIST)
    opener(desk).click()
    desk.named("button", "Cancel", "").click()

    with pytest.raises(PlaywrightTimeout, match="intercepts pointer events"):
        opener(desk).click(timeout=400)

    expect(desk.page.get_by_role("dialog")).to_be_hidden()


def test_a_mask_can_go_a_moment_later(mock_world: World, desk: Tab) -> None:
    mock_world.fault("GET", LIST, do="mask_stays", seconds=0.3)
    desk.open(LIST)
    opener(desk).click()
    desk.named("button", "Cancel", "").click()
    expect(desk.page.locator("[data-tid=m4b_modal_mask]")).to_be_visible()

    opener(desk).click()

    expect(desk.page.get_by_role("dialog")).to_be_visible()


def test_a_small_spinner_never_vanishes(desk: Tab) -> None:
    desk.open(LIST)

    desk.page.get_by_role("cell", name="@casa.aurora.live", exact=True).wait_for()
    desk.settle()

    expect(desk.page.locator(".core-spin-small")).to_be_visible()


def test_on_paging_the_old_rows_stay_while_the_pager_is_ahead(mock_world: World, desk: Tab) -> None:
    desk.open(LIST)
    dialog = desk.search("cocina")
    before = dialog.locator("[data-row-key]").all_inner_texts()
    mock_world.fault("POST", SEARCH, do="delay_before_commit", seconds=0.5)

    desk.named("button", "Next page", "", dialog).click()

    expect(dialog.locator("[aria-current=page]")).to_have_text("2")
    assert dialog.locator("[data-row-key]").all_inner_texts() == before


def test_a_text_of_the_last_column_is_there_twice(desk: Tab) -> None:
    desk.open(LIST)
    cell = desk.page.locator("td.core-table-col-fixed-right").first
    cell.wait_for()

    assert str(cell.text_content()).count("Unlink") == 2
    expect(cell.get_by_role("button")).to_have_count(1)


def test_an_input_can_take_keys_and_nothing_else(mock_world: World, desk: Tab) -> None:
    mock_world.fault("GET", LIST, do="typed_only", selector="[data-tid=m4b_input_search]")
    desk.open(LIST)
    opener(desk).click()
    box = desk.named("textbox", "Username or nickname", "")
    box.fill("cocina.conluz")
    expect(box).to_have_value("")
    box.evaluate("box => { box.value = 'cocina.conluz'; }")
    expect(box).to_have_value("")

    box.press_sequentially("cocina.conluz")
    desk.named("button", "Search", "").click()

    expect(desk.page.get_by_role("radio", name="@cocina.conluz", exact=True)).to_have_count(1)


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("way", "sign"),
    [
        ("attribute", "[disabled]"),
        ("aria", "[aria-disabled=true]"),
        ("class", ".theme-arco-btn-disabled"),
        ("pointer", "[style*=pointer-events]"),
    ],
)
def test_there_are_four_ways_to_be_dead(mock_world: World, desk: Tab, way: str, sign: str) -> None:
    mock_world.fault("GET", LIST, do="disabled_for", selector=".panel-head .theme-arco-btn", seconds=60, way=way)
    desk.page.clock.install()
    desk.open(LIST)
    held = desk.page.locator(f".panel-head .theme-arco-btn{sign}")
    held.wait_for()

    opened_early = opens(desk)

    assert not opened_early
    desk.page.clock.fast_forward("01:00")
    expect(held).to_have_count(0)
    assert opens(desk)


@pytest.mark.sample(2)
@pytest.mark.parametrize(("way", "dead"), [("attribute", True), ("aria", True), ("class", False), ("pointer", False)])
def test_two_of_them_are_told_to_nobody(mock_world: World, desk: Tab, way: str, dead: bool) -> None:  # noqa: FBT001 - a column of the table
    mock_world.fault("GET", LIST, do="disabled_for", selector=".panel-head .theme-arco-btn", seconds=30, way=way)
    desk.open(LIST)
    opener(desk).wait_for()

    assert eventually(lambda: opener(desk).is_disabled(), 0.5) is dead


def test_what_the_pointer_goes_through_still_hears_the_keyboard(mock_world: World, desk: Tab) -> None:
    selector = ".panel-head .theme-arco-btn"
    mock_world.fault("GET", LIST, do="disabled_for", selector=selector, seconds=30, way="pointer")
    desk.open(LIST)
    desk.page.locator(f"{selector}[style*=pointer-events]").wait_for()

    opener(desk).press("Enter")

    expect(desk.page.get_by_role("dialog")).to_be_visible()


def test_a_page_that_leads_away_interrupts_who_is_on_the_way(mock_world: World, desk: Tab) -> None:
    mock_world.fault("GET", "/homepage", do="leads_away", url="/order", seconds=2)
    mock_world.fault("GET", LIST, do="delay_before_commit", seconds=5)
    desk.open("/homepage")
    desk.named("heading", "Home", "首页").click()  # a browser lets a page lead away from a goto only after a touch

    with pytest.raises(PlaywrightError, match="ERR_ABORTED"):
        desk.open(LIST)

    expect(desk.named("heading", "Orders", "订单")).to_be_visible()


def test_who_asks_for_a_page_can_arrive_at_another(mock_world: World, desk: Tab) -> None:
    mock_world.fault("GET", "/homepage", do="leads_away", url="/order", seconds=0)

    desk.open("/homepage")

    desk.page.wait_for_url("**/order")
    expect(desk.named("heading", "Orders", "订单")).to_be_visible()


@pytest.fixture
def by_region(mock_world: World, example_world: str, tab: Tab) -> Tab:
    """Mei's tab at the British host of a site that has a host for each region; her login begins in that shop."""
    mock_world.reset(world=f"{example_world}\n[site]\nregion_hosts = true\n")
    tab.log_in(*GLOBAL)
    token = next(one["value"] for one in tab.page.context.cookies() if one.get("name") == "sessionid")
    tab.origin = f"http://seller-gb.localhost:{mock_world.origin.rpartition(':')[2]}"
    tab.page.context.add_cookies([{"name": "sessionid", "value": str(token), "url": tab.origin}])
    return tab


@pytest.fixture
def led_on(mock_world: World, by_region: Tab) -> Tab:
    """The same after her session has turned to the shop in Thailand."""
    by_region.page.context.request.post(f"{mock_world.origin}{SWITCH}", data={"shop_id": TH})
    return by_region


def test_a_session_of_another_region_is_led_to_its_own_host(by_region: Tab) -> None:
    by_region.open("/homepage")
    assert "seller-gb.localhost" in by_region.page.url
    by_region.named("button", "Switch shop", "").click()

    by_region.page.get_by_role("option").filter(has_text="Siam Glow TH").click()

    by_region.page.wait_for_url("http://seller-th.localhost:*/homepage?shop_region=TH")
    expect(by_region.page.locator("[data-shop-region]")).to_have_attribute("data-shop-region", "TH")


def test_it_finds_there_what_it_asked_for(led_on: Tab) -> None:
    led_on.open(f"{LIST}?tab=official")

    led_on.page.wait_for_url(f"http://seller-th.localhost:*{LIST}?tab=official&lang=en&shop_region=TH")
    expect(led_on.named("tab", "Official account", "")).to_have_attribute("aria-selected", "true")


def test_a_ticket_to_another_host_is_used_once(mock_world: World, led_on: Tab) -> None:
    led_on.open("/homepage")
    used = mock_world.requests("GET", "/passport/sso/callback")[0]["query"]

    led_on.page.context.clear_cookies()
    led_on.page.goto(f"{mock_world.origin}/passport/sso/callback?{used}")

    expect(led_on.named("heading", "Log in", "登录")).to_be_visible()


def test_an_address_without_a_region_is_at_home_everywhere(mock_world: World, by_region: Tab) -> None:
    by_region.origin = mock_world.origin
    by_region.log_in(*GLOBAL)

    by_region.open("/homepage")

    assert by_region.page.url.startswith(f"{mock_world.origin}/homepage")
    assert eventually(lambda: mock_world.requests("GET", "/homepage"))
