"""The screens on which a link ends, in each language and on both widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LUCIA

from mock_portal.client import World

LINKS = "/profile/linked-accounts?tab=marketing"


@pytest.fixture
def at_the_links(mock_world: World, tab_in: Tab) -> Tab:
    """Lucia's list of linked accounts, with a creator's request above it."""
    mock_world.creator("casa.aurora.live").request_unlink()
    tab_in.log_in(*LUCIA)
    tab_in.open(LINKS)
    tab_in.settle()
    return tab_in


def test_the_dialog_names_whom_it_would_unlink_and_how_often_still(at_the_links: Tab) -> None:
    tab = at_the_links
    tab.page.get_by_role("button", name=f"{tab.say('Unlink', '解绑')} @casa.aurora.live", exact=True).click()

    dialog = tab.named("dialog", "Unlink account", "解绑账号")

    expect(dialog).to_contain_text("@casa.aurora.live")
    expect(tab.named("group", "Unlinks left", "剩余解绑次数", dialog)).to_have_text("3/3")
    assert tab.disorder() == []


def test_confirmed_it_is_done_and_said(at_the_links: Tab, mock_world: World) -> None:
    tab = at_the_links
    tab.page.get_by_role("button", name=f"{tab.say('Unlink', '解绑')} @casa.aurora.live", exact=True).click()

    tab.named("button", "Confirm unlink", "确认解绑").click()

    expect(tab.page.get_by_role("status")).to_have_text(tab.say("Account unlinked", "账号已解绑"))
    expect(tab.page.locator("[data-row-key]")).to_have_count(0)
    assert mock_world.effects("unlink") == 1


def test_cancelled_nothing_happens(at_the_links: Tab, mock_world: World) -> None:
    tab = at_the_links
    tab.page.get_by_role("button", name=f"{tab.say('Unlink', '解绑')} @casa.aurora.live", exact=True).click()

    tab.named("button", "Cancel", "取消").click()

    expect(tab.named("dialog", "Unlink account", "解绑账号")).to_be_hidden()
    assert mock_world.effects("unlink") == 0


def test_what_stands_against_it_is_told_and_the_button_is_dead(tab_in: Tab, mock_world: World) -> None:
    mock_world.egress("7480000000000000001", "US")
    tab_in.log_in(*LUCIA)
    tab_in.open(LINKS)

    tab_in.page.locator(".unlink-row").click()

    expect(tab_in.named("list", "What stands against it", "无法解绑的原因")).to_be_visible()
    expect(tab_in.named("button", "Confirm unlink", "确认解绑")).to_be_disabled()


@pytest.mark.parametrize(("answer", "chinese", "left"), [("Approve", "同意", 1), ("Decline request", "拒绝申请", 0)])
def test_a_request_is_answered(at_the_links: Tab, mock_world: World, answer: str, chinese: str, left: int) -> None:
    tab = at_the_links
    said = tab.say(answer, chinese)
    tab.page.get_by_role("button", name=f"{said} @casa.aurora.live", exact=True).click()

    tab.page.get_by_role("dialog").get_by_role("button", name=said, exact=True).click()

    expect(tab.named("list", "Unlink requests", "解绑申请")).to_be_hidden()
    assert mock_world.effects("unlink") == left
    assert tab.disorder() == []


def test_the_creator_s_whole_way(phone_in: Tab, mock_world: World) -> None:
    phone_in.enter_as_creator("casa.aurora.live")
    phone_in.open("/m/inbox")
    for english, chinese in (
        ("Profile", "主页"),
        ("Showcase", "橱窗"),
        ("Your Shop", "我的店铺"),
        ("View link info", "查看绑定信息"),
    ):
        phone_in.named("link", english, chinese).click()

    phone_in.named("button", "Send unlink request", "发送解绑申请").click()
    phone_in.named("button", "Send", "发送").click()

    expect(phone_in.page.locator('[data-state="pending"]')).to_be_visible()
    assert mock_world.effects("unlink_request") == 1
    phone_in.named("button", "Withdraw request", "撤回申请").click()
    expect(phone_in.page.locator('[data-state="withdrawn"]')).to_be_visible()
