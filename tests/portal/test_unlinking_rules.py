"""Ending a link over HTTP: by the seller, by the creator's request and the seller's answer, or by nobody's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from portal_visitor import LOGIN_MX, MX, Visitor, account_id

from mock_portal.client import ControlRefusedError, World

pytestmark = pytest.mark.fast
LIVE, LUZ = account_id(2), account_id(3)
API = "/api/v1/seller/creator"
REMAIN, UNBIND, ASKED, ANSWER = (
    f"{API}/remain/get",
    f"{API}/unbind",
    f"{API}/unbind_apply/get",
    f"{API}/unbind_apply/update",
)
LINK, ASK, WITHDRAW = "/api/m/link/get", "/api/m/unlink/request", "/api/m/unlink/withdraw"


@pytest.fixture
def changed(mock_world: World, example_world: str) -> Callable[[str, str], None]:
    """Begin again with a world in which something is different."""
    return lambda old, new: mock_world.reset(world=example_world.replace(old, new, 1))


def linked(world: World) -> bool:
    return any(one["account"] == LIVE and not one["unlinked_at"] for one in world.state()["links"])


def said(answer: Any) -> str:
    return str(answer.json["message"])


def test_the_seller_unlinks_and_one_unlink_less_is_left(mock_world: World, lucia: Visitor) -> None:
    before = lucia.post(REMAIN, account_id=LIVE).data

    after = lucia.post(UNBIND, account_id=LIVE).data

    assert (before["unlinks_left"], before["obstacles"], after["unlinks_left"]) == (3, [], 2)
    assert not linked(mock_world)
    assert [one["kind"] for one in mock_world.effect_log()] == ["unlink"]


def test_a_second_unlink_of_the_same_is_refused(mock_world: World, lucia: Visitor) -> None:
    lucia.post(UNBIND, account_id=LIVE)

    assert said(lucia.post(UNBIND, account_id=LIVE)) == "This account is not linked to the shop."
    assert mock_world.effects("unlink") == 1


def test_a_portal_that_does_not_look_counts_a_second_unlink(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", UNBIND, do="counts_each", times=None)

    left = [lucia.post(UNBIND, account_id=LIVE).data["unlinks_left"] for _ in range(2)]

    assert (left, mock_world.effects("unlink")) == ([2, 1], 2)


def test_a_portal_that_does_not_look_counts_each_request_and_answer(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", "*", do="counts_each", times=None)
    creator = Visitor(mock_world.origin)
    creator.post("/passport/m/login", handle="casa.aurora.live", password="demo-creator-pass")
    [creator.post(ASK) for _ in range(2)]
    asked = lucia.get(ASKED).data["list"]

    [lucia.post(ANSWER, apply_id=asked[0]["apply_id"], decision="approve") for _ in range(2)]

    assert len(asked) == mock_world.effects("unlink_request") == 2
    assert (mock_world.effects("unlink_approve"), lucia.post(REMAIN, account_id=LIVE).data["unlinks_left"]) == (2, 1)
    creator.close()


def test_within_a_day_of_the_link_nobody_unlinks(mock_world: World, lucia: Visitor) -> None:
    mock_world.seller(MX).invite("cocina.conluz")
    mock_world.creator("cocina.conluz").accept()
    mock_world.advance(hours=23, minutes=59)

    early = said(lucia.post(UNBIND, account_id=LUZ))
    mock_world.advance(minutes=2)

    assert early == "An account can be unlinked 24 hours after it was linked."
    assert lucia.post(UNBIND, account_id=LUZ).json["code"] == 0


def test_three_are_all_a_shop_ever_has(lucia: Visitor, changed: Callable[[str, str], None]) -> None:
    pair = f'[[link]]\nshop = "{MX}"\naccount = "tech.rafa"\n'
    ended = [f"{pair}linked_hours_ago = {5000 + n}\nunlinked_hours_ago = {4900 + n}\n" for n in range(3)]
    changed("[[link]]", "".join(ended) + "[[link]]")
    lucia.log_in("ops.latam@example.com", "demo-lucia-pass")

    assert lucia.post(REMAIN, account_id=LIVE).data["unlinks_left"] == 0
    assert said(lucia.post(UNBIND, account_id=LIVE)) == "No unlinks are left."


def test_open_orders_stand_against_it(lucia: Visitor, changed: Callable[[str, str], None]) -> None:
    order = '[[open_order]]\nshop = "7495000000000000011"\naccount = "casa.aurora.live"\nkind = "return"\n'
    changed("[[link]]", f"{order}\n[[link]]")
    lucia.log_in("ops.latam@example.com", "demo-lucia-pass")

    assert said(lucia.post(UNBIND, account_id=LIVE)) == "The account has orders or returns that are still open."


def test_another_country_s_network_stands_against_it(mock_world: World, lucia: Visitor) -> None:
    mock_world.egress(LOGIN_MX, "US")

    assert said(lucia.post(UNBIND, account_id=LIVE)) == "Your network address does not match the operating country."


def test_another_shop_s_account_is_not_ours_to_unlink(mock_world: World, mei: Visitor) -> None:
    assert said(mei.post(UNBIND, account_id=LIVE)) == "该账号未绑定本店铺。"
    assert linked(mock_world)


def test_the_creator_asks_and_the_seller_approves(mock_world: World, lucia: Visitor, live: Visitor) -> None:
    live.post(ASK)
    (asked,) = lucia.get(ASKED).data["list"]

    lucia.post(ANSWER, apply_id=asked["apply_id"], decision="approve")

    assert (asked["handle"], asked["state"]) == ("casa.aurora.live", "pending")
    assert not linked(mock_world)
    assert [one["kind"] for one in mock_world.effect_log()] == ["unlink_request", "unlink_approve", "unlink"]


def test_the_creator_asks_and_the_seller_declines(mock_world: World, lucia: Visitor, live: Visitor) -> None:
    live.post(ASK)
    (asked,) = lucia.get(ASKED).data["list"]

    lucia.post(ANSWER, apply_id=asked["apply_id"], decision="decline")

    assert linked(mock_world)
    assert live.get(LINK).data["request"]["state"] == "declined"


@pytest.mark.parametrize("decision", ["approve", "decline"])
def test_an_answered_request_is_not_answered_again(lucia: Visitor, live: Visitor, decision: str) -> None:
    live.post(ASK)
    (asked,) = lucia.get(ASKED).data["list"]
    lucia.post(ANSWER, apply_id=asked["apply_id"], decision="decline")

    again = lucia.post(ANSWER, apply_id=asked["apply_id"], decision=decision)

    assert said(again) == "This request is no longer open."


def test_two_requests_are_not_open_at_once(live: Visitor) -> None:
    live.post(ASK)

    assert said(live.post(ASK)) == "An unlink request is already open."


def test_what_is_withdrawn_is_not_approved(mock_world: World, lucia: Visitor, live: Visitor) -> None:
    live.post(ASK)
    (asked,) = lucia.get(ASKED).data["list"]
    live.post(WITHDRAW)

    assert said(lucia.post(ANSWER, apply_id=asked["apply_id"], decision="approve")) == "This request is no longer open."
    assert linked(mock_world)


def test_who_does_not_answer_for_a_week_agrees(mock_world: World, live: Visitor) -> None:
    live.post(ASK)
    mock_world.advance(hours=7 * 24 - 1)
    before = linked(mock_world)

    mock_world.advance(hours=2)

    assert (before, linked(mock_world)) == (True, False)
    assert [one["kind"] for one in mock_world.effect_log()][1:] == ["unlink_auto", "unlink"]


def test_the_seller_s_own_unlink_answers_the_request(lucia: Visitor, live: Visitor) -> None:
    live.post(ASK)

    lucia.post(UNBIND, account_id=LIVE)

    assert [one["state"] for one in lucia.get(ASKED).data["list"]] == ["approved"]
    assert live.get(LINK).data == {"link": None, "request": None}


def test_another_shop_sees_and_answers_no_request_of_this_one(lucia: Visitor, mei: Visitor, live: Visitor) -> None:
    live.post(ASK)
    (asked,) = lucia.get(ASKED).data["list"]

    assert mei.get(ASKED).data["list"] == []
    assert said(mei.post(ANSWER, apply_id=asked["apply_id"], decision="approve")) == "该申请已失效。"


def test_people_can_be_played_over_the_control_port(mock_world: World) -> None:
    mock_world.creator("casa.aurora.live").request_unlink()
    mock_world.seller(MX).answer_unlink("casa.aurora.live", approve=True)

    assert not linked(mock_world)
    with pytest.raises(ControlRefusedError, match="no linked account"):
        mock_world.creator("casa.aurora.live").request_unlink()
