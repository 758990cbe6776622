"""Binding from the phone: the Seller app jumps to the TikTok app, its owner authorizes there, in time or too late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LUCIA, MX, Visitor, account_id

from mock_portal.client import ControlRefusedError, World

LUZ = account_id(3)
LEAVE, STATE = "/api/v1/seller_app/bind/leave", "/api/v1/seller_app/bind/state"
CONFIRM, DECLINE = "/api/m/authorize/confirm", "/api/m/authorize/decline"


@pytest.fixture
def luz(mock_world: World) -> Iterator[Visitor]:
    """The creator behind @cocina.conluz, in her TikTok app."""
    visitor = Visitor(mock_world.origin)
    visitor.post("/passport/m/login", handle="cocina.conluz", password="demo-creator-pass")
    yield visitor
    visitor.close()


@pytest.fixture
def jump(lucia: Visitor) -> str:
    """Lucia has left the Seller app for the TikTok app of @cocina.conluz."""
    return str(lucia.post(LEAVE, handle="@cocina.conluz").data["jump_id"])


def state(visitor: Visitor, jump: str) -> Any:
    return visitor.get(f"{STATE}?jump_id={jump}").data["state"]


def linked(world: World) -> set[str]:
    return {one["account"] for one in world.state()["links"] if one["shop"] == MX and not one["unlinked_at"]}


def test_who_authorizes_is_linked(mock_world: World, lucia: Visitor, luz: Visitor, jump: str) -> None:
    told = luz.post(CONFIRM, jump_id=jump).data

    assert (told["stage"], state(lucia, jump)) == ("linked", "authorized")
    assert LUZ in linked(mock_world)
    assert [one["kind"] for one in mock_world.effect_log()] == ["app_jump", "app_authorize", "link"]


def test_who_declines_is_not(mock_world: World, lucia: Visitor, luz: Visitor, jump: str) -> None:
    luz.post(DECLINE, jump_id=jump)

    assert state(lucia, jump) == "declined"
    assert luz.post(CONFIRM, jump_id=jump).json["message"] == "This request is no longer open."
    assert LUZ not in linked(mock_world)


def test_a_slow_network_is_too_late(mock_world: World, lucia: Visitor, luz: Visitor, jump: str) -> None:
    mock_world.advance(seconds=61)

    assert luz.post(CONFIRM, jump_id=jump).json["message"] == "This request is no longer open."
    assert state(lucia, jump) == "timed_out"
    assert LUZ not in linked(mock_world)


@pytest.mark.parametrize(
    ("handle", "said"),
    [
        ("bogota.home", "The account's region does not match the shop."),
        ("vale_17", "The account owner is under 18."),
        ("nobody.at.all", "This account does not exist."),
    ],
)
def test_an_account_that_may_not_be_bound_opens_no_app(lucia: Visitor, handle: str, said: str) -> None:
    assert lucia.post(LEAVE, handle=handle).json["message"] == said


def owner(world: World, do: str, after: float = 0) -> bool:
    """The owner of @cocina.conluz at the phone; whether there is no jump to answer yet."""
    return bool(world.person({"who": "app", "handle": "cocina.conluz", "do": do, "after": after})["waits"])


@pytest.mark.parametrize(
    ("do", "ends"),
    [("authorize", ("authorized", True)), ("decline", ("declined", False)), ("time_out", ("timed_out", False))],
)
def test_an_owner_is_played_who_answers_the_open_jump(
    mock_world: World, lucia: Visitor, jump: str, do: str, ends: tuple[str, bool]
) -> None:
    waits = owner(mock_world, do)

    assert (waits, state(lucia, jump), LUZ in linked(mock_world)) == (False, *ends)


def test_an_owner_who_is_quick_answers_the_next_jump_and_only_that(mock_world: World, lucia: Visitor) -> None:
    assert owner(mock_world, "decline")

    first, second = (lucia.post(LEAVE, handle="cocina.conluz").data["jump_id"] for _ in range(2))

    assert [state(lucia, one) for one in (first, second)] == ["declined", "open"]


def test_an_owner_who_takes_his_time_answers_after_it_or_never(mock_world: World, lucia: Visitor, jump: str) -> None:
    owner(mock_world, "authorize", after=30)
    early = state(lucia, jump)
    mock_world.advance(seconds=31)

    assert (early, state(lucia, jump)) == ("open", "authorized")


def test_an_owner_whom_the_rules_are_against_by_now_is_not_linked(mock_world: World, lucia: Visitor, jump: str) -> None:
    mock_world.seller(MX).invite("cocina.conluz")

    owner(mock_world, "authorize")

    assert (state(lucia, jump), LUZ in linked(mock_world)) == ("declined", False)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"handle": "nobody.at.all", "do": "decline"}, "handle"),
        ({"handle": "cocina.conluz", "do": "dance"}, "do"),
        ({"handle": "cocina.conluz", "do": "decline", "after": "soon"}, "after"),
    ],
)
def test_an_owner_who_cannot_be_played_is_told_why(mock_world: World, asked: dict[str, object], said: str) -> None:
    with pytest.raises(ControlRefusedError, match=said):
        mock_world.person({"who": "app", **asked})


def test_what_became_impossible_meanwhile_is_refused(mock_world: World, luz: Visitor, jump: str) -> None:
    mock_world.seller(MX).invite("cocina.conluz")

    said = luz.post(CONFIRM, jump_id=jump).json["message"]

    assert said == "There is already an open invitation for this account."


def test_somebody_else_s_app_authorizes_nothing(mock_world: World, jump: str) -> None:
    rafa = Visitor(mock_world.origin)
    rafa.post("/passport/m/login", handle="tech.rafa", password="demo-creator-pass")

    said = rafa.post(CONFIRM, jump_id=jump).json["message"]

    rafa.close()
    assert said == "Log in to TikTok with the account that is to be bound."


def test_another_shop_does_not_see_the_jump(mei: Visitor, jump: str) -> None:
    assert mei.get(f"{STATE}?jump_id={jump}").json["code"] != 0


@pytest.fixture
def phones(phone_in: Tab, mock_world: World) -> Callable[[], Tab]:
    """Both apps on one phone: the seller leaves, the owner's app opens in a session of its own."""

    def leave() -> Tab:
        seller = Visitor(mock_world.origin).log_in(*LUCIA)
        jump = seller.post(LEAVE, handle="cocina.conluz").data["jump_id"]
        seller.close()
        phone_in.enter_as_creator("cocina.conluz")
        phone_in.open(f"/m/authorize?jump_id={jump}")
        return phone_in

    return leave


def test_the_owner_is_told_who_asks_and_agrees(mock_world: World, phones: Callable[[], Tab]) -> None:
    tab = phones()
    expect(tab.page.get_by_text("Casa Aurora MX")).to_be_visible()
    assert tab.disorder() == []

    tab.named("button", "Authorize and bind", "授权并绑定").click()

    expect(tab.named("link", "Back to the Seller app", "返回 Seller App")).to_be_visible()
    assert LUZ in linked(mock_world)


def test_the_seller_is_told_that_the_app_is_waited_for(phone_in: Tab) -> None:
    phone_in.log_in(*LUCIA)
    phone_in.open("/app/settings/bind")

    phone_in.named("textbox", "TikTok username", "TikTok 用户名").fill("cocina.conluz")
    phone_in.named("button", "Continue in TikTok", "前往 TikTok 授权").click()

    expect(phone_in.named("link", "Open the TikTok app", "打开 TikTok App")).to_be_visible()
    expect(phone_in.page.locator("#state")).to_contain_text("@cocina.conluz")
