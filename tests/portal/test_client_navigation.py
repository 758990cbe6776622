"""The build whose menu changes the page in place: no load, the address first, and nothing of the page before."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LUCIA, NOVA

from mock_portal.client import World

OVERVIEW = "/api/v1/seller/shop/overview"
HEADINGS = {
    "Orders": "订单",
    "Data Compass": "数据罗盘",
    "Account health": "账号健康",
    "Content self-check": "内容自检",
    "Notification center": "消息中心",
    "Help center": "帮助中心",
}


@pytest.fixture
def newest(tab_in: Tab) -> Tab:
    """Somebody of the newest build, among the orders, in a document that is marked."""
    tab_in.log_in(*NOVA)
    tab_in.open("/order")
    tab_in.named("heading", "Orders", "订单").wait_for()
    tab_in.page.evaluate("window.mark = 'the same document'")
    return tab_in


def go(tab: Tab, english: str, chinese: str) -> None:
    tab.named("navigation", "Main menu", "主菜单").get_by_role(
        "link", name=tab.say(english, chinese), exact=True
    ).click()


def test_every_entry_comes_without_a_load(newest: Tab) -> None:
    for english, chinese in (*HEADINGS.items(), ("Data Compass", "数据罗盘"), ("Orders", "订单")):
        go(newest, english, chinese)
        expect(newest.page.locator("h1")).to_have_text(newest.say(english, chinese))
        newest.settle()

    assert newest.page.evaluate("window.mark") == "the same document"
    assert (newest.noise, newest.nameless(), newest.page.get_by_role("alert").count()) == ([], [], 0)


def test_no_entry_of_the_menu_breaks_the_others(newest: Tab) -> None:
    menu = newest.named("navigation", "Main menu", "主菜单").locator("a:not([href='/homepage'])")
    paths = [str(one.get_attribute("href")) for one in menu.all()]

    for path in paths + paths[::-1]:
        newest.page.locator(f'nav a[href="{path}"]').click()
        expect(newest.page.locator(f'main[data-path="{path}"] h1').first).to_be_visible()

    newest.settle()
    assert (newest.page.evaluate("window.mark"), newest.noise) == ("the same document", [])


def test_a_page_that_comes_in_place_is_alive(newest: Tab) -> None:
    for _ in range(2):
        go(newest, "Orders", "订单")
        go(newest, "Data Compass", "数据罗盘")
        newest.page.get_by_test_id("time-selector-last-28-days").click()

    expect(newest.page.get_by_test_id("time-selector-last-28-days")).to_have_attribute("aria-pressed", "true")
    expect(newest.page.locator(".zep-table-row")).to_have_count(28)


def test_the_address_is_new_before_the_page_is(mock_world: World, newest: Tab) -> None:
    mock_world.fault("GET", "/compass/data-overview", do="delay_before_commit", seconds=0.6)

    go(newest, "Data Compass", "数据罗盘")

    expect(newest.page).to_have_url(f"{newest.origin}/compass/data-overview")
    expect(newest.page.locator("h1")).to_have_text(newest.say("Orders", "订单"))
    expect(newest.page.locator("h1")).to_have_text(newest.say("Data Compass", "数据罗盘"))


def test_back_brings_the_page_before(newest: Tab) -> None:
    go(newest, "Account health", "账号健康")
    expect(newest.page.locator("h1")).to_have_text(newest.say("Account health", "账号健康"))

    newest.page.go_back()

    expect(newest.page.locator("h1")).to_have_text(newest.say("Orders", "订单"))
    assert newest.page.evaluate("window.mark") == "the same document"


def test_only_the_chosen_entry_is_marked(newest: Tab) -> None:
    go(newest, "Help center", "帮助中心")
    expect(newest.page.locator("h1")).to_have_text(newest.say("Help center", "帮助中心"))

    expect(newest.page.locator(".p-menu-item-selected")).to_have_text(newest.say("Help center", "帮助中心"))


def test_an_answer_to_a_page_that_is_gone_is_dropped(mock_world: World, newest: Tab) -> None:
    mock_world.fault("GET", OVERVIEW, do="delay_before_commit", seconds=1)
    with newest.page.expect_request(f"**{OVERVIEW}"):
        go(newest, "Home", "首页")
    with newest.page.expect_response(f"**{OVERVIEW}"):
        newest.page.go_back()

    expect(newest.page.locator("h1")).to_have_text(newest.say("Orders", "订单"))
    expect(newest.page.get_by_role("alert")).to_have_count(0)


def test_the_header_lives_on(mock_world: World, newest: Tab) -> None:
    mock_world.reset(counting="nonce")
    newest.log_in(*NOVA)
    newest.open("/order")
    go(newest, "Account health", "账号健康")
    expect(newest.page.locator("h1")).to_have_text(newest.say("Account health", "账号健康"))

    newest.named("button", "Switch shop", "切换店铺").click()
    newest.page.get_by_role("option").click()

    newest.page.wait_for_url("**/homepage?shop_region=MX")
    expect(newest.page.get_by_role("dialog")).to_be_visible()


def test_a_dead_session_ends_in_the_shop_window(mock_world: World, newest: Tab) -> None:
    mock_world.expire("7480000000000000003")

    go(newest, "Account health", "账号健康")

    expect(newest.page.get_by_role("link", name="Join now", exact=True)).to_be_visible()
    expect(newest.page).to_have_url(f"{newest.origin}/account-health")


def test_the_other_builds_load_their_pages(tab: Tab) -> None:
    tab.log_in(*LUCIA)
    tab.open("/order")
    tab.page.evaluate("window.mark = 'the same document'")

    go(tab, "Data Compass", "数据罗盘")

    expect(tab.page.locator("h1")).to_have_text("Data Compass")
    assert tab.page.evaluate("window.mark") is None
