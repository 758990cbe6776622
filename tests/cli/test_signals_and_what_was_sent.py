"""A signal after something was sent: the call goes on saying so, however it ends."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fakes import ADD, REQUEST, SHOP, FakeClock
from flow_bench import Bench

from agent.cli import loop
from agent.cli.loop import go
from agent.cli.restocking import _fill
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.record import Record
from agent.errors import Code, CompanionError, Submitted, TryLater
from agent.flows.sent import sent
from agent.settings import load_settings
from agent.wiring import Desks, House, desks

pytestmark = pytest.mark.fast
SENT = Record(SHOP, REQUEST.target, Kind.BIND, Outcome.DONE, submitted=Submitted.YES)
REFUSED = Record(SHOP, REQUEST.target, Kind.BIND, Outcome.REFUSED, code=Code.G_SLOTS)
UNKNOWN = Record(SHOP, REQUEST.target, Kind.BIND, Outcome.UNKNOWN, submitted=Submitted.MAYBE)


async def signalled() -> None:
    signal.raise_signal(signal.SIGTERM)
    await asyncio.sleep(60)


async def in_trouble() -> None:
    raise TryLater(Code.E_BUSY)


def ended(work: Coroutine[Any, Any, object]) -> CompanionError:
    with pytest.raises(CompanionError) as told:
        go(work)
    return told.value


async def told_of(records: list[Record], then: Callable[[], Awaitable[None]]) -> None:
    for one in records:
        sent(one.submitted)
    await then()


@pytest.mark.parametrize(
    ("records", "submitted"),
    [([], "no"), ([REFUSED], "no"), ([SENT], "yes"), ([SENT, REFUSED], "yes"), ([SENT, UNKNOWN, SENT], "maybe")],
)
@pytest.mark.parametrize(("then", "exit_"), [(signalled, 143), (in_trouble, 13)])
def test_what_an_earlier_one_of_several_has_sent_is_never_denied(
    records: list[Record], submitted: str, then: Callable[[], Awaitable[None]], exit_: int
) -> None:
    error = ended(told_of(records, then))

    assert (error.exit, error.submitted, "sent_before" in error.params) == (exit_, submitted, submitted != "no")


def test_the_next_call_has_sent_nothing_yet() -> None:
    first, second = ended(told_of([SENT], signalled)), ended(told_of([], signalled))

    assert (first.submitted, second.submitted) == ("yes", "no")


def test_neither_is_a_product_that_was_added() -> None:
    bench = Bench()
    bench.ready(ADD)

    async def desk(_: object) -> object:
        return bench.desk()

    async def one_of_two() -> None:
        await _fill(cast("Desks", SimpleNamespace(desk=desk, house=SimpleNamespace(settings=load_settings()))), ADD)
        await signalled()

    assert (ended(one_of_two()).submitted, bench.portal.clicks) == ("yes", 1)
    bench.ledger.close()


async def writes_down(moments: float) -> str:
    """Is stopped, and stopped again while it writes down how it ended."""
    try:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(moments)
    return "written down"


def test_the_same_signal_twice_at_once_is_one() -> None:
    assert go(writes_down(0.01)) == "written down"


def test_one_that_comes_when_patience_is_over_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "PATIENCE_S", 0)

    assert ended(writes_down(60)).exit == 130


@asynccontextmanager
async def signalled_in_closing(_: object) -> AsyncIterator[None]:
    """A ledger; one signal comes while it, and the browser before it, is closed."""
    yield
    await signalled()


async def work_at(desk: Callable[[], Awaitable[None]]) -> int:
    house = cast("House", SimpleNamespace(clock=lambda _: FakeClock(), ledger=signalled_in_closing))
    async with desks(house, "unlink"):
        await desk()
    return 20


async def done() -> None:
    """Nothing is left to do."""


def test_a_signal_while_all_is_closed_takes_no_result_away() -> None:
    assert go(work_at(done)) == 20


def test_one_that_came_before_is_none_of_these() -> None:
    assert ended(work_at(signalled)).exit == 143
