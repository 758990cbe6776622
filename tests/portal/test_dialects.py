"""Small habits of the real widgets that a page object must know: names, roles, states, spaces."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LINKS, LUCIA

from mock_portal.client import World

LIST = "/profile/linked-accounts"


@pytest.fixture
def desk(tab_in: Tab) -> Tab:
    """Lucia's tab in each language."""
    tab_in.log_in(*LUCIA)
    return tab_in


def test_the_cross_is_called_close_in_every_language(desk: Tab) -> None:
    desk.open(LIST)
    desk.named("button", "Link new marketing account", "绑定新的TikTok账号").click()

    cross = desk.page.get_by_role("dialog").get_by_role("button", name="Close", exact=True)

    expect(cross).to_have_text("")
    assert cross.evaluate("one => one.tagName") == "SPAN"


def test_a_dialog_is_called_like_the_button_that_opened_it(desk: Tab) -> None:
    desk.open(LIST)
    title = desk.say("Link new marketing account", "绑定新的TikTok账号")

    desk.page.get_by_role("button", name=title, exact=True).click()

    expect(desk.page.get_by_text(title, exact=True)).to_have_count(2)


def test_esc_closes_a_dialog_and_a_click_on_its_mask_does_not(desk: Tab) -> None:
    desk.open(LIST)
    desk.named("button", "Link new marketing account", "绑定新的TikTok账号").click()
    box = desk.page.get_by_role("dialog")
    desk.page.mouse.click(5, 5)
    expect(box).to_be_visible()

    box.get_by_role("textbox").press("Escape")

    expect(box).to_be_hidden()


def test_a_click_on_an_open_group_closes_it(desk: Tab) -> None:
    desk.open("/order")
    group = desk.named("button", "My account", "我的账号")
    group.click()
    expect(desk.named("link", "Shop profile", "店铺资料")).to_be_visible()

    group.click()

    expect(group).to_have_attribute("aria-expanded", "false")
    expect(desk.named("link", "Shop profile", "店铺资料")).to_be_hidden()


def test_an_old_message_is_still_there_when_the_next_one_comes(mock_world: World, desk: Tab) -> None:
    desk.open(LIST)
    desk.settle()
    mock_world.fault("GET", LINKS, do="status_before_commit", code=502, times=2)

    for english, chinese in (("Official account", "绑定官方经营账号"), ("Marketing accounts", "渠道经营账号")):
        desk.named("tab", english, chinese).click()

    expect(desk.page.get_by_role("alert")).to_have_count(2)


def test_descriptions_are_a_table(desk: Tab) -> None:
    desk.open("/profile/seller-profile")

    table = desk.named("table", "Shop profile", "店铺资料")

    expect(table.get_by_role("row")).to_have_count(6)
    expect(desk.page.locator("[data-row-key]")).to_have_count(0)


def test_the_word_captcha_is_on_every_page(desk: Tab) -> None:
    desk.open("/order")

    assert "captcha" in desk.page.content()
    expect(desk.page.locator(".captcha-verify-container")).to_have_count(0)


def test_the_app_s_buttons_know_no_disabled_attribute(tab_in: Tab) -> None:
    tab_in.enter_as_creator("casa.aurora.live")
    tab_in.open("/m/link-info")
    buttons = tab_in.page.locator("button.TUXButton")
    buttons.first.wait_for()

    assert all(one.get_attribute("aria-disabled") in {"true", "false"} for one in buttons.all())
    assert not any(one.get_attribute("disabled") for one in buttons.all())


def test_spaces_stand_where_they_like(tab: Tab) -> None:
    tab.lang = "zh"
    tab.log_in(*LUCIA)
    tab.open("/compass/data-overview")

    seven, twenty_eight = (tab.page.get_by_test_id(f"time-selector-last-{days}-days") for days in (7, 28))

    expect(seven).to_have_text("最近 7 天")
    assert twenty_eight.inner_text() == "最近28天"


def test_one_page_mixes_the_dialects(desk: Tab) -> None:
    desk.open(LIST)
    desk.settle()

    for prefix in ("theme-arco-", "core-", "p-menu"):
        assert desk.page.locator(f"[class*='{prefix}']").count()
    assert desk.page.locator("[data-tid=m4b_button]").count()
