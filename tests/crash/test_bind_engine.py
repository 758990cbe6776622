"""Thousands of binds on a scripted portal with faults, kills and clock jumps; the invariants hold after each.

Real flow, real ledger, real guards and rules; the other ports are fakes. A kill is a BaseException that nothing in the
program catches. Every history ends with runs on a healthy portal, as a scheduler would start them.
"""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta

import pytest
from fakes import ACCOUNT, REQUEST, Killed, Press, portal_down
from flow_bench import Bench
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from agent.domain.ledger import ClaimState, Outcome
from agent.domain.seen import Said
from agent.errors import CompanionError

POINTS = ("CP02", "CP05", "CP08", "CP07", "CP09", "CP10", "CP15", "CP16", "CP17", "CP23", "CP22")
RUNS = int(os.environ.get("ENGINE_RUNS", "2000"))
SHARDS = 8

delays = st.sampled_from([0, 5, 30, 90, 180, 900]).map(lambda seconds: timedelta(seconds=seconds))
presses = st.builds(
    Press,
    commits=st.booleans(),
    after=delays,
    said=st.sampled_from([Said.SUCCESS, Said.REFUSAL, Said.NOTHING]),
    text=st.just("fake"),
    breaks=st.sampled_from([None, TimeoutError("click"), OSError("gone"), portal_down()]),
)
runs = st.tuples(
    st.sampled_from(["", *POINTS]),
    st.lists(st.booleans(), max_size=4),
    st.integers(0, 4),
    st.sampled_from([0, 1, 3600, 86400]),
)


def one_run(bench: Bench, kill_at: str) -> Outcome | None:
    """One start of the command, which may be killed or end in an error."""
    try:
        return bench.bind(REQUEST, kill_at=kill_at).outcome
    except (Killed, CompanionError):
        return None


def history(bench: Bench, plan: list[tuple[str, list[bool], int, int]]) -> None:
    """Several starts with faults, then enough healthy ones for everything to settle."""
    for kill_at, failures, cut, jump in plan:
        bench.portal.failing_reads = [portal_down() for fails in failures if fails]
        bench.portal.cut_lists = cut
        one_run(bench, kill_at)
        bench.clock.moment += timedelta(seconds=jump)
    bench.portal.failing_reads, bench.portal.cut_lists, bench.portal.lag = [], 0, timedelta()
    for _ in range(2):
        bench.clock.moment += timedelta(minutes=20)
        one_run(bench, "")
    bench.clock.moment += timedelta(minutes=20)
    bench.refresh(REQUEST.shop)


def assert_invariants(bench: Bench) -> None:
    claims = asyncio.run(bench.ledger.claims())
    done = [one for one in claims if one.state is ClaimState.DONE]
    assert bench.portal.clicks <= len(claims), "a click without a claim of its own"
    assert len({one.key for one in claims}) == len(claims), "a key claimed twice"
    assert len(done) <= len(bench.portal.effects), "a phantom success"
    assert not [one for one in claims if one.state is ClaimState.OPEN], "an open claim nobody looked up"
    assert not bench.ledger.check(), "events and projections disagree"
    remembered = {one.account for one in asyncio.run(bench.ledger.invitations(REQUEST.shop.id))}
    invited = {one.account for one in bench.portal.effects}
    assert not invited or ACCOUNT in remembered, "a lost invitation"


def check_history(planned: list[Press], plan: list[tuple[str, list[bool], int, int]], lag: timedelta) -> None:
    """One history from an empty ledger to its end."""
    bench = Bench()
    bench.portal.presses, bench.portal.lag = list(planned), lag
    history(bench, plan)
    assert_invariants(bench)
    bench.ledger.close()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_history_doubles_loses_or_invents_an_invitation(shard: int) -> None:
    histories = given(st.lists(presses, max_size=4), st.lists(runs, min_size=1, max_size=3), delays)
    few = settings(max_examples=RUNS // SHARDS, deadline=None, database=None, suppress_health_check=list(HealthCheck))

    seed(shard)(few(histories(check_history)))()


@pytest.mark.fast
@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_each_point_is_recovered_by_the_next_run(bench: Bench, point: str) -> None:
    one_run(bench, point)
    bench.clock.moment += timedelta(minutes=11)

    outcome = one_run(bench, "")

    assert outcome in {Outcome.DONE, Outcome.ALREADY}
    assert len(bench.portal.effects) == 1
    assert_invariants(bench)
