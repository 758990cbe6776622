"""How a flow gets to the portal: the login's lease, its session, and the pause that is due between presses."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from agent.errors import CompanionError, TryLater

_BEATS = 3  # to a lease: two may be missed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from agent.domain.ledger import Lease
    from agent.ports import Desk, Visit


@asynccontextmanager
async def visiting(desk: Desk) -> AsyncIterator[Visit]:
    """One visit with the login's session, under its lease; what was lost is never kept longer."""
    async with held(desk) as lease:
        desk.mark("CP02")
        async with desk.visits.open(desk.login, lease, desk.trail) as visit, kept(lease, desk, visit):
            desk.mark("CP05")
            yield visit
        desk.mark("CP22")


@asynccontextmanager
async def held(desk: Desk) -> AsyncIterator[Lease]:
    """The login's lease, given back at the end."""
    lease = await desk.ledger.lease(desk.login.id, f"{desk.who.machine}/{desk.who.run}", desk.waits.lease)
    try:
        yield lease
    finally:
        with suppress(CompanionError):  # it runs out by itself; what the visit did must be told
            await asyncio.shield(desk.ledger.give_back(lease))  # a signal in this moment must not keep the login taken


@asynccontextmanager
async def kept(lease: Lease, desk: Desk, visit: Visit | None = None) -> AsyncIterator[None]:
    """While entered, the lease is prolonged long before it runs out; once lost, it allows no claim any more.

    So it may be short: who is killed keeps nobody waiting for long.
    """
    over = asyncio.Event()
    beat = asyncio.create_task(_heartbeat(lease, desk, visit, over))
    try:
        yield
    finally:
        over.set()
        with suppress(CompanionError):  # lost: whoever wants to press is told so by the claim
            await beat


async def _heartbeat(lease: Lease, desk: Desk, visit: Visit | None, over: asyncio.Event) -> None:
    """In real time, whatever the house takes for the time of day."""
    while not over.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout(desk.waits.lease.total_seconds() / _BEATS):
                await over.wait()
                return
        try:
            lease = await desk.ledger.renew(lease, desk.waits.lease)
        except TryLater as error:
            if error.params.get("detail") == "lease_lost":
                raise
            continue  # a ledger that is not to be had just now: the lease lives for two more beats
        if visit:
            visit.lease = lease


async def rest(desk: Desk) -> None:
    """Wait until the pause after this login's last press is over; loopback portals are not paced."""
    last = await desk.ledger.last_press(desk.login.id) if desk.paced else None
    if last is None:
        return
    due = last + desk.rules.press_pause.value - desk.clock.now()
    await desk.clock.sleep(max(due, timedelta()))
