"""The creator's own view of the account's standing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import MX, Visitor

from mock_portal.client import World

API = "/api/m/account/standing/get"


@pytest.mark.fast
def test_a_violation_of_the_account_is_the_creators_too(mock_world: World, live: Visitor) -> None:
    before = live.get(API).data
    asked = {"who": "compliance", "do": "issue", "shop": MX, "kind": "false_promotion", "points": 20}
    mock_world.person(asked | {"handle": "casa.aurora.live"})

    after = live.get(API).data

    assert (before["permission"], after["permission"]) == ("normal", "restricted")
    assert after["violations"] == before["violations"] + 1
    assert (after["records"][0]["kind"], after["records"][0]["state"]) == ("false_promotion", "to_appeal")


@pytest.mark.fast
def test_nobody_sees_anothers_standing(mock_world: World, lucia: Visitor) -> None:
    assert mock_world.now()
    assert lucia.get(API).json["code"] != 0


def test_the_standing_is_in_order(phone_in: Tab) -> None:
    phone_in.enter_as_creator("casa.aurora.live")
    phone_in.open("/m/profile")
    phone_in.named("link", "Account standing", "账号状况").click()

    phone_in.named("heading", "Account standing", "账号状况").wait_for()
    expect(phone_in.page.locator("[data-permission]")).to_have_text(phone_in.say("Normal", "正常"))
    assert phone_in.disorder() == []
