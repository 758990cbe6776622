"""Follow an invitation: pending, accepted, in review, linked, or ended otherwise; nothing is pressed here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from agent.domain.ledger import (
    CONCLUDED_INVITATIONS,
    ClaimState,
    Invitation,
    InvitationState,
    LinkState,
    Outcome,
    Settled,
)
from agent.domain.permit import Kind
from agent.domain.reason import Reason
from agent.domain.record import BindRequest, Record
from agent.domain.verdict import Effect
from agent.errors import AskPerson, Code, LookAgain
from agent.flows.links import known_links
from agent.flows.look import read_invitations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.identity import AccountId, ShopId
    from agent.domain.ledger import Claim
    from agent.domain.verdict import Decision
    from agent.ports import Desk, Visit

# How long a review takes is told nowhere; after a month a person should look what became of it.
REVIEWED_BY: Final = timedelta(days=30)


async def already(request: BindRequest, decision: Decision, visit: Visit, desk: Desk) -> Record:
    """The portal says that an invitation of this pair is out: nothing is pressed, it is followed."""
    record = await still_pending(request, visit, desk)
    if record is None:
        return Record(request.shop, request.target, Kind.BIND, Outcome.REFUSED, decision, code=decision.code)
    return replace(record, decision=decision)


async def still_pending(request: BindRequest, visit: Visit, desk: Desk) -> Record | None:
    """The record of the pair's open invitation, read anew and followed; None where none is open any more."""
    seen = await read_invitations(visit, desk, request.shop.id)
    account = request.target.account_id
    pending = (await desk.ledger.memory(request.shop.id, account, Kind.BIND)).pending if account else None
    if pending is None:
        return None
    shop, target = request.shop, request.target
    if pending.invitation_id not in {row.invitation_id for row in seen.invitations.rows}:
        if not seen.invitations.complete:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="half_a_list")
        raise AskPerson(
            Code.E_EFFECT_MISMATCH,
            handle=target.handle,
            shop=shop.name,
            detail="invitation_gone",
            value=pending.invitation_id,
        )
    await _corrected(pending, desk)
    record = Record(shop, target, Kind.BIND, Outcome.ALREADY, invitation=pending, link=LinkState.INVITED)
    return await follow(record, pending.invitation_id, request.wait_until, visit, desk)


async def on_its_way(request: BindRequest, decision: Decision, visit: Visit, desk: Desk) -> Record | None:
    """Bound, says the portal, and means this shop: the owner has accepted, and the link is still to come.

    None where anything else is held against it, or no accepted invitation waits for its link.
    """
    shop, account = request.shop, request.target.account_id
    if account is None or {one.reason for one in decision.refusals} != {Reason.BOUND_ELSEWHERE}:
        return None
    seen = await read_invitations(visit, desk, shop.id)
    own = [row for row in seen.invitations.rows if row.account_id == account]
    newest = max(own, key=lambda row: row.sent_at, default=None)
    if newest is None or newest.state is not InvitationState.ACCEPTED:
        return None
    linked = await is_linked(account, visit, desk, shop.id)
    last = (await desk.ledger.memory(shop.id, account, Kind.BIND)).last_linked
    over = last is not None and last >= newest.sent_at and not linked
    if over or desk.clock.now() - newest.sent_at > REVIEWED_BY:
        return None
    told = Outcome.ALREADY, _without_refusals(decision)
    record = Record(shop, request.target, Kind.BIND, *told, link=LinkState.IN_REVIEW)
    return await follow(record, newest.invitation_id, request.wait_until, visit, desk)


def _without_refusals(decision: Decision) -> Decision:
    """What was measured, without the objection that was a misunderstanding."""
    return replace(decision, verdicts=tuple(one for one in decision.verdicts if one.effect is not Effect.REFUSE))


async def _corrected(pending: Invitation, desk: Desk) -> None:
    """A press whose absence was proven and that came late all the same: its invitation is here, so it is done."""
    presses = [one for one in await desk.ledger.claims(shop=pending.shop) if _is_of(one, pending)]
    last = presses[-1] if presses else None
    if last is None or last.state is not ClaimState.NOT_DONE or _is_known(pending, presses):
        return
    if pending.sent_at >= last.claimed_at - desk.rules.clock_skew_refuse.value:
        receipt = {"invitation_id": pending.invitation_id, "sent_at": pending.sent_at.isoformat()}
        await desk.ledger.settle(last, Settled(last.intent, ClaimState.DONE, receipt))


def _is_known(invitation: Invitation, presses: Sequence[Claim]) -> bool:
    return any(one.invitation_id == invitation.invitation_id for one in presses)


def _is_of(claim: Claim, invitation: Invitation) -> bool:
    return (claim.key.kind, claim.key.account) == (Kind.BIND, invitation.account)


async def follow(record: Record, invitation_id: str, until: datetime | None, visit: Visit, desk: Desk) -> Record:
    """Look until the invitation is linked or over, or the time is up; without a time the last look is enough."""
    while True:
        record = await _now(record, invitation_id, visit, desk)
        over = record.link is LinkState.LINKED or record.code is not None
        if over or until is None or desk.clock.now() >= until:
            return record
        await desk.clock.sleep(desk.waits.follow_pause)
        await read_invitations(visit, desk, record.shop.id)


async def _now(record: Record, invitation_id: str, visit: Visit, desk: Desk) -> Record:
    """The record with the invitation's present state, as the ledger remembers the last reading."""
    invitation = await _remembered(record.shop.id, invitation_id, desk)
    if invitation is None:
        return record
    record = replace(record, invitation=invitation)
    if invitation.state in CONCLUDED_INVITATIONS:
        return replace(record, outcome=Outcome.REJECTED, code=Code.B_REJECTED, link=None, note=invitation.note)
    if invitation.state is InvitationState.PENDING:
        return record
    if await is_linked(invitation.account, visit, desk, record.shop.id):
        return replace(record, link=LinkState.LINKED)
    if desk.clock.now() - invitation.sent_at > REVIEWED_BY:
        return never_linked(record, invitation)
    return replace(record, link=LinkState.IN_REVIEW)


def never_linked(record: Record, invitation: Invitation) -> Record:
    """A review of a month is none: the link came and went while nobody looked, or it will not come."""
    told = {"handle": invitation.handle, "shop": record.shop.name, "detail": "never_linked"}
    claim = {"intent": record.settled.intent} if record.settled else {}
    told |= claim | {"value": f"{invitation.sent_at:%Y-%m-%d}"}
    return replace(record, outcome=Outcome.NEEDS_PERSON, code=Code.E_EFFECT_MISMATCH, error=told, link=None)


async def _remembered(shop: ShopId, invitation_id: str, desk: Desk) -> Invitation | None:
    return next((one for one in await desk.ledger.invitations(shop) if one.invitation_id == invitation_id), None)


async def is_linked(account: AccountId, visit: Visit, desk: Desk, shop: ShopId) -> bool:
    """Whether the account's row stands in the list of linked accounts; the ledger remembers the list."""
    seen = await known_links(visit, shop, desk)
    return any(row.account_id == account for row in seen.links.rows)
