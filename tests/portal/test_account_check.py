"""The self-check of whole accounts: found, looked at, told with links and reasons, and nothing is deleted by it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LUCIA, Visitor

from mock_portal.client import World

API = "/api/v1/seller/content_check/account"
HOGAR, HOGAR_ID = "hogar_bonito.mx", "7100000000000000104"


def begun(visitor: Visitor, account: str = HOGAR_ID) -> str:
    return str(visitor.post(f"{API}/create", account_id=account).json["data"]["check_id"])


def found(visitor: Visitor, check: str) -> Any:
    return visitor.get(f"{API}/findings/get?check_id={check}").data


@pytest.mark.fast
def test_nothing_is_told_before_the_check_has_ended(mock_world: World, lucia: Visitor) -> None:
    mock_world.freeze()
    check = begun(lucia)

    before = lucia.get(f"{API}/list").data["list"][0]
    early = found(lucia, check)
    mock_world.advance(seconds=3)

    assert (before["ready"], before["count"], early) == (False, None, None)
    assert lucia.get(f"{API}/list").data["list"][0] | {"at": ""} == before | {
        "at": "",
        "ready": True,
        "videos": 3,
        "count": 2,
    }


@pytest.mark.fast
def test_a_finding_has_its_link_and_its_reason(mock_world: World, lucia: Visitor) -> None:
    check = begun(lucia)
    mock_world.advance(seconds=3)

    seen = found(lucia, check)

    assert (seen["account_id"], seen["handle"], seen["total"]) == (HOGAR_ID, HOGAR, 2)
    assert [one["objection"] for one in seen["list"]] == ["false_advertising", "religion"]
    assert seen["list"][1]["link"] == f"https://www.tiktok.com/@{HOGAR}/video/8510000000000000001"


@pytest.mark.fast
def test_what_the_creator_deleted_is_gone_from_the_next_check_only(mock_world: World, lucia: Visitor) -> None:
    first = begun(lucia)
    mock_world.advance(seconds=3)
    mock_world.videos(HOGAR).delete("8510000000000000001")
    mock_world.videos(HOGAR).publish("politics", caption="Vota", passage="Vota")
    second = begun(lucia)
    mock_world.advance(seconds=3)

    assert [one["objection"] for one in found(lucia, first)["list"]] == ["false_advertising", "religion"]
    assert [one["objection"] for one in found(lucia, second)["list"]] == ["politics", "false_advertising"]
    assert mock_world.effects("account_check") == 2


@pytest.mark.fast
def test_a_stalled_check_never_ends(mock_world: World, lucia: Visitor) -> None:
    begun(lucia)
    mock_world.videos(HOGAR).stall()
    mock_world.advance(hours=30)

    assert lucia.get(f"{API}/list").data["list"][0]["ready"] is False


@pytest.mark.fast
def test_another_shop_reads_nothing_of_it(lucia: Visitor, mei: Visitor) -> None:
    check = begun(lucia)

    assert mei.get(f"{API}/list").data["total"] == 0
    assert found(mei, check) is None


@pytest.mark.fast
@pytest.mark.parametrize("handle", ["", "hogar", "nobody.at.all"])
def test_only_the_whole_user_name_finds_an_account(lucia: Visitor, handle: str) -> None:
    assert lucia.get(f"{API}/find?handle={handle}").json["message"] == "There is no such account."


def test_an_account_is_checked_by_hand(mock_world: World, tab_in: Tab) -> None:
    tab_in.log_in(*LUCIA)
    tab_in.open("/content-check/accounts")
    tab_in.named("textbox", "Username", "用户名").fill(HOGAR)
    tab_in.named("button", "Find account", "查找账号").click()
    tab_in.named("button", "Check this account", "检查该账号").click()
    tab_in.page.locator("[data-row-key]").wait_for()
    mock_world.advance(seconds=3)

    tab_in.open("/content-check/accounts")
    tab_in.page.locator("[data-row-key] button").click()

    expect(tab_in.page.get_by_role("dialog").locator("[data-row-key]")).to_have_count(2)
    assert tab_in.disorder() == []
