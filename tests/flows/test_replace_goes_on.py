"""A replacement that was killed anywhere, under any faults, is finished by the same command: one unlink, one invite."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TypeAlias

import pytest
from fakes import ACCOUNT, SHOP, Killed, Press, portal_down
from flow_bench import Bench
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from replacing import BOBS, REPLACE, DeadlyTrail, killed, marks_of, sent, with_both

from agent.domain.ledger import ClaimState, LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.record import Progress, Record
from agent.domain.seen import CheckName, Said
from agent.errors import CompanionError

Plan: TypeAlias = list[tuple[int, int, int, int, bool]]
RUNS = int(os.environ.get("REPLACE_RUNS", "100"))
MARKS = marks_of(with_both(Bench()))
UNLINK_CLAIMED = MARKS.index("CP10") + 1
EVERY = pytest.mark.parametrize("nth", range(1, len(MARKS) + 1), ids=[f"{n}-{one}" for n, one in enumerate(MARKS, 1)])

delays = st.sampled_from([0, 5, 90, 900]).map(lambda seconds: timedelta(seconds=seconds))
presses = st.builds(
    Press,
    commits=st.booleans(),
    after=delays,
    said=st.sampled_from([Said.SUCCESS, Said.REFUSAL, Said.NOTHING]),
    text=st.sampled_from(["fake", "The account's e-commerce permission is restricted."]),
    breaks=st.sampled_from([None, TimeoutError("click"), OSError("gone"), portal_down()]),
)
runs = st.tuples(
    st.integers(0, len(MARKS) + 8),
    st.integers(0, 4),
    st.integers(0, 3),
    st.sampled_from([1, 3600, 90_000]),
    st.booleans(),
)


def next_run(bench: Bench) -> Record:
    """The same command once more, when the dead run's lease is over."""
    bench.clock.moment += timedelta(minutes=11)
    return bench.replace(REPLACE)


@pytest.mark.fast
@EVERY
def test_a_run_killed_at_any_point_is_finished_by_the_next(bench: Bench, nth: int) -> None:
    killed(with_both(bench), nth)
    by_a_person(bench)

    record = next_run(bench)

    assert record.progress is Progress.REPLACED
    assert sent(bench) == (1, 1)
    assert not bench.ledger.check()


def by_a_person(bench: Bench) -> None:
    """A kill between claim and click needs one, who sees that nothing happened, and gives the unlink back."""
    for claim in bench.ask("claims", unsettled=True):
        bench.clock.moment += timedelta(minutes=11)
        bench.reconcile(SHOP)
        if claim.key.kind is Kind.UNLINK and not bench.portal.effects:
            bench.ask("release", claim.intent, "Li Wei", "Seller Center still shows 3 of 3")


@pytest.mark.fast
def test_killed_between_claim_and_click_it_waits_for_a_person(bench: Bench) -> None:
    killed(with_both(bench), UNLINK_CLAIMED)

    record = next_run(bench)

    assert (record.exit, record.progress, sent(bench)) == (20, Progress.LEAVING_UNKNOWN, (0, 0))


@pytest.mark.fast
@EVERY
def test_killed_at_any_point_twice_nothing_is_doubled(bench: Bench, nth: int) -> None:
    killed(with_both(bench), nth)
    bench.clock.moment += timedelta(minutes=11)
    one_run(bench, nth)
    by_a_person(bench)

    assert next_run(bench).progress is Progress.REPLACED
    assert sent(bench) == (1, 1)


def one_run(bench: Bench, kill_at: int) -> Outcome | None:
    try:
        return bench.replace(REPLACE, trail=DeadlyTrail(kill_at)).outcome
    except (Killed, CompanionError):
        return None


def assert_order_is_kept(bench: Bench) -> None:
    """Nobody came before it was known that the other had left, and nothing was pressed without a claim of its own."""
    claims = bench.ask("claims")
    let_go = [one for one in claims if one.key.kind is Kind.UNLINK]
    binds = [one for one in claims if one.key.kind is Kind.BIND]
    gone = [one.settled_at for one in let_go if one.state is ClaimState.DONE]
    unlinks, _ = sent(bench)
    assert unlinks <= 1, "a doubled unlink"
    assert bench.portal.clicks <= len(claims), "a click without a claim of its own"
    assert not binds or unlinks, "one came though nobody had left"
    assert all(any(done <= one.claimed_at for done in gone) for one in binds if gone), "one came too early"
    assert unlinks <= bench.ask("spent", "unlinks", SHOP.id, "ever"), "an unlink that was not counted"
    assert not bench.ledger.check(), "events and projections disagree"


@settings(max_examples=RUNS, derandomize=True, suppress_health_check=list(HealthCheck))
@given(planned=st.lists(presses, max_size=4), plan=st.lists(runs, min_size=1, max_size=4), lag=delays)
def test_no_history_doubles_or_reverses_anything(planned: list[Press], plan: Plan, lag: timedelta) -> None:
    bench = with_both(Bench())
    bench.portal.presses, bench.portal.lag = list(planned), lag
    for kill_at, failures, cut, jump, objects in plan:
        bench.portal.failing_reads, bench.portal.cut_lists = [portal_down()] * failures, cut
        bench.portal.failed_checks = {CheckName.OWNER_ADULT} if objects else set()
        one_run(bench, kill_at)
        bench.clock.moment += timedelta(seconds=jump)
    healthy(bench)
    assert_order_is_kept(bench)
    bench.ledger.close()


def healthy(bench: Bench) -> None:
    """Enough starts without a fault for everything to be seen."""
    bench.portal.failing_reads, bench.portal.cut_lists, bench.portal.failed_checks = [], 0, set()
    bench.portal.lag = timedelta()
    for _ in range(3):
        bench.clock.moment += timedelta(minutes=20)
        one_run(bench, 0)
    bench.clock.moment += timedelta(minutes=20)  # what the last press has sent may come late
    bench.refresh(SHOP)
    links = {one.account: one.state for one in bench.links(SHOP.id)}
    assert ACCOUNT in bench.portal.links() or links[ACCOUNT] is LinkState.UNLINKED, "a lost unlink"
    invited = {one.account for one in bench.ask("invitations", SHOP.id)}
    assert BOBS in invited or not sent(bench)[1], "a lost invitation"
