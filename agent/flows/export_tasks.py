"""The portal's export history: where a file that was asked for is looked up, and found again until it is ready."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from agent.domain.sighting import Absent, Sighted, Sighting
from agent.errors import AskPerson, Code
from agent.ports import ReportExports

if TYPE_CHECKING:
    from agent.domain.exporting import TaskRow, TasksSeen
    from agent.domain.identity import ShopId
    from agent.domain.ledger import Claim
    from agent.once import Look
    from agent.ports import Desk, Visit

_SKEW: Final = timedelta(minutes=2)  # more than that between two clocks, and nothing is pressed (guard `clock`)


def asked_for(visit: Visit, desk: Desk) -> Look:
    """The look of an export: does the history hold a task of this part and these days since the press?"""

    async def look(claim: Claim) -> Sighting:
        seen = await history(visit, claim.key.shop, desk)
        since = claim.claimed_at - _SKEW
        mine = [one for one in seen.rows if one.subject == claim.key.account and one.at >= since]
        return Sighted({"task": mine[-1].task}, duplicate=len(mine) > 1) if mine else Absent()

    return look


async def history(visit: Visit, shop: ShopId, desk: Desk) -> TasksSeen:
    """The history on a fresh navigation, with patience."""
    return await desk.reader.read("export history", lambda: _history(visit, shop))


async def _history(visit: Visit, shop: ShopId) -> TasksSeen:
    seen = await (await visit.open(ReportExports)).history()
    if seen.session.shop != shop:
        raise AskPerson(Code.E_WRONG_SHOP, shop=shop)
    return seen


async def ready(task: str, visit: Visit, shop: ShopId, desk: Desk, until: timedelta) -> TaskRow | None:
    """Wait for this very task; None where it is not ready in time, and is waited for again by the next run."""
    end = desk.clock.now() + until
    while True:
        seen = await history(visit, shop, desk)
        row = next((one for one in seen.rows if one.task == task), None)
        if row and row.ready:
            return row
        if desk.clock.now() >= end:
            return None
        await desk.clock.sleep(desk.waits.follow_pause)
