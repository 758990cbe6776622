"""A signal at any labelled point: what was pressed is told as pressed, and the login is free again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import pytest
from fakes import ACCOUNT, ADD, REQUEST, SHELVED, SHOP, UNLINK, FakeTrail, Press
from flow_bench import Bench, finished
from told import all_that_is_told

from agent.domain.ledger import ClaimState, Outcome, RunRow
from agent.domain.permit import Kind
from agent.domain.record import Record
from agent.domain.seen import Said
from agent.errors import Code, TryLater
from agent.flows.bind import bind
from agent.flows.run import recorded
from agent.flows.showcase import fill
from agent.flows.unlink import unlink
from agent.ports import Desk

pytestmark = pytest.mark.fast
Flow = Callable[[Desk], Awaitable[Record]]
ACTS = pytest.mark.parametrize(
    ("kind", "flow"),
    [(Kind.BIND, partial(bind, REQUEST)), (Kind.UNLINK, partial(unlink, UNLINK))],
    ids=["bind", "unlink"],
)
BEFORE = ("CP02", "CP04", "CP05", "CP08", "CP07", "CP09")
AFTER = ("CP15", "CP16", "CP17", "CP22")


class SignalledTrail(FakeTrail):
    """A signal comes when a point is reached, and something else with it."""

    def __init__(self, point: str, deed: Callable[[], object]) -> None:
        super().__init__()
        self.point, self.deed = point, deed

    def mark(self, point: str) -> None:
        super().mark(point)
        task = asyncio.current_task()
        if point == self.point and task:
            self.deed()
            task.cancel()


def signalled(bench: Bench, kind: Kind, flow: Flow, point: str, deed: Callable[[], object] = lambda: None) -> Record:
    bench.portal.linked = set() if kind is Kind.BIND else {ACCOUNT}
    desk = replace(bench.desk(), trail=SignalledTrail(point, deed))
    record, _ = asyncio.run(recorded(SHOP, REQUEST.target, kind, desk, lambda: flow(desk)))  # type: ignore[arg-type]  # a coroutine
    return record


@ACTS
@pytest.mark.parametrize("point", AFTER)
def test_after_the_press_nothing_is_hidden(
    bench: Bench, kind: Kind, flow: Flow, point: str, capsys: pytest.CaptureFixture[str]
) -> None:
    record = signalled(bench, kind, flow, point)

    ends = {(Outcome.DONE, 0, "yes", ClaimState.DONE), (Outcome.UNKNOWN, 20, "maybe", ClaimState.OPEN)}
    (state,) = bench.states()
    assert (record.outcome, record.exit, record.submitted, state) in ends
    assert (bench.ask("runs")[0].outcome, bench.portal.clicks) == (record.outcome, 1)
    assert ("companion reconcile" in all_that_is_told(record, capsys)) == (record.exit == 20)


@pytest.mark.parametrize(
    ("press", "code", "submitted"),
    [
        (Press(times=2), Code.E_EFFECT_MISMATCH, "yes"),
        (Press(commits=False, said=Said.REFUSAL, text="An unlink request is already open."), Code.B_CONFLICT, "yes"),
        (Press(commits=False, breaks=TimeoutError("click")), Code.E_OUTCOME_UNKNOWN, "maybe"),
    ],
    ids=["twice", "no", "nothing"],
)
def test_what_was_settled_already_is_told_as_it_was(bench: Bench, press: Press, code: Code, submitted: str) -> None:
    bench.portal.presses = [press]

    record = signalled(bench, Kind.UNLINK, partial(unlink, UNLINK), "CP17")

    assert (record.code, record.submitted, bench.portal.clicks) == (code, submitted, 1)
    assert bench.ask("runs")[0].exit == record.exit


def test_what_is_taken_out_by_a_run_that_also_adds_is_not_hidden_either(bench: Bench) -> None:
    there, goes = SHELVED, f"{SHELVED[:-1]}1"
    mixed = replace(ADD, adds=(there,), removes=(goes,))

    record = signalled(bench, Kind.SHOWCASE_ADD, partial(fill, mixed), "CP15")

    assert (record.outcome, record.exit, record.submitted) == (Outcome.UNKNOWN, 20, "maybe")
    assert (bench.portal.clicks, bench.states()) == (1, [ClaimState.OPEN])


@pytest.mark.parametrize("trouble", [TryLater(Code.E_BUSY), asyncio.CancelledError()], ids=["away", "second signal"])
@pytest.mark.parametrize("point", ["CP09", "CP15"])
def test_where_nobody_can_say_what_was_pressed_it_is_unknown(bench: Bench, point: str, trouble: BaseException) -> None:
    async def gone(**_: object) -> None:
        raise trouble

    def with_the_ledger() -> None:
        bench.ledger.claims = gone  # type: ignore[method-assign,assignment]  # a server that is shut down too

    record = signalled(bench, Kind.UNLINK, partial(unlink, UNLINK), point, with_the_ledger)

    assert (record.outcome, record.exit, record.submitted) == (Outcome.UNKNOWN, 20, "maybe")


def signalled_in_writing(bench: Bench, times: int, *, hangs: bool = False) -> Record:
    """An unlink that is done; the signals come while its run is written down."""
    bench.portal.linked = {ACCOUNT}
    desk, write = bench.desk(), bench.ledger.record

    async def run() -> Record:
        task = asyncio.current_task()
        assert task

        async def slowly(row: RunRow) -> None:
            for _ in range(times):
                task.cancel()
            await (asyncio.Event().wait() if hangs else asyncio.sleep(0))
            await write(row)

        bench.ledger.record = slowly  # type: ignore[method-assign]
        record, _ = await recorded(SHOP, REQUEST.target, Kind.UNLINK, desk, partial(unlink, UNLINK, desk))
        return record

    async def ends() -> Record:
        (ended,), _ = await asyncio.wait([asyncio.ensure_future(run())], timeout=5)
        return ended.result()

    return asyncio.run(ends())


def test_a_signal_while_the_run_is_written_down_waits_for_that(bench: Bench) -> None:
    record = signalled_in_writing(bench, 1)

    assert (record.outcome, record.exit, record.submitted) == (Outcome.DONE, 0, "yes")
    assert [one.outcome for one in bench.ask("runs")] == [Outcome.DONE]


def test_a_second_one_gets_away_from_a_ledger_that_hangs_and_hides_nothing_either(bench: Bench) -> None:
    record = signalled_in_writing(bench, 2, hangs=True)

    assert (record.outcome, record.submitted, bench.states()) == (Outcome.DONE, "yes", [ClaimState.DONE])
    assert bench.ask("runs") == []


def test_a_run_that_only_looks_was_never_sent_whatever_becomes_of_the_ledger(bench: Bench) -> None:
    async def gone(**_: object) -> None:
        raise TryLater(Code.E_BUSY)

    async def signalled_look() -> Record:
        raise asyncio.CancelledError

    bench.ledger.claims = gone  # type: ignore[method-assign,assignment]

    with pytest.raises(asyncio.CancelledError):
        finished(recorded(SHOP, None, None, bench.desk(), signalled_look))
    assert bench.ask("runs")[0].exit == 130


@ACTS
@pytest.mark.parametrize("point", BEFORE)
def test_before_the_claim_it_is_cancelled(bench: Bench, kind: Kind, flow: Flow, point: str) -> None:
    with pytest.raises(asyncio.CancelledError):
        signalled(bench, kind, flow, point)

    assert (bench.portal.clicks, bench.states()) == (0, [])
    assert bench.ask("runs")[0].outcome is Outcome.CANCELLED


@ACTS
@pytest.mark.parametrize("point", BEFORE[1:])
def test_the_login_is_free_at_once(bench: Bench, kind: Kind, flow: Flow, point: str) -> None:
    with pytest.raises(asyncio.CancelledError):
        signalled(bench, kind, flow, point)

    assert asyncio.run(flow(bench.desk())).outcome is Outcome.DONE  # type: ignore[arg-type]  # a coroutine
