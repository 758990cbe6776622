"""Keep a showcase before the link that carries it ends: all of it, or it is not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Fact, Known, Source, Unknown
from agent.domain.showcase import KeptShowcase
from agent.errors import AskPerson, TryLater
from agent.flows.handing_over import attended
from agent.flows.showcase_reading import read_to_keep
from agent.ports import HandedBack

if TYPE_CHECKING:
    from agent.domain.identity import AccountId
    from agent.domain.record import UnlinkRequest
    from agent.ports import Desk, Visit


async def keep_showcase(request: UnlinkRequest, account: AccountId, visit: Visit, desk: Desk) -> Fact[int]:
    """Copy the whole showcase from the creator's own page, or note who does without; Unknown says why it failed."""
    if request.without_backup:
        if not request.dry_run:
            await desk.ledger.waive_backup(request.shop.id, account, desk.who.by, request.without_backup)
        return Known(0, Source.DECLARATION)
    try:
        return Known(await _keep(request, account, visit, desk), Source.PAGE)
    except HandedBack:
        raise
    except (AskPerson, TryLater) as error:  # a ledger, vault or disk in trouble is told as what it is
        return Unknown(str(error.code))


async def _keep(request: UnlinkRequest, account: AccountId, visit: Visit, desk: Desk) -> int:
    target = request.target.pinned(account)
    creator = desk.visits.creator(desk.login, visit.lease, target, desk.trail)
    async with creator as own, attended(own, desk):
        seen = await read_to_keep(own, target, desk)
    items = seen.items.rows
    await desk.ledger.keep_showcase(KeptShowcase(request.shop.id, account, desk.clock.now(), items))
    return len(items)
