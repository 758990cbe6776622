"""The showcase's screens, in each language and on both widths, with the traps of the real dialog."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LUCIA

from mock_portal.client import World

SHOWCASE, OVERVIEW = "/streamer/showcase/product/list", "/product/showcase"
NO_AFFILIATE = (
    "This is not an affiliate product. Contact the seller to register it in the affiliate programme.",
    "此商品不是联盟营销商品。请联系卖家，以将其注册到联盟计划中。",  # noqa: RUF001 - the comma is Chinese
)


@pytest.fixture
def showcase(tab_in: Tab) -> Tab:
    tab_in.enter_as_creator("casa.aurora.live")
    tab_in.open(SHOWCASE)
    tab_in.settle()
    return tab_in


@pytest.fixture
def dialog(showcase: Tab) -> Tab:
    showcase.page.locator("#add").click()
    return showcase


@pytest.fixture
def picker(dialog: Tab) -> Tab:
    """The dialog at the shop's products."""
    dialog.named("tab", "Add from shop", "从店铺添加").click()
    dialog.settle()
    return dialog


def turn(tab: Tab, english: str, chinese: str) -> None:
    tab.named("button", english, chinese, tab.page.get_by_role("dialog")).click()
    tab.settle()


def submit(tab: Tab) -> None:
    tab.page.get_by_role("dialog").get_by_role("button", name=tab.say("Add product", "添加商品"), exact=True).click()


def test_its_screen_is_in_order(showcase: Tab) -> None:
    expect(showcase.named("heading", "Product showcase", "商品橱窗")).to_be_visible()
    expect(showcase.page.locator("#counter")).to_contain_text("3")
    expect(showcase.named("group", "Added today", "今日已添加")).to_contain_text("6/50")
    assert showcase.disorder() == []


def test_page_and_dialog_share_a_button_s_text(dialog: Tab) -> None:
    same = dialog.page.get_by_role("button", name=dialog.say("Add product", "添加商品"), exact=True)

    expect(same).to_have_count(2)
    assert dialog.disorder() == []


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

    expect(dialog.page.get_by_role("alert")).to_have_text(dialog.say(*NO_AFFILIATE))
    expect(dialog.named("button", "Add product", "添加商品", box)).to_be_disabled()


def test_products_are_chosen_from_the_shop(picker: Tab, mock_world: World) -> None:
    assert picker.disorder() == []
    picker.page.get_by_role("checkbox", name="Molcajete", exact=True).check()
    picker.page.get_by_role("checkbox", name="Cafetera italiana", exact=True).check()

    submit(picker)

    expect(picker.page.locator("#counter")).to_contain_text("5")
    assert mock_world.effects("showcase_add") == 2


def test_what_is_chosen_stays_chosen_while_pages_turn(picker: Tab) -> None:
    molcajete = picker.page.get_by_role("checkbox", name="Molcajete", exact=True)
    molcajete.check()

    turn(picker, "Next page", "下一页")
    expect(molcajete).to_have_count(0)
    turn(picker, "Previous page", "上一页")

    expect(molcajete).to_be_checked()
    expect(picker.page.locator(".showcase-chosen")).to_contain_text("1")


def test_a_page_of_the_shop_can_be_longer(picker: Tab) -> None:
    rows = picker.named("table", "Add from shop", "从店铺添加").locator("[data-row-key]")
    expect(rows).to_have_count(10)

    picker.named("combobox", "Page size", "每页条数").click()
    twenty = picker.say("{n}/Page", "{n}/页").replace("{n}", "20")
    picker.page.get_by_role("option", name=twenty, exact=True).click()
    picker.settle()

    expect(rows).to_have_count(11)
    expect(picker.page.get_by_role("listbox")).to_be_hidden()


def test_only_what_is_named_like_the_search_is_shown(showcase: Tab) -> None:
    rows = showcase.named("table", "Product showcase", "商品橱窗").locator("[data-row-key]")

    showcase.named("textbox", "Search products", "搜索商品").fill("olla")
    expect(rows).to_have_count(1)

    expect(rows).to_have_attribute("data-row-key", "1729400000000000002")
    expect(showcase.page.locator("#counter")).to_contain_text("3")
    assert "1729400000000000002" not in rows.inner_html()


