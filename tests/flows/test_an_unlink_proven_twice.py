"""That an account is gone is read in two places, or twice: one wrong list is no proof of what cannot be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import ACCOUNT, ALICE, MOCK, SHOP, UNLINK, Press
from flow_bench import Bench, finished
from replacing import REPLACE, sent, with_both

from agent.domain.ledger import ClaimState, Link, LinkState, Outcome
from agent.errors import Code
from agent.flows.overview import look_over

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
    unsent.clock.moment += timedelta(minutes=61)  # no list is older

    assert (spent, unsent.ask("spent", "unlinks", SHOP.id, "ever")) == (1, 0)
    assert (done.outcome, unsent.run(UNLINK).outcome, unsent.portal.clicks) == (Outcome.DONE, Outcome.DONE, 2)


@pytest.fixture
def seen(bench: Bench) -> Bench:
    """The ledger knows that the account is linked."""
    since = bench.portal.linked_since
    bench.portal.linked.add(ACCOUNT)
    row = Link(SHOP.id, ACCOUNT, ALICE.handle, LinkState.LINKED, since, None, since)
    bench.ask("see_links", SHOP.id, [row], complete=True)
    return bench


def test_one_list_without_an_account_does_not_say_that_it_is_gone(seen: Bench) -> None:
    seen.portal.empty_links = 1

    record = seen.run(UNLINK)

    assert (record.outcome, record.exit, seen.portal.clicks) == (Outcome.DONE, 0, 1)


def test_what_two_lists_say_is_believed(seen: Bench) -> None:
    seen.portal.linked.clear()

    record = seen.run(UNLINK)

    assert (record.outcome, record.link, seen.portal.clicks) == (Outcome.ALREADY, LinkState.UNLINKED, 0)


@pytest.mark.parametrize("wrong", [1, 2])
def test_nobody_takes_the_place_of_one_who_is_still_there(seen: Bench, wrong: int) -> None:
    with_both(seen).portal.places = 4
    seen.portal.empty_links = wrong

    seen.replace(REPLACE)

    assert sent(seen) in {(0, 0), (1, 1)}


def test_a_look_over_the_shop_believes_no_single_list_either(seen: Bench) -> None:
    seen.portal.empty_links = 1

    finished(look_over(SHOP, seen.desk(), settle=False))

    assert [one.state for one in seen.ask("links", SHOP.id)] == [LinkState.LINKED]


def test_what_others_have_ended_while_the_showcase_was_kept_is_so_already(
    seen: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def meanwhile(*_: object) -> None:
        seen.portal.linked.clear()

    monkeypatch.setattr(seen.ledger, "keep_showcase", meanwhile)

    record = seen.run(UNLINK)

    assert (record.outcome, record.link, seen.portal.clicks) == (Outcome.ALREADY, LinkState.UNLINKED, 0)
