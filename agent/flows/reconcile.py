"""Settle what earlier runs left open, by looking; nothing is ever pressed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.flows.handing_over import visited
from agent.flows.looks import LOOKED_UP, looking_for
from agent.flows.observe import in_shop
from agent.once import look_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.ledger import Claim, Settled
    from agent.domain.roster import Shop
    from agent.ports import Desk, Visit


async def reconcile(shop: Shop, claims: Sequence[Claim], desk: Desk) -> Sequence[tuple[Claim, Settled]]:
    """Look up every claim of one shop that is not settled, oldest first."""
    known = [claim for claim in claims if claim.key.kind in LOOKED_UP]

    async def look(visit: Visit) -> Sequence[tuple[Claim, Settled]]:
        await in_shop(visit, shop, desk)
        return [(claim, await look_up(claim, desk, looking_for(claim.key.kind, visit, desk))) for claim in known]

    return await visited(desk, look)