def test_a_second_link_overtakes_the_first_one(dialog: Tab) -> None:
    box, field = dialog.page.get_by_role("dialog"), dialog.named("textbox", "Link of the product", "商品链接地址")
    fetch = dialog.named("button", "Product link", "商品链接", box)
    field.fill("1729400000000000012")
    fetch.click()

    field.fill("1729400000000000005")
    fetch.click()

    expect(box.locator("[data-row-key]")).to_have_attribute("data-row-key", "1729400000000000005")
    expect(dialog.named("button", "Add product", "添加商品", box)).to_be_enabled()
    expect(dialog.page.get_by_role("alert")).to_have_count(0)


def test_a_link_that_leads_nowhere_is_said(dialog: Tab) -> None:
    dialog.named("textbox", "Link of the product", "商品链接地址").fill("https://shop.example/none")

    dialog.named("button", "Product link", "商品链接", dialog.page.get_by_role("dialog")).click()

    expect(dialog.page.get_by_role("alert")).to_have_text(dialog.say("No product is found.", "未找到商品。"))


def test_the_list_has_pages(tab: Tab, mock_world: World) -> None:
    mock_world.fault("GET", "/api/v1/streamer_desktop/*", do="paginate", size=2, times=None)
    tab.enter_as_creator("casa.aurora.live")
    tab.open(SHOWCASE)
    tab.settle()

    tab.page.get_by_role("button", name="Next page", exact=True).click()
    tab.settle()

    expect(tab.page.get_by_role("table").locator("[data-row-key]")).to_have_text([re.compile("Juego de cuchillos")])


def test_a_product_is_taken_out_after_a_question(showcase: Tab, mock_world: World) -> None:
    showcase.page.get_by_role("button", name=f"{showcase.say('Remove', '移除')} Olla de barro", exact=True).click()

    showcase.named("button", "Remove from showcase", "从橱窗移除").click()

    expect(showcase.page.locator("#counter")).to_contain_text("2")
    assert mock_world.effects("showcase_remove") == 1


def test_the_seller_s_overview_is_in_order(tab_in: Tab) -> None:
    tab_in.log_in(*LUCIA)
    tab_in.open("/homepage")
    tab_in.named("link", "Showcase overview", "橱窗概览").click()

    table = tab_in.named("table", "Showcase overview", "橱窗概览")

    expect(table).to_contain_text("6/50")
    assert tab_in.page.url.endswith(OVERVIEW)
    assert tab_in.disorder() == []


def test_a_list_without_pages_holds_the_rows_in_sight_and_gets_more_on_the_way(
    tab: Tab, mock_world: World, example_world: str
) -> None:
    product = '\n[[product]]\nid = "18{n:017}"\nshop = "7495000000000000011"\ntitle = "Plato {n}"\nprice = "9.90"\n'
    item = '\n[[showcase_item]]\nid = "99{n:017}"\naccount = "casa.aurora.live"\nproduct = "18{n:017}"\n'
    rows = "".join((product + item + "at_hours_ago = 300\n").format(n=n) for n in range(77))
    mock_world.reset(world=f'{example_world}\n[site]\nshowcase_list = "virtual"\n{rows}')
    tab.enter_as_creator("casa.aurora.live")
    tab.open(SHOWCASE)

    expect(tab.page.locator("#items [data-row-key]")).to_have_count(10)
    expect(tab.page.locator("#counter")).to_contain_text("80")
    body = tab.page.locator("#items [tabindex]")
    body.evaluate("(one) => { one.scrollTop = one.scrollHeight; }")
    expect(tab.page.locator('#items [role="table"]')).to_have_attribute("aria-rowcount", "81")
    body.evaluate("(one) => { one.scrollTop = one.scrollHeight; }")
    expect(tab.page.get_by_text("Plato 0", exact=True)).to_be_visible()
    expect(tab.page.locator("#items [data-row-key]")).to_have_count(10)
