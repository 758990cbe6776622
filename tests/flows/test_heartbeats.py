"""A lease is prolonged while a visit lasts: one beat may fail, and one that is lost is not prolonged any more."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fakes import LOGIN
from flow_bench import Bench, finished

from agent.errors import Code, TryLater
from agent.flows.visiting import kept

pytestmark = pytest.mark.fast
SHORT = timedelta(milliseconds=30)


def beats(bench: Bench, trouble: TryLater) -> int:
    """How often a lease was prolonged where the first beat ends in this trouble."""
    asked = list[int]()
    enough = asyncio.Event()

    async def renew(lease: Any, _: timedelta) -> Any:
        asked.append(1)
        if len(asked) == 1:
            raise trouble
        enough.set()
        return lease

    async def visit() -> None:
        lease = await bench.ledger.lease(LOGIN.id, "me", timedelta(hours=1))
        desk = replace(bench.desk(), waits=replace(bench.desk().waits, lease=SHORT))
        bench.ledger.renew = renew  # type: ignore[method-assign]
        async with kept(lease, desk):
            async with asyncio.timeout(0.5):
                await enough.wait()

    try:
        finished(visit())
    except TimeoutError:
        return 0
    return len(asked)


def test_a_ledger_that_is_not_to_be_had_for_a_moment_costs_no_lease(bench: Bench) -> None:
    assert beats(bench, TryLater(Code.E_BUSY, detail="locked")) >= 2


def test_a_lease_that_is_lost_is_not_prolonged(bench: Bench) -> None:
    assert beats(bench, TryLater(Code.E_BUSY, detail="lease_lost")) == 0
