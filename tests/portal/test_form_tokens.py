"""Two ways to count: every POST by itself, or each form's one-time token once, however often it is sent."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LINKS, LUCIA, SEND, Visitor, account_id, eventually

from mock_portal.child import running
from mock_portal.client import ControlRefusedError, World

pytestmark = pytest.mark.fast
LUZ = account_id(3)
EXPORT = "/api/v1/insights/seller/export/create"
TOKEN = "/api/v1/form_token"
REFUSED = 98001005


@pytest.fixture
def nonce(mock_world: World) -> World:
    """The world that counts by token."""
    mock_world.reset(counting="nonce")
    return mock_world


@pytest.fixture
def lucia_s_form(nonce: World) -> Iterator[Visitor]:
    """Her session, with one form's token."""
    visitor = Visitor(nonce.origin).log_in(*LUCIA)
    visitor.extra = {"x-form-token": visitor.get(TOKEN).data["form_token"]}
    yield visitor
    visitor.close()


def test_every_post_counts_where_nobody_asks_for_tokens(mock_world: World, lucia: Visitor) -> None:
    codes = [lucia.post(EXPORT, module="live", time_range="last_7_days").json["code"] for _ in range(2)]

    assert (codes, mock_world.effects("export")) == ([0, 0], 2)
    assert lucia.get(TOKEN).data == {"form_token": ""}


def test_a_form_that_is_sent_twice_counts_once(nonce: World, lucia_s_form: Visitor) -> None:
    codes = [lucia_s_form.post(EXPORT, module="live", time_range="last_7_days").json["code"] for _ in range(2)]

    assert (codes, nonce.effects("export")) == ([0, 0], 1)


def test_a_form_that_is_sent_again_gets_its_first_answer(nonce: World, lucia_s_form: Visitor) -> None:
    first, second = lucia_s_form.invite(LUZ), lucia_s_form.invite(LUZ)

    assert (first.json["code"], first.text) == (0, second.text)
    assert nonce.effects("invite") == 1


def test_another_form_is_another_wish(lucia_s_form: Visitor) -> None:
    first = lucia_s_form.invite(LUZ).json["code"]

    lucia_s_form.extra = {"x-form-token": lucia_s_form.get(TOKEN).data["form_token"]}

    assert first == 0
    assert lucia_s_form.invite(LUZ).json["code"] != 0


@pytest.mark.parametrize("extra", [{}, {"x-form-token": "guessed"}])
def test_a_form_without_a_token_of_ours_is_out_of_date(
    nonce: World, lucia_s_form: Visitor, extra: dict[str, str]
) -> None:
    lucia_s_form.extra = extra

    refused = lucia_s_form.invite(LUZ).json

    assert (refused["code"], refused["message"]) == (REFUSED, "This form is out of date. Open it again.")
    assert nonce.effects("invite") == 0


def test_a_token_is_worth_nothing_in_another_s_hand(nonce: World, lucia_s_form: Visitor) -> None:
    other = Visitor(nonce.origin).log_in(*LUCIA)
    other.extra = lucia_s_form.extra

    assert other.invite(LUZ).json["code"] == REFUSED
    other.close()


def test_an_answer_that_was_lost_can_be_asked_for_again(nonce: World, lucia_s_form: Visitor) -> None:
    nonce.fault("POST", SEND, do="close_after_commit")
    with pytest.raises(http.client.RemoteDisconnected):
        lucia_s_form.invite(LUZ)
    lucia_s_form.connection.close()

    again = lucia_s_form.invite(LUZ).json

    assert (again["code"], nonce.effects("invite")) == (0, 1)


def test_a_damaged_answer_is_whole_when_it_is_asked_for_again(nonce: World, lucia_s_form: Visitor) -> None:
    nonce.fault("POST", SEND, do="truncate", bytes=5)
    with pytest.raises(http.client.IncompleteRead):
        lucia_s_form.invite(LUZ)
    lucia_s_form.connection.close()

    assert lucia_s_form.invite(LUZ).json["code"] == 0


def test_a_browser_that_sends_again_is_told_that_it_was_done(nonce: World, tab: Tab) -> None:
    tab.log_in(*LUCIA)
    nonce.fault("POST", SEND, do="close_after_commit")
    tab.open("/profile/linked-accounts")

    tab.check("cocina.conluz", LUZ).get_by_role("button", name="Send invitation").click()

    expect(tab.page.get_by_role("status")).to_have_text("Invitation sent")
    assert eventually(lambda: len(nonce.requests("POST", SEND)) == 2)
    assert nonce.effects("invite") == 1


def test_a_handler_that_is_bound_twice_sends_one_form(nonce: World, tab: Tab) -> None:
    tab.log_in(*LUCIA)
    nonce.fault("POST", SEND, do="double_handler")
    tab.open("/profile/linked-accounts")

    tab.check("cocina.conluz", LUZ).get_by_role("button", name="Send invitation").click()

    expect(tab.page.get_by_role("status")).to_have_text("Invitation sent")
    assert eventually(lambda: len(nonce.requests("POST", SEND)) == 2)


def test_a_process_may_count_so_from_the_start_and_after_a_reset(tmp_path: Path) -> None:
    with running(tmp_path, "--counting", "nonce") as world:
        visitor = Visitor(world.origin).log_in(*LUCIA)
        first = visitor.invite(LUZ).json["code"]
        world.reset()
        second = visitor.log_in(*LUCIA).invite(LUZ).json["code"]
        world.reset(counting="naive")
        third = visitor.log_in(*LUCIA).invite(LUZ).json["code"]
        visitor.close()

    assert (first, second, third) == (REFUSED, REFUSED, 0)


def test_there_is_no_third_way_to_count(mock_world: World, lucia: Visitor) -> None:
    with pytest.raises(ControlRefusedError, match="counting: must be one of naive, nonce"):
        mock_world.reset(counting="twice")

    assert lucia.get(LINKS).json["code"] == 0
