"""Settle what earlier runs left open, by looking; nothing is ever pressed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.permit import Kind
from agent.flows import observe
from agent.flows.look import looking
from agent.flows.visiting import visiting
from agent.once import look_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.ledger import Claim, Settled
    from agent.domain.roster import Shop
    from agent.ports import Desk


async def reconcile(shop: Shop, claims: Sequence[Claim], desk: Desk) -> Sequence[tuple[Claim, Settled]]:
    """Look every open or unknown bind of one shop up, oldest first."""
    binds = [claim for claim in claims if claim.key.kind is Kind.BIND]
    async with visiting(desk) as visit:
        await desk.reader.read("home", lambda: observe.at_home(visit, shop))
        return [(claim, await look_up(claim, desk, looking(visit, desk))) for claim in binds]
