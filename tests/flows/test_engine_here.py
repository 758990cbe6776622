"""A worker that ends while visits go on: they have a grace, and none outlives the browser that is closed after it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from fakes import LOGIN, SHOP
from flow_bench import finished

from agent.adapters.engine_here import EngineHere
from agent.domain.identity import ShopId
from agent.ports import DueShop

pytestmark = pytest.mark.fast


async def signalled(times: int, visits: list[str]) -> None:
    """So many signals come while a visit goes on that takes longer than anybody waits."""

    async def due() -> list[DueShop]:
        return [DueShop(SHOP.id, LOGIN.id)]

    async def visit(shop: ShopId) -> None:
        visits.append(shop)
        try:
            await asyncio.sleep(3600)
        finally:
            visits.append("told how it ended")

    task = asyncio.ensure_future(EngineHere().run(due, visit, 1, timedelta(seconds=1)))
    for _ in range(times):
        await asyncio.sleep(0.02)
        task.cancel()
    try:
        await task
    finally:
        visits.append("the worker is gone")


def test_a_second_signal_ends_the_grace_and_the_visit_with_it() -> None:
    visits = list[str]()

    with pytest.raises(asyncio.CancelledError):
        finished(signalled(2, visits))

    assert visits == [SHOP.id, "told how it ended", "the worker is gone"]
