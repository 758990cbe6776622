"""Pages may show what was before: an act that was done is not done anew, and an end counts from when it came."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes import ACCOUNT, ALICE, ASK, REQUEST, SHOP, UNLINK
from flow_bench import Bench

from agent.domain.ledger import ClaimState, Link, LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.reason import Reason
from agent.errors import Code

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
        linked.clock.moment += timedelta(minutes=5)
        row = Link(SHOP.id, ACCOUNT, ALICE.handle, LinkState.LINKED, began, None, linked.clock.now())
        linked.ask("see_links", SHOP.id, [row] * there, complete=True)
    linked.unlink(UNLINK)
    linked.clock.moment += timedelta(minutes=30)

    record = linked.run(REQUEST)

    assert (record.code, record.objections) == (Code.G_COOLDOWN, {Reason.COOLING_DOWN})
    assert linked.ask("unclaimed_unlinks", SHOP.id) == 0
