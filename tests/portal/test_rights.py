"""A sub-account may lack an area, the pressing in it, or a shop: pages, menus and buttons say so, and calls refuse."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import (
    GB,
    LINKS,
    LOGIN_GLOBAL,
    LOGIN_MX,
    LUCIA,
    MX,
    SEARCH,
    SEND,
    SWITCH,
    TH,
    Visitor,
    account_id,
)

from mock_portal.client import ControlRefusedError, World
from mock_portal.texts import texts

NO_RIGHT = 98001403
PAGE = "/profile/linked-accounts?tab=marketing"
LINK = ("button", "Link new marketing account", "绑定新的TikTok账号")
REMAIN, UNBIND = "/api/v1/seller/creator/remain/get", "/api/v1/seller/creator/unbind"


def codes(visitor: Visitor, *asked: str, **fields: Any) -> list[int]:
    return [visitor.post(path, **fields).json["code"] for path in asked]


def test_who_may_only_look_is_refused_what_changes_something(mock_world: World, lucia: Visitor) -> None:
    mock_world.owner(LOGIN_MX).takes("creators:press")
    told = {"account_id": account_id(2), "keyword": "a"}

    assert codes(lucia, SEARCH, REMAIN, **told) == [0, 0]
    assert lucia.get(LINKS).json["code"] == 0
    assert codes(lucia, SEND, UNBIND, **told) == [NO_RIGHT, NO_RIGHT]
    assert mock_world.effect_log() == []


@pytest.mark.parametrize(
    ("right", "page", "call"),
    [
        ("creators", PAGE, LINKS),
        ("creators", "/profile/linked-accounts/invitations", "/api/v1/seller/creator/invitation/list"),
        ("marketing", "/promotion/marketing-tools", "/api/v1/promotion/list"),
        ("data", "/compass/data-overview", "/api/v1/insights/seller/creator/list"),
        ("health", "/account-health", "/api/v1/seller/growth_center/violation/overview/get"),
    ],
)
def test_without_an_area_neither_its_page_nor_its_calls_are_had(
    mock_world: World, lucia: Visitor, right: str, page: str, call: str
) -> None:
    mock_world.owner(LOGIN_MX).takes(right)

    assert "<h1>You don&#39;t have permission</h1>" in lucia.get(page).text
    assert lucia.get(call).json["code"] == NO_RIGHT
    assert "<h1>Home</h1>" in lucia.get("/homepage").text

    mock_world.owner(LOGIN_MX).gives(right)
    assert lucia.get(call).json["code"] != NO_RIGHT


def test_a_shop_that_is_shut_to_a_login_stands_in_its_list_and_is_not_entered(mock_world: World, mei: Visitor) -> None:
    mock_world.owner(LOGIN_GLOBAL).takes(f"shop:{TH}")

    refused = mei.post(SWITCH, shop_id=TH).json

    assert (refused["code"], mei.get("/api/v1/seller/shop/list").data["total"]) == (NO_RIGHT, 2)
    assert f'data-shop-id="{GB}"' in mei.get("/homepage").text


def test_in_a_shop_that_was_shut_meanwhile_nothing_is_had_but_the_way_out(mock_world: World, mei: Visitor) -> None:
    mock_world.owner(LOGIN_GLOBAL).takes(f"shop:{GB}")

    assert mei.get(LINKS).json["code"] == NO_RIGHT
    assert f'data-shop-id="{GB}"' in mei.get("/homepage").text
    assert mei.post(SWITCH, shop_id=TH).json["code"] == 0
    assert mei.get(LINKS).json["code"] == 0


def test_out_of_a_shop_that_was_dropped_one_is_led_to_another(mock_world: World, mei: Visitor) -> None:
    mock_world.owner(LOGIN_GLOBAL).drops(GB)

    assert mei.invite(account_id(8)).json["code"] == NO_RIGHT
    assert f'data-shop-id="{TH}"' in mei.get("/homepage").text
    assert mei.get("/api/v1/seller/shop/list").data["total"] == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"do": "take", "right": "everything"},
        {"do": "take", "right": "shop:1"},
        {"do": "drop", "shop": MX},
        {"do": "drop", "shop": "1"},
        {"do": "promote"},
    ],
)
def test_what_no_owner_can_do_is_told(mock_world: World, asked: dict[str, str]) -> None:
    with pytest.raises(ControlRefusedError):
        mock_world.person({"who": "owner", "login": LOGIN_MX, **asked})


def test_a_world_file_that_names_no_right_is_refused(mock_world: World, example_world: str) -> None:
    wrong = example_world.replace('egress = "MX"', 'egress = "MX"\nlacks = ["creator"]', 1)

    with pytest.raises(ControlRefusedError, match="'lacks' names 'creator'"):
        mock_world.reset(world=wrong)


@pytest.fixture
def sub_account(mock_world: World, tab_in: Tab, example_world: str) -> Tab:
    """Somebody whose menu hides what may not be opened."""
    rights = 'egress = "MX"\nhides = true\nlacks = ["creators", "data"]'
    mock_world.reset(world=example_world.replace('egress = "MX"', rights, 1))
    tab_in.log_in(*LUCIA)
    return tab_in


def test_a_menu_may_hide_what_one_may_not_open(sub_account: Tab) -> None:
    sub_account.open("/homepage")
    menu = sub_account.named("navigation", "Main menu", "主菜单")

    menu.get_by_role("button").click()

    expect(sub_account.named("link", "Shop profile", "店铺资料")).to_be_visible()
    expect(sub_account.named("link", "Linked TikTok accounts", "绑定TikTok账号")).to_have_count(0)
    expect(sub_account.named("link", "Data Compass", "数据罗盘", menu)).to_have_count(0)


def test_the_page_itself_then_says_that_the_right_is_missing(sub_account: Tab) -> None:
    sub_account.open(PAGE)

    expect(sub_account.named("heading", "You don't have permission", "暂无权限")).to_be_visible()
    assert sub_account.disorder() == []


def test_a_button_without_the_right_is_dead_and_says_why_under_the_pointer(mock_world: World, tab_in: Tab) -> None:
    mock_world.owner(LOGIN_MX).takes("creators:press")
    tab_in.log_in(*LUCIA)
    tab_in.open(PAGE)
    button = tab_in.named(*LINK)
    expect(button).to_be_disabled()

    tab_in.page.locator(".right-missing").first.hover()

    expect(tab_in.page.get_by_role("tooltip")).to_have_text(texts(tab_in.lang)("right.hint"))
    tab_in.page.mouse.move(0, 0)
    expect(tab_in.page.get_by_role("tooltip")).to_have_count(0)
    assert tab_in.disorder() == []
