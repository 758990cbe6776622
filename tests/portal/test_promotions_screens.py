"""The marketing tools and their forms in a browser, in each language and on both widths."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LUCIA

from mock_portal.client import World

TOOLS = "/promotion/marketing-tools"


@pytest.fixture
def tools(tab_in: Tab) -> Tab:
    tab_in.log_in(*LUCIA)
    tab_in.open(TOOLS)
    tab_in.named("table", "My promotions", "我的活动").locator("[data-row-key]").first.wait_for()
    tab_in.settle()
    return tab_in


def a_form(tab: Tab, tool: str) -> Tab:
    tab.log_in(*LUCIA)
    tab.open(f"{TOOLS}/create?tool={tool}")
    tab.named("textbox", "Name", "名称").wait_for()
    return tab


def choose_times(tab: Tab) -> None:
    """Start and end on the day that the panels offer, the end an hour later."""
    for english, chinese, hour in (("Start time", "开始时间", "10"), ("End time", "结束时间", "11")):
        tab.named("textbox", english, chinese).click()
        tab.named("combobox", "Hour", "时").select_option(hour)
        tab.named("button", "OK", "确定").click()


def test_the_tools_are_in_order(tools: Tab) -> None:
    expect(tools.page.locator("[data-row-key]")).to_have_count(4)
    assert tools.disorder() == []


def test_a_discount_is_published(mock_world: World, tab_in: Tab) -> None:
    form = a_form(tab_in, "product_discount")
    form.named("textbox", "Name", "名称").fill("Buen Fin")
    form.named("textbox", "Percentage off", "折扣百分比").fill("25")
    choose_times(form)
    form.named("button", "Select products", "选择商品").click()
    form.page.get_by_role("checkbox").nth(3).check()
    form.named("button", "Done", "完成").click()

    form.named("button", "Agree and publish", "同意并发布").click()
    form.named("button", "Confirm", "确认").click()

    form.page.wait_for_url(re.compile(f"{TOOLS}$"))
    assert mock_world.effects("promotion_create") == 1


def test_a_refusal_is_said_where_it_was_confirmed(mock_world: World, tab_in: Tab) -> None:
    form = a_form(tab_in, "live_code")

    form.named("button", "Agree and publish", "同意并发布").click()
    form.named("button", "Confirm", "确认").click()

    expect(form.page.get_by_role("alert")).to_be_visible()
    assert mock_world.effects("promotion_create") == 0


def test_a_value_that_nobody_typed_is_lost(tab_in: Tab) -> None:
    form = a_form(tab_in, "product_discount")
    percent = form.named("textbox", "Percentage off", "折扣百分比")

    percent.evaluate("(input) => { input.value = '25'; input.focus(); input.blur(); }")

    expect(percent).to_have_value("")


def test_a_promotion_is_ended_after_a_question(mock_world: World, tools: Tab) -> None:
    tools.named("table", "My promotions", "我的活动").get_by_role("button").first.click()

    tools.named("button", "Confirm", "确认").click()

    expect(
        tools.page.get_by_role("status").filter(has_text=tools.say("Promotion deactivated", "活动已停用"))
    ).to_be_visible()
    assert mock_world.effects("promotion_deactivate") == 1
