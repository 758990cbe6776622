"""Who may see and do what: logins, their shops, creators, and everybody else; asked over HTTP."""

from __future__ import annotations

import pytest
from portal_visitor import GB, GLOBAL, LINKS, TH, Visitor, account_id

from mock_portal.client import World

pytestmark = pytest.mark.fast
LUZ = account_id(3)


def test_a_session_sees_only_shops_of_its_login(lucia: Visitor) -> None:
    assert lucia.post("/api/v1/seller/shop/switch", shop_id=GB).json["message"] == "You have no access to this shop."


def test_a_switch_changes_only_this_session(mei: Visitor, lucia: Visitor) -> None:
    other = lucia.log_in(*GLOBAL)

    mei.switch(TH)

    assert f'data-shop-id="{TH}"' in mei.get("/homepage").text
    assert f'data-shop-id="{GB}"' in other.get("/homepage").text


def test_the_search_is_fuzzy_and_finds_nicknames(mei: Visitor) -> None:
    hits = mei.post("/api/v1/seller/creator/info/get", keyword="Kitchen.With.Kate").data["list"]

    assert {hit["handle"] for hit in hits} == {"kitchen.with.kate", "kitchen.with.kate2", "katelovestea"}


def test_creators_answer_only_their_own_invitations(mock_world: World, lucia: Visitor, mei: Visitor) -> None:
    number = lucia.invite(LUZ).data["invitation_id"]
    mei.post("/passport/m/login", handle="tech.rafa", password="demo-creator-pass")

    assert mei.post("/api/m/invitation/accept", invitation_id=number).json["code"] == 17008001
    assert mock_world.effects("accept") == 0


def test_nobody_without_a_session_gets_data(stranger: Visitor) -> None:
    assert stranger.get(LINKS).json["code"] == 98001002
    assert stranger.invite(LUZ).json["code"] == 98001002


@pytest.mark.parametrize("account", ["ops.latam@example.com", "+52 55 5555 0101", "525555550101"])
def test_a_login_goes_by_email_or_phone(stranger: Visitor, account: str) -> None:
    answer = stranger.post("/passport/web/user/login", account=account, password="demo-lucia-pass")

    assert answer.data == {"shop_region": "MX"}


def test_a_wrong_password_is_told_without_a_session(stranger: Visitor) -> None:
    answer = stranger.post("/passport/web/user/login", account="ops.latam@example.com", password="x")

    assert answer.json["message"] == "Incorrect account or password"
    assert "sessionid" not in stranger.cookies
