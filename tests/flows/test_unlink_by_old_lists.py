"""Pages may show what was before: an act that was done is not done anew, and an end counts from when it came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from fakes import ACCOUNT, ALICE, APPROVE, ASK, MOCK, REQUEST, SHOP, START, UNLINK
from flow_bench import Bench, finished
from replacing import BOB, BOBS

from agent.domain.identity import ShopId
from agent.domain.ledger import ClaimState, Link, LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.reason import Reason
from agent.domain.record import UnlinkRequest
from agent.domain.showcase import ShowcaseSeen
from agent.errors import AskPerson, Code
from agent.flows.showcase import shown

pytestmark = pytest.mark.fast


@pytest.fixture
def linked(bench: Bench) -> Bench:
    """One account is linked, and three unlinks are left."""
    bench.portal.linked.add(ACCOUNT)
    return bench


@pytest.mark.parametrize("minutes", [0, 5, 30])
def test_a_request_is_not_sent_twice_because_pages_are_old(linked: Bench, minutes: int) -> None:
    linked.unlink(ASK)
    linked.clock.moment += timedelta(minutes=minutes)
    linked.portal.lag = timedelta(minutes=minutes + 1)

    record = linked.run(ASK)

    assert (record.code, record.exit, record.submitted) == (Code.E_EFFECT_MISMATCH, 21, "no")
    assert (linked.portal.clicks, linked.states()) == (1, [ClaimState.DONE])


def test_pages_that_show_the_request_again_find_it_where_it_was(linked: Bench) -> None:
    linked.unlink(ASK)
    linked.portal.lag = timedelta(minutes=1)
    linked.run(ASK)
    linked.portal.lag = timedelta()

    record = linked.run(ASK)

    assert (record.outcome, record.link, linked.portal.clicks) == (Outcome.ALREADY, LinkState.UNLINK_REQUESTED, 1)
    assert linked.ask("memory", SHOP.id, ACCOUNT, Kind.UNLINK_REQUEST).ordinal == 0


def test_a_request_that_a_person_says_was_declined_is_sent_again_at_once(linked: Bench) -> None:
    intent = linked.unlink(ASK).settled.intent  # type: ignore[union-attr]  # it was pressed
    linked.portal.effects.clear()
    linked.ask("decide", intent, ClaimState.NOT_DONE, "Li Wei", "the shop declined it")

    record = linked.unlink(ASK)

    assert (record.outcome, linked.portal.clicks) == (Outcome.DONE, 2)


def test_the_wait_after_an_unlink_is_counted_from_it_whatever_a_list_missed_before(linked: Bench) -> None:
    began = linked.portal.linked_since
    for there in (True, False, True):
        linked.clock.moment += timedelta(minutes=70)
        row = Link(SHOP.id, ACCOUNT, ALICE.handle, LinkState.LINKED, began, None, linked.clock.now())
        linked.ask("see_links", SHOP.id, [row] * there, complete=True)
    linked.unlink(UNLINK)
    linked.clock.moment += timedelta(minutes=30)

    record = linked.run(REQUEST)

    assert (record.code, record.objections) == (Code.G_COOLDOWN, {Reason.COOLING_DOWN})
    assert linked.ask("unclaimed_unlinks", SHOP.id) == 0


def uncounted(linked: Bench) -> None:
    """The portal shows no counter of unlinks, and there was none before."""
    linked.profile, linked.portal.left = replace(MOCK, uncounted=MOCK.uncounted | {"unlink.left"}), None
    linked.adopt(unlinks=0)


@pytest.mark.parametrize("act", [UNLINK, APPROVE], ids=["unlink", "approve"])
def test_an_old_list_does_not_make_the_emptied_showcase_the_newest_copy(linked: Bench, act: UnlinkRequest) -> None:
    uncounted(linked)
    linked.portal.asked = act is APPROVE
    linked.unlink(act)
    linked.clock.moment += timedelta(minutes=5)
    linked.portal.lag = timedelta(minutes=6)

    record = linked.run(UNLINK)

    assert (record.exit, linked.portal.clicks) == (21, 1)
    assert len(linked.ask("kept_showcase", ACCOUNT).items) == 3


@pytest.mark.parametrize("counting", [lambda _: None, uncounted], ids=["counted", "uncounted"])
def test_one_link_is_not_ended_by_both_ways(linked: Bench, counting: Callable[[Bench], None]) -> None:
    counting(linked)
    linked.portal.asked = True
    linked.unlink(APPROVE)
    linked.clock.moment += timedelta(minutes=5)
    linked.portal.lag, linked.portal.asked = timedelta(minutes=6), False  # as it was before the creator asked

    record = linked.run(UNLINK)

    assert (record.code, linked.portal.clicks, linked.states()) == (Code.E_EFFECT_MISMATCH, 1, [ClaimState.DONE])


def test_a_request_of_ours_that_a_list_does_not_show_yet_is_not_passed_by(linked: Bench) -> None:
    linked.unlink(ASK)
    linked.clock.moment += timedelta(minutes=10)
    linked.portal.lag = timedelta(minutes=11)

    record = linked.run(UNLINK)

    assert (record.code, record.objections) == (Code.G_CONFLICT, {Reason.UNLINK_REQUEST_OPEN})
    assert linked.portal.clicks == 1


def test_by_a_clock_that_runs_ahead_no_list_is_remembered(linked: Bench) -> None:
    linked.unlink(ASK)
    ahead, lag = timedelta(hours=2), timedelta(minutes=6)
    linked.clock.moment += ahead + lag
    linked.portal.skew, linked.portal.lag = -ahead, ahead + 2 * lag

    record = linked.run(ASK)

    assert (record.code, linked.portal.clicks) == (Code.G_CLOCK, 1)
    assert linked.ask("memory", SHOP.id, ACCOUNT, Kind.UNLINK_REQUEST).ordinal == 0


def test_what_others_have_just_ended_is_looked_at_later(linked: Bench) -> None:
    for there in (True, False):
        row = Link(SHOP.id, ACCOUNT, ALICE.handle, LinkState.LINKED, linked.portal.linked_since, None, START)
        linked.ask("see_links", SHOP.id, [row] * there, complete=True)
    linked.clock.moment += timedelta(minutes=5)

    record = linked.run(UNLINK)  # an old list shows it, or the one without it was wrong
    assert (record.exit, record.error["detail"], linked.ask("kept_showcase", ACCOUNT)) == (10, "older_list", None)
    linked.clock.moment = datetime.fromisoformat(record.error["value"])

    assert linked.run(UNLINK).outcome is Outcome.DONE


def backup(linked: Bench) -> ShowcaseSeen:
    seen: ShowcaseSeen = finished(shown(SHOP, UNLINK.target, linked.desk(), keep=True))
    return seen


def test_neither_does_a_backup_that_somebody_asks_for(linked: Bench) -> None:
    linked.unlink(UNLINK)
    linked.clock.moment += timedelta(minutes=5)
    linked.portal.lag = timedelta(minutes=6)

    with pytest.raises(AskPerson) as raised:
        backup(linked)

    assert raised.value.code is Code.E_EFFECT_MISMATCH
    assert len(linked.ask("kept_showcase", ACCOUNT).items) == 3


def test_what_is_only_looked_at_may_be_looked_at(linked: Bench) -> None:
    linked.unlink(UNLINK)
    linked.clock.moment += timedelta(minutes=5)
    linked.portal.lag = timedelta(minutes=6)

    seen = finished(shown(SHOP, UNLINK.target, linked.desk()))

    assert (seen.items.rows, len(linked.ask("kept_showcase", ACCOUNT).items)) == ((), 3)
    assert linked.ask("shelves", SHOP.id) == []


def test_what_is_put_back_comes_from_the_shop_s_newest_copy_with_anything_in_it(linked: Bench) -> None:
    backup(linked)
    there = linked.ask("kept_showcase", ACCOUNT)
    linked.ask("keep_showcase", replace(there, shop=ShopId("7495000000000000099"), items=there.items[:1]))
    linked.portal.showcase = 0
    backup(linked)

    newest, filled = linked.ask("kept_showcase", ACCOUNT), linked.ask("kept_showcase", ACCOUNT, SHOP.id)

    assert (len(newest.items), len(filled.items)) == (0, 3)


def test_a_list_that_misses_everybody_after_a_press_ends_no_other_link(linked: Bench) -> None:
    uncounted(linked)
    linked.portal.linked.add(BOBS)
    linked.portal.names[BOBS] = BOB.handle
    linked.portal.at_press = lambda: setattr(linked.portal, "empty_links", 1)

    record = linked.run(UNLINK)

    links = {one.account: one.state for one in linked.ask("links", SHOP.id)}
    assert (record.outcome, links[ACCOUNT], links[BOBS]) == (Outcome.DONE, LinkState.UNLINKED, LinkState.LINKED)
    assert linked.ask("unclaimed_unlinks", SHOP.id) == 0


def test_a_shop_that_is_taken_in_by_one_wrong_list_ends_no_link(linked: Bench) -> None:
    linked.adopt(unlinks=0)
    linked.portal.empty_links = 1

    linked.adopt(unlinks=0)

    assert [one.state for one in linked.ask("links", SHOP.id)] == [LinkState.LINKED]
