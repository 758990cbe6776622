"""That an account is gone is read in two places, or twice: one wrong list is no proof of what cannot be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import ACCOUNT, MOCK, SHOP, UNLINK, Press
from flow_bench import Bench

from agent.domain.ledger import ClaimState, Outcome
from agent.errors import Code

pytestmark = pytest.mark.fast


@pytest.fixture
def unsent(bench: Bench) -> Bench:
    """The account is linked, and whatever is pressed changes nothing."""
    bench.portal.linked.add(ACCOUNT)
    bench.portal.presses = [Press(commits=False)]
    return bench


def lists_fail(bench: Bench, times: int) -> None:
    """So many lists after the press show nobody at all."""
    bench.portal.at_press = lambda: setattr(bench.portal, "empty_links", times)


def test_a_list_without_the_account_proves_nothing_while_the_counter_has_not_fallen(unsent: Bench) -> None:
    lists_fail(unsent, 1)

    record = unsent.run(UNLINK)

    assert (record.outcome, record.code) == (Outcome.UNKNOWN, Code.E_OUTCOME_UNKNOWN)
    assert unsent.states() == [ClaimState.NOT_DONE]


def test_where_the_counter_never_falls_a_person_decides(unsent: Bench) -> None:
    lists_fail(unsent, 1000)

    record = unsent.run(UNLINK)

    assert (record.outcome, record.code) == (Outcome.UNKNOWN, Code.E_OUTCOME_UNKNOWN)
    assert unsent.states() == [ClaimState.UNKNOWN]


def test_where_no_counter_is_shown_the_list_is_read_twice(unsent: Bench) -> None:
    unsent.profile = replace(MOCK, uncounted=MOCK.uncounted | {"unlink.left"})
    unsent.portal.left = None
    unsent.adopt(unlinks=0)
    lists_fail(unsent, 1)

    assert unsent.run(UNLINK).outcome is not Outcome.DONE
    assert unsent.states() == [ClaimState.NOT_DONE]


def test_what_the_ledger_holds_for_done_and_is_not_a_person_can_take_back(unsent: Bench) -> None:
    unsent.portal.presses = []
    done = unsent.run(UNLINK)
    unsent.portal.effects.clear()  # the portal, or somebody, has restored the link as it was
    assert unsent.run(UNLINK).code is Code.E_EFFECT_MISMATCH
    (claim,) = unsent.ask("claims")

    unsent.ask("decide", claim.intent, ClaimState.NOT_DONE, "Li Wei", "customer service has restored it")
    spent = unsent.ask("spent", "unlinks", SHOP.id, "ever")
    unsent.ask("release", claim.intent, "Li Wei", "3 of 3 shown again")

    assert (spent, unsent.ask("spent", "unlinks", SHOP.id, "ever")) == (1, 0)
    assert (done.outcome, unsent.run(UNLINK).outcome, unsent.portal.clicks) == (Outcome.DONE, Outcome.DONE, 2)
