"""The showcase's screens, in each language and on both widths, with the traps of the real dialog."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LUCIA

from mock_portal.client import World

SHOWCASE, OVERVIEW = "/streamer/showcase/product/list", "/product/showcase"


@pytest.fixture
def showcase(tab_of: Tab) -> Tab:
    tab_of.enter_as_creator("casa.aurora.live")
    tab_of.open(SHOWCASE)
    tab_of.settle()
    return tab_of


@pytest.fixture
def dialog(showcase: Tab) -> Tab:
    showcase.page.locator("#add").click()
    return showcase


def submit(tab: Tab) -> None:
    tab.page.get_by_role("dialog").get_by_role("button", name=tab.say("Add product", "添加商品"), exact=True).click()


def test_its_screen_is_in_order(showcase: Tab) -> None:
    expect(showcase.named("heading", "Product showcase", "商品橱窗")).to_be_visible()
    expect(showcase.page.locator("#counter")).to_contain_text("3")
    expect(showcase.named("group", "Added today", "今日已添加")).to_contain_text("6/50")
    assert (showcase.nameless(), showcase.too_wide(), showcase.noise) == ([], 0, [])


def test_page_and_dialog_share_a_button_s_text(dialog: Tab) -> None:
    same = dialog.page.get_by_role("button", name=dialog.say("Add product", "添加商品"), exact=True)

    expect(same).to_have_count(2)
    assert (dialog.nameless(), dialog.too_wide(), dialog.noise) == ([], 0, [])


def test_a_product_comes_by_its_link_and_the_dialog_stays_open(dialog: Tab, mock_world: World) -> None:
    box = dialog.page.get_by_role("dialog")
    dialog.named("textbox", "Link of the product", "商品链接地址").fill("https://shop.example/1729400000000000005")

    dialog.named("button", "Product link", "商品链接", box).click()
    expect(box.locator("[data-row-key]")).to_contain_text("Molcajete")
    submit(dialog)

    expect(dialog.page.locator("#counter")).to_contain_text("4")
    expect(box).to_be_visible()
    assert mock_world.effects("showcase_add") == 1


def test_what_is_no_affiliate_product_leaves_the_button_dead(dialog: Tab) -> None:
    box = dialog.page.get_by_role("dialog")
    dialog.named("textbox", "Link of the product", "商品链接地址").fill("1729400000000000012")

    dialog.named("button", "Product link", "商品链接", box).click()

    expect(dialog.page.get_by_role("alert")).to_be_visible()
    expect(dialog.named("button", "Add product", "添加商品", box)).to_be_disabled()


def test_products_are_chosen_from_the_shop(dialog: Tab, mock_world: World) -> None:
    dialog.named("tab", "Add from shop", "从店铺添加").click()
    dialog.settle()
    dialog.page.get_by_role("checkbox", name="Molcajete", exact=True).check()
    dialog.page.get_by_role("checkbox", name="Cafetera italiana", exact=True).check()

    submit(dialog)

    expect(dialog.page.locator("#counter")).to_contain_text("5")
    assert mock_world.effects("showcase_add") == 2


def test_a_product_is_taken_out_after_a_question(showcase: Tab, mock_world: World) -> None:
    showcase.page.get_by_role("button", name=f"{showcase.say('Remove', '移除')} Olla de barro", exact=True).click()

    showcase.named("button", "Remove from showcase", "从橱窗移除").click()

    expect(showcase.page.locator("#counter")).to_contain_text("2")
    assert mock_world.effects("showcase_remove") == 1


def test_the_seller_s_overview_is_in_order(tab_of: Tab) -> None:
    tab_of.log_in(*LUCIA)
    tab_of.open(OVERVIEW)

    table = tab_of.named("table", "Showcase overview", "橱窗概览")

    expect(table).to_contain_text("6/50")
    assert (tab_of.nameless(), tab_of.too_wide(), tab_of.noise) == ([], 0, [])
