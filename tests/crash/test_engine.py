"""Thousands of runs of every irreversible act on a scripted portal with faults, kills and clock jumps.

Real flow, real ledger, real guards and rules; the other ports are fakes. A kill is a BaseException that nothing in the
program catches. Every history ends with runs on a healthy portal, as a scheduler would start them.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any, TypeAlias

import pytest
from every_trial import EVERY
from fakes import SHOP, Killed, Press, portal_down
from flow_bench import Bench
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from told import all_that_is_told
from trials import Trial

from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.record import Record
from agent.domain.seen import Jumped, Said
from agent.errors import ALL_EXITS, CompanionError
from agent.flows.run import failed

Plan: TypeAlias = list[tuple[str, list[bool], int, int]]
Owner: TypeAlias = tuple[Jumped, timedelta]
POINTS = (
    *("CP02", "CP04", "CP05", "CP06", "CP08", "CP07", "CP09"),
    *("CP10", "CP11", "CP15", "CP23", "CP16", "CP17", "CP22"),
)
ENDED_WELL = {Outcome.DONE, Outcome.ALREADY, Outcome.NOTHING_TO_DO}
RUNS = int(os.environ.get("ENGINE_RUNS", "2000"))
HEAVY = int(os.environ.get("ENGINE_RUNS", "10000"))
FIRST = int(os.environ.get("ENGINE_SEED", "1000"))  # of the long ones, one for each shard
SHARDS = 4
each_trial = pytest.mark.parametrize("trial", EVERY, ids=str)

delays = st.sampled_from([0, 5, 30, 90, 180, 900]).map(lambda seconds: timedelta(seconds=seconds))
presses = st.builds(
    Press,
    commits=st.booleans(),
    after=delays,
    said=st.sampled_from([Said.SUCCESS, Said.REFUSAL, Said.NOTHING]),
    text=st.just("fake"),
    breaks=st.sampled_from([None, TimeoutError("click"), OSError("gone"), portal_down()]),
)
owners = st.tuples(
    st.sampled_from([*[Jumped.AUTHORIZED] * 3, Jumped.DECLINED]),
    st.sampled_from([5, 300, 540, 660]).map(lambda seconds: timedelta(seconds=seconds)),
)
runs = st.tuples(
    st.sampled_from(["", *POINTS]),
    st.lists(st.booleans(), max_size=4),
    st.integers(0, 4),
    st.sampled_from([0, 1, 3600, 86400]),
)


def one_run(bench: Bench, trial: Trial, kill_at: str = "") -> None:
    """One start of the command, which may be killed; where it comes to its end, what it says is true."""
    clicks = bench.portal.clicks
    try:
        record = trial.run(bench, kill_at)
    except Killed:
        return
    except CompanionError as error:
        record = failed(SHOP, None, trial.kind, error)
    assert_told_truly(bench, trial, record, bench.portal.clicks - clicks)


def assert_told_truly(bench: Bench, trial: Trial, record: Record, clicks: int) -> None:
    """What must hold of every single run."""
    assert record.exit in ALL_EXITS
    assert (record.exit == 0) == (record.outcome in ENDED_WELL)
    assert record.submitted != "no" or clicks == 0, "it says that nothing was sent"
    known = [one for one in bench.portal.effects if one.kind is trial.kind]
    happened = [one for one in known if one.item or one.at <= bench.clock.now()]  # a product's are told early
    assert record.outcome not in ENDED_WELL or happened, "a phantom success"


def history(bench: Bench, trial: Trial, plan: Plan) -> None:
    """Several starts with faults, then enough healthy ones for everything to settle."""
    for kill_at, failures, cut, jump in plan:
        bench.portal.failing_reads = [portal_down() for fails in failures if fails]
        bench.portal.cut_lists = cut
        one_run(bench, trial, kill_at)
        bench.clock.moment += timedelta(seconds=jump)
    bench.portal.failing_reads, bench.portal.cut_lists, bench.portal.lag = [], 0, timedelta()
    for _ in range(2):
        bench.clock.moment += timedelta(minutes=20)
        one_run(bench, trial)
    bench.clock.moment += timedelta(minutes=20)
    bench.reconcile(SHOP)


def assert_invariants(bench: Bench, trial: Trial) -> None:
    """What must hold of every act, and then what must hold of this one."""
    claims = bench.ask("claims")
    done = [one for one in claims if one.state is ClaimState.DONE]
    assert bench.portal.clicks <= len(claims), "a click without a claim of its own"
    assert len({one.key for one in claims}) == len(claims), "a key claimed twice"
    assert len(done) <= len(bench.portal.effects), "a phantom success"
    assert not [one for one in claims if one.state is ClaimState.OPEN], "an open claim nobody looked up"
    trial.holds(bench)
    assert not bench.ledger.check(), "events and projections disagree"


def played(trial: Trial, planned: list[Press], plan: Plan, lag: timedelta, owner: Owner) -> Bench:
    """One history from an empty ledger to its end."""
    bench = Bench(at_once=True)
    trial.prepare(bench)
    bench.portal.presses, bench.portal.lag, bench.portal.owner = list(planned), lag, owner
    history(bench, trial, plan)
    return bench


def check_history(trial: Trial, planned: list[Press], plan: Plan, lag: timedelta, owner: Owner) -> None:
    """One history, and what holds at its end."""
    bench = played(trial, planned, plan, lag, owner)
    assert_invariants(bench, trial)
    bench.ledger.close()


def check_histories(trial: Trial, shard: int, count: int) -> None:
    """So many histories, the same ones for the same shard."""
    few = settings(max_examples=count, suppress_health_check=list(HealthCheck))
    plans = st.lists(runs, min_size=1, max_size=3)
    histories = given(st.just(trial), st.lists(presses, max_size=4), plans, delays, owners)

    seed(shard)(few(histories(check_history)))()


@each_trial
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_history_doubles_loses_or_invents_an_effect(trial: Trial, shard: int) -> None:
    check_histories(trial, shard, RUNS // (SHARDS * len(EVERY)))


@pytest.mark.heavy
@pytest.mark.timeout(3600)
@each_trial
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_long_history_does_either(trial: Trial, shard: int) -> None:
    check_histories(trial, FIRST + shard, HEAVY // (SHARDS * len(EVERY)))


@pytest.mark.fast
@each_trial
@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_each_point_is_recovered_by_the_next_run(
    bench: Bench, trial: Trial, point: str, capsys: pytest.CaptureFixture[str]
) -> None:
    trial.prepare(bench)
    bench.portal.lag = timedelta(seconds=30)  # so that the first look sees nothing yet, and CP23 is passed
    with pytest.raises(Killed):
        trial.run(bench, point)
    bench.clock.moment += timedelta(minutes=11)

    record = trial.run(bench, "")

    assert (record.outcome, record.exit, record.submitted) in recovered(trial)
    assert bench.states()[-1] is (ClaimState.NOT_DONE if record.exit else ClaimState.DONE)
    assert len(bench.portal.effects) <= bench.portal.clicks
    assert_invariants(bench, trial)
    assert trial.named in all_that_is_told(record, capsys)


def recovered(trial: Trial) -> set[tuple[Outcome, int, str]]:
    """A kill between claim and click leaves nothing: what may be pressed again is, the rest waits for a person."""
    ends = {(Outcome.DONE, 0, "yes"), (Outcome.ALREADY, 0, "no")}
    return ends | ({(Outcome.UNKNOWN, 20, "maybe")} if not trial.kind.repeats else set())


@pytest.mark.fast
@pytest.mark.sample(3)
@each_trial
def test_the_same_history_leaves_the_same_trace(trial: Trial) -> None:
    presses = [Press(after=timedelta(seconds=90), breaks=TimeoutError("click")), Press()]
    plan: Plan = [("CP06", [True], 0, 1), ("CP15", [False, True], 1, 3600), ("", [True, True], 2, 86400)]
    owner = (Jumped.AUTHORIZED, timedelta(seconds=300))

    once, again = (trace(played(trial, presses, plan, timedelta(seconds=30), owner)) for _ in range(2))

    assert once == again


def trace(bench: Bench) -> tuple[Any, ...]:
    """All that a history did: its runs from point to point, what the portal got, and what the ledger wrote down."""
    points = [one.points for one in bench.trails]
    written = bench.ask("events", limit=10_000)
    bench.ledger.close()
    assert {"CP10", "CP17"} <= {one for run in points for one in run}
    return points, bench.portal.clicks, bench.portal.effects, written


def test_every_act_is_on_trial() -> None:
    assert {trial.kind for trial in EVERY} == set(Kind)
