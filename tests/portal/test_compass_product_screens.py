"""Product analysis and the fan portrait in a browser: recycled rows, a second column under the pointer, own states."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect
from portal_tab import Tab
from portal_visitor import LUCIA, account_id, eventually

from mock_portal.client import World

PAGE, REPORT = "/compass/product-analysis", f"/compass/creator-report?account_id={account_id(2)}"
SLOW = "/api/v1/insights/seller/product/list"


@pytest.fixture
def products(tab_in: Tab) -> Tab:
    tab_in.log_in(*LUCIA)
    tab_in.open(PAGE)
    rows(tab_in).first.wait_for()
    tab_in.settle()
    return tab_in


@pytest.fixture
def desk(tab: Tab) -> Tab:
    """The same in English and wide."""
    tab.log_in(*LUCIA)
    tab.open(PAGE)
    rows(tab).first.wait_for()
    tab.settle()
    return tab


def rows(tab: Tab) -> Locator:
    return tab.page.locator(".zep-table-row")


def scroll(tab: Tab, to: int) -> None:
    tab.page.locator(".zep-table-scroll").evaluate("(box, to) => { box.scrollTop = to; }", to)


def seen_while_scrolling(tab: Tab) -> set[str]:
    """The keys of all rows that come by on the way to the end."""
    keys: set[str] = set()
    end, to = tab.page.get_by_text("No more products", exact=True), 0
    while not end.is_visible() or to < 6000:
        keys |= set(rows(tab).evaluate_all("rows => rows.map((row) => row.dataset.rowKey)"))
        to += 200
        scroll(tab, to)
    return keys


def test_the_screen_is_in_order(products: Tab) -> None:
    expect(products.page.locator(".compass-tab-active")).to_have_text(products.say("Product analytics", "商品分析"))
    assert products.disorder() == []


def test_rows_are_few_and_used_again(desk: Tab) -> None:
    first = rows(desk).first
    key = str(first.get_attribute("data-row-key"))
    held = first.element_handle()

    scroll(desk, 400)

    expect(desk.page.locator(f'[data-row-key="{key}"]')).to_have_count(0)
    assert held.evaluate("row => row.isConnected && row.dataset.rowKey") != key
    assert rows(desk).count() <= 10


def test_whoever_scrolls_to_the_end_has_seen_every_product(mock_world: World, desk: Tab) -> None:
    sold = {one["id"] for one in mock_world.state()["product"] if one["shop"] == "7495000000000000011"}

    seen = seen_while_scrolling(desk)

    assert seen == sold
    assert desk.noise == []


def test_the_header_tells_its_order_before_the_rows(mock_world: World, desk: Tab) -> None:
    before = rows(desk).all_inner_texts()
    mock_world.fault("GET", SLOW, do="delay_before_commit", seconds=0.5)

    desk.named("button", "GMV", "GMV").click()

    expect(desk.page.locator("[role=columnheader][aria-sort=descending]")).to_have_count(1)
    assert rows(desk).all_inner_texts() == before
    assert eventually(lambda: rows(desk).all_inner_texts() != before)


def test_the_second_column_comes_under_the_pointer_only(products: Tab) -> None:
    products.named("button", "Filter", "筛选").click()
    second = products.page.locator(".core-cascader-list").nth(1)
    products.named("menuitem", "Affiliate product", "联盟商品").dispatch_event("click")
    expect(second).to_be_hidden()

    products.named("menuitem", "Affiliate product", "联盟商品").hover()
    expect(second).to_be_visible()
    products.named("menuitem", "No", "否").click()

    chosen = f"{products.say('Affiliate product', '联盟商品')} / {products.say('No', '否')}"
    expect(products.page.locator(".core-cascader")).to_have_text(chosen)
    assert eventually(lambda: rows(products).count() == 1)


def test_a_value_that_is_set_reaches_no_state(mock_world: World, desk: Tab) -> None:
    search = desk.named("textbox", "Search by product name or ID", "")
    search.evaluate("box => { box.value = 'Molcajete'; box.dispatchEvent(new Event('input', { bubbles: true })); }")
    expect(search).to_have_value("")
    assert not [one for one in mock_world.requests("GET", SLOW) if "Molcajete" in one["query"]]

    search.press_sequentially("Molcajete")

    assert eventually(lambda: rows(desk).count() == 1)


def test_a_single_day_s_file_comes_at_once(desk: Tab) -> None:
    desk.page.get_by_test_id("time-selector-today").click()
    desk.settle()

    with desk.page.expect_download() as download:
        desk.page.get_by_test_id("export-button").click()

    assert re.fullmatch(r"product_[0-9_-]+\.xlsx", download.value.suggested_filename)


def test_the_portrait_is_in_order(tab_in: Tab) -> None:
    tab_in.log_in(*LUCIA)
    tab_in.open(REPORT)

    expect(tab_in.named("heading", "Fan portrait", "粉丝画像")).to_be_visible()
    expect(tab_in.page.locator(".fans-list")).to_have_count(5)
    expect(tab_in.page.get_by_text("Jalisco", exact=True)).to_be_visible()
    assert tab_in.disorder() == []


def test_a_creator_s_name_leads_to_the_portrait(tab_in: Tab) -> None:
    tab_in.log_in(*LUCIA)
    tab_in.open("/compass/creator-analysis")

    tab_in.page.get_by_role("link", name="@casa.aurora.live", exact=True).click()

    expect(tab_in.page.locator("#whose")).to_contain_text("@casa.aurora.live")
