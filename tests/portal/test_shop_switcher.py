"""The list of shops: a few at once, of many one page at a time, found by name or number; and the header's chip."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from portal_tab import Tab
from portal_visitor import GB, GLOBAL, MX, SWITCH, TH, Visitor

import mock_portal
from mock_portal.client import World

SMALLER = (Path(mock_portal.__file__).parent / "worlds" / "large.toml").read_text("utf-8").replace("4000", "10")
WORLD, MEXICO = ("ops.world@example.com", "demo-world-pass"), ("ops.mexico@example.com", "demo-mexico-pass")
SHOPS = "/api/v1/seller/shop/list"
LAST = str(7_496_000_000_000_000_000 + 999 * 1_000_003)


@pytest.fixture
def busy(mock_world: World, stranger: Visitor) -> Visitor:
    """Somebody with a thousand shops."""
    mock_world.reset(world=SMALLER)
    return stranger.log_in(*WORLD)


@pytest.fixture
def many_shops(mock_world: World, tab_in: Tab) -> Tab:
    """The home page of somebody with a thousand shops."""
    mock_world.reset(world=SMALLER)
    tab_in.log_in(*WORLD)
    tab_in.open("/homepage")
    return tab_in


def opened(tab: Tab) -> Locator:
    tab.named("button", "Switch shop", "切换店铺").click()
    return tab.named("listbox", "Switch shop", "切换店铺").get_by_role("option")


def test_shops_come_in_pages_without_gaps_or_repeats(busy: Visitor) -> None:
    pages = [busy.get(f"{SHOPS}?page={page}").data for page in (1, 2, 100, 101)]

    assert [len(page["list"]) for page in pages] == [10, 10, 10, 0]
    assert {page["total"] for page in pages} == {1000}
    assert len({one["id"] for page in pages for one in page["list"]}) == 30


@pytest.mark.parametrize(("keyword", "found"), [(LAST, 1), (LAST[-9:], 1), ("nowhere", 0), ("%20", 1000)])
def test_a_shop_is_found_by_its_number(busy: Visitor, keyword: str, found: int) -> None:
    assert busy.get(f"{SHOPS}?keyword={keyword}").data["total"] == found


def test_a_shop_is_found_by_a_part_of_its_name_in_whatever_case(busy: Visitor) -> None:
    rows = busy.get(f"{SHOPS}?keyword=cAsA").data["list"]

    assert rows
    assert all("casa" in row["name"].casefold() for row in rows)


def test_nobody_finds_or_enters_the_shops_of_others(busy: Visitor) -> None:
    foreign = next(one for one in busy.get(SHOPS).data["list"] if one["region"] != "MX")

    busy.log_in(*MEXICO)

    assert busy.get(f"{SHOPS}?keyword={foreign['id']}").data["total"] == 0
    assert busy.post(SWITCH, shop_id=foreign["id"]).json["code"] != 0


def test_strangers_are_told_nothing(stranger: Visitor) -> None:
    assert stranger.get(SHOPS).json["code"] == 98001002


def test_a_page_does_not_carry_a_thousand_shops(busy: Visitor) -> None:
    assert len(busy.get("/homepage").text) < 60_000


def test_more_shops_come_as_one_scrolls(many_shops: Tab) -> None:
    options = opened(many_shops)
    expect(options).to_have_count(10)

    options.last.scroll_into_view_if_needed()

    expect(options).to_have_count(20)
    assert many_shops.disorder() == []


def test_the_last_shop_is_searched_for_and_entered(many_shops: Tab) -> None:
    tab, options = many_shops, opened(many_shops)
    tab.named("searchbox", "Search shop name or ID", "搜索店铺名称或 ID").fill(LAST)
    expect(options).to_have_count(1)

    options.click()

    expect(tab.page.locator('[data-tid="shop.context"]')).to_have_attribute("data-shop-id", LAST)
    assert tab.noise == []


def test_a_search_without_a_hit_says_so(many_shops: Tab) -> None:
    opened(many_shops)

    many_shops.named("searchbox", "Search shop name or ID", "搜索店铺名称或 ID").fill("nowhere at all")

    expect(many_shops.page.get_by_text(many_shops.say("No shop found", "没有找到店铺"), exact=True)).to_be_visible()


def test_few_shops_are_all_there_without_a_search(tab_in: Tab) -> None:
    tab_in.log_in(*GLOBAL)
    tab_in.open("/homepage")

    expect(opened(tab_in)).to_have_count(2)
    expect(tab_in.page.get_by_role("searchbox")).to_have_count(0)


def test_a_header_that_lags_shows_the_former_shop_for_a_while(mock_world: World, tab_in: Tab) -> None:
    mock_world.fault("GET", "/homepage", do="chip_lags", seconds=1.5, times=None)
    tab_in.log_in(*GLOBAL)
    tab_in.page.context.request.post(f"{tab_in.origin}{SWITCH}", data={"shop_id": TH})

    tab_in.open("/homepage")

    chip = tab_in.page.locator('[data-tid="shop.context"]')
    expect(chip).to_have_attribute("data-shop-id", GB)
    expect(chip).to_have_attribute("data-shop-id", TH)
    expect(chip).to_contain_text(tab_in.say("Thailand", "泰国"))


def test_a_header_may_contradict_the_shop(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", "/homepage", do="chip_shows", region="BR")

    page = lucia.get("/homepage").text

    assert f'data-shop-id="{MX}" data-shop-region="BR"' in page
    assert f'data-shop-id="{MX}" data-shop-region="MX"' in lucia.get("/homepage").text
