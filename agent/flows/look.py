"""Where a sent invitation is looked up: the list of invitations, on a fresh navigation of its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.identity import Handle
from agent.domain.ledger import CONCLUDED_INVITATIONS, Invitation
from agent.domain.sighting import Absent, Sighted, Sighting, Unclear
from agent.errors import AskPerson, Code
from agent.ports import Invitations

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.identity import ShopId
    from agent.domain.ledger import Claim
    from agent.domain.seen import InvitationRow, InvitationsSeen
    from agent.once import Look
    from agent.ports import Desk, Visit


async def read_invitations(visit: Visit, desk: Desk, shop: ShopId) -> InvitationsSeen:
    """Read the whole list in the right shop, and let the ledger remember it."""
    seen = await desk.reader.read("invitations", lambda: read_list(visit, shop))
    now = desk.clock.now()
    rows = [as_invitation(row, shop, now) for row in seen.invitations.rows]
    await desk.ledger.see_invitations(shop, [row for row in rows if row])
    return seen


async def read_list(visit: Visit, shop: ShopId) -> InvitationsSeen:
    """Read the list of invitations on a fresh page, which must stand in the right shop; the ledger is not told."""
    seen = await (await visit.open(Invitations)).read()
    if seen.session.shop != shop:
        raise AskPerson(Code.E_WRONG_SHOP, shop=shop)
    return seen


def as_invitation(row: InvitationRow, shop: ShopId, now: datetime) -> Invitation | None:
    """A row as the ledger remembers it; None where the profile does not know its status word."""
    if row.state is None:
        return None
    return Invitation(
        row.invitation_id,
        shop,
        row.account_id,
        Handle(row.handle),
        row.state,
        row.sent_at,
        row.expires_at,
        now,
        row.note,
    )


def looking(visit: Visit, desk: Desk) -> Look:
    """The look of a bind: is there an invitation to this very account that was not there before the claim?"""

    async def look(claim: Claim) -> Sighting:
        known = (await desk.ledger.memory(claim.key.shop, claim.key.account, claim.key.kind)).known_invitations
        seen = await read_invitations(visit, desk, claim.key.shop)
        if claim.invitation_id:
            mine = [row for row in seen.invitations.rows if row.invitation_id == claim.invitation_id]
            alive = [row for row in mine if row.state not in CONCLUDED_INVITATIONS]
            return _sighted(alive) if alive else Absent()
        earliest = claim.claimed_at - desk.rules.clock_skew_refuse.value
        ours = [
            row
            for row in seen.invitations.rows
            if row.account_id == claim.key.account and row.invitation_id not in known and row.sent_at >= earliest
        ]
        if ours:
            return _sighted(ours)
        return Absent() if seen.invitations.complete else Unclear("the list is incomplete")

    return look


def _sighted(rows: list[InvitationRow]) -> Sighted:
    first = min(rows, key=lambda row: row.sent_at)
    receipt = {"invitation_id": first.invitation_id, "status": first.status, "sent_at": first.sent_at.isoformat()}
    return Sighted(receipt, duplicate=len(rows) > 1)
