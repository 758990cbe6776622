"""Read a shop's invitations and links as the portal shows them now, changing nothing there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.ledger import InvitationState
from agent.flows import observe
from agent.flows.follow import is_linked
from agent.flows.handing_over import visited
from agent.flows.look import read_invitations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.ledger import Invitation
    from agent.domain.roster import Shop
    from agent.ports import Desk, Visit


async def invitations(shop: Shop, desk: Desk) -> Sequence[Invitation]:
    """All invitations of the shop, newest first; where one was accepted, the links are read too."""

    async def look(visit: Visit) -> Sequence[Invitation]:
        await desk.reader.read("home", lambda: observe.at_home(visit, shop))
        await read_invitations(visit, desk, shop.id)
        known = await desk.ledger.invitations(shop.id)
        accepted = next((one for one in known if one.state is InvitationState.ACCEPTED), None)
        if accepted is not None:
            await is_linked(accepted.account, visit, desk, shop.id)
        return known

    return await visited(desk, look)
