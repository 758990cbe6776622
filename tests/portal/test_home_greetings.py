"""What lies over the home page of a newcomer: announcements one after the other, then a tour, each seen for good."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect
from portal_tab import Tab
from portal_visitor import GLOBAL, LUCIA, NOVA, Visitor

from mock_portal.client import World

POLICY = "Two-step verification becomes compulsory"
CAMPAIGN, NEWS = "11.28 Black Friday", "Creator analytics is here"
HIDE, TOUR = "/api/v1/seller/home/modal/hide", "/api/v1/seller/home/tour/seen"


def dialog(tab: Tab, title: str) -> Locator:
    return tab.page.get_by_role("dialog", name=title, exact=True)


def agree(tab: Tab) -> None:
    tab.named("checkbox", "I have read this", "我已阅读").click()
    tab.named("button", "I understand", "我已了解").click()


@pytest.fixture
def newcomer(tab_in: Tab) -> Tab:
    """Somebody of the newest build, at home for the first time."""
    tab_in.log_in(*NOVA)
    tab_in.open("/homepage")
    return tab_in


@pytest.fixture
def toured(newcomer: Tab) -> Tab:
    """The same, after all announcements."""
    agree(newcomer)
    dialog(newcomer, CAMPAIGN).get_by_role("button", name="Close", exact=True).click()
    newcomer.named("button", "Got it", "知道了").click()
    return newcomer


def test_announcements_come_one_after_the_other(newcomer: Tab) -> None:
    expect(newcomer.page.get_by_role("dialog")).to_have_accessible_name(POLICY)
    agree(newcomer)
    expect(newcomer.page.get_by_role("dialog")).to_have_accessible_name(CAMPAIGN)
    assert newcomer.disorder() == []

    dialog(newcomer, CAMPAIGN).get_by_role("button", name="Close", exact=True).click()

    expect(newcomer.page.get_by_role("dialog")).to_have_accessible_name(NEWS)
    assert newcomer.disorder() == []


def test_a_campaign_s_cross_has_a_name_but_no_text(mock_world: World, newcomer: Tab) -> None:
    agree(newcomer)
    cross = dialog(newcomer, CAMPAIGN).locator(".core-modal-close-icon")

    expect(cross).to_have_accessible_name("Close")
    expect(cross).to_have_text("")
    assert mock_world.effects("modal_hide") == 1


def test_a_policy_s_button_is_dead_by_its_class_alone(newcomer: Tab) -> None:
    button = newcomer.named("button", "I understand", "我已了解")
    expect(button).to_have_class(re.compile("core-btn-disabled"))

    button.click()
    newcomer.page.keyboard.press("Escape")

    expect(button).to_be_enabled()
    expect(dialog(newcomer, POLICY)).to_be_visible()


def test_what_shall_not_be_shown_again_is_not(mock_world: World, newcomer: Tab) -> None:
    agree(newcomer)
    dialog(newcomer, CAMPAIGN).get_by_role("button", name="Close", exact=True).click()
    newcomer.named("checkbox", "Don't show again", "不再提示").click()
    newcomer.named("button", "Got it", "知道了").click()
    newcomer.named("button", "Skip", "跳过").click()

    newcomer.open("/homepage")

    expect(newcomer.page.get_by_role("dialog")).to_have_accessible_name(CAMPAIGN)
    assert mock_world.effects("modal_hide") == 2


def test_the_tour_leads_from_place_to_place(mock_world: World, toured: Tab) -> None:
    for english, chinese in (("Your shop", "您的店铺"), ("Numbers every day", "每日数据")):
        toured.named("dialog", english, chinese).wait_for()
        assert toured.disorder() == []
        toured.named("button", "Next", "下一步").click()

    with toured.page.expect_response(lambda answer: answer.request.method == "POST"):
        toured.named("button", "Got it", "知道了").click()

    expect(toured.page.get_by_role("dialog")).to_have_count(0)
    expect(toured.page.locator("div.fixed.w-full")).to_have_count(0)
    assert (mock_world.effects("tour_seen"), toured.noise) == (1, [])


def test_a_tour_lies_over_the_page(toured: Tab) -> None:
    toured.named("button", "Skip", "跳过").wait_for()

    under = toured.page.evaluate("document.elementFromPoint(innerWidth - 2, innerHeight - 2).className")

    assert "fixed" in under or "core-guide-hole" in under


def test_the_tour_comes_once_for_a_login(toured: Tab) -> None:
    toured.named("button", "Skip", "跳过").click()

    toured.open("/homepage")
    dialog(toured, CAMPAIGN).get_by_role("button", name="Close", exact=True).click()
    toured.named("button", "Got it", "知道了").click()

    expect(toured.named("group", "Compliance credit score", "合规信用分")).to_have_text("92")
    expect(toured.named("dialog", "Your shop", "您的店铺")).to_have_count(0)


def test_nobody_else_is_greeted(tab: Tab) -> None:
    tab.log_in(*LUCIA)

    tab.open("/homepage")

    expect(tab.named("group", "Compliance credit score", "合规信用分")).to_have_text("92")
    expect(tab.page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.fast
def test_an_announcement_of_a_shop_is_for_its_logins(mock_world: World, example_world: str, stranger: Visitor) -> None:
    told = '[[home_modal]]\nid = "1"\nshop = "7495000000000000022"\ntitle = "Only here"\ntext = "."\n'
    mock_world.reset(world=f"{example_world}\n{told}")

    seen = ["Only here" in stranger.log_in(*who).get("/homepage").text for who in (LUCIA, GLOBAL)]

    assert seen == [False, True]


@pytest.mark.fast
def test_what_is_no_announcement_cannot_be_hidden(stranger: Visitor) -> None:
    refused = stranger.post(HIDE, modal_id="8410000000000000001").json["code"]
    stranger.log_in(*NOVA)

    assert (refused, stranger.post(HIDE, modal_id="x").json["code"]) == (98001002, 98001004)
    assert stranger.post(TOUR).json["code"] == 0
