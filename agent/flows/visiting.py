"""How a flow gets to the portal: the login's lease, its session, and the pause that is due between presses."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from agent.errors import CompanionError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from agent.ports import Desk, Visit


@asynccontextmanager
async def visiting(desk: Desk) -> AsyncIterator[Visit]:
    """One visit with the login's session, under its lease; what was lost is never kept longer."""
    lease = await desk.ledger.lease(desk.login.id, f"{desk.who.machine}/{desk.who.run}", desk.waits.lease)
    desk.mark("CP02")
    try:
        async with desk.visits.open(desk.login, lease, desk.trail) as visit:
            desk.mark("CP05")
            yield visit
        desk.mark("CP22")
    finally:
        with suppress(CompanionError):  # it runs out by itself; what the visit did must be told
            await asyncio.shield(desk.ledger.give_back(lease))  # a signal in this moment must not keep the login taken


async def rest(desk: Desk) -> None:
    """Wait until the pause after this login's last press is over; loopback portals are not paced."""
    last = await desk.ledger.last_press(desk.login.id) if desk.paced else None
    if last is None:
        return
    due = last + desk.rules.press_pause.value - desk.clock.now()
    await desk.clock.sleep(max(due, timedelta()))
