"""A press that waits for a named person: asked for once; then only the guards and that yes together allow it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.domain.approving import Approval, ApprovalState
from agent.domain.ledger import Outcome
from agent.domain.news import Message, Occasion
from agent.errors import Code
from agent.flows.deliver import tell

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.permit import Permit
    from agent.domain.record import Record
    from agent.ports import Desk


async def asked_first(permit: Permit, allowed: Record, picture: str, desk: Desk) -> Permit | Record:
    """The permit, resting on a named person's yes where one has to be asked; else how the run ends without it.

    What was asked once governs also the runs that would not have asked. `allowed` is the record of a run that may
    press: what the person is shown, with the picture's place.
    """
    anew = desk.ask_first is not None
    approval = await desk.ledger.ask_approval(_of(permit, picture, desk), anew=anew)
    if approval is None:
        return permit
    if approval.state is ApprovalState.APPROVED:
        return replace(permit, approval=approval.id)
    if approval.state is ApprovalState.PENDING:
        await tell(desk.ledger, [_message(approval, allowed)])
        return _parked(approval, allowed)
    return _refused(approval, allowed)


def _of(permit: Permit, picture: str, desk: Desk) -> Approval:
    now = desk.clock.now()
    return Approval(
        key=permit.key,
        login=permit.login,
        handle=permit.handle,
        run=desk.who.run,
        asked_at=now,
        expires_at=now + (desk.ask_first or timedelta()),
        detail=dict(permit.grounds),
        picture=picture,
    )


def _parked(approval: Approval, allowed: Record) -> Record:
    until = {"until": _there(approval.expires_at, allowed), "expires_at": approval.expires_at.isoformat()}
    return _ended(allowed, Outcome.NEEDS_PERSON, Code.E_APPROVAL_WANTED, until | {"approval": approval.id})


def _refused(approval: Approval, allowed: Record) -> Record:
    if approval.state is ApprovalState.DENIED:
        error = {"why": "approval_denied", "by": approval.decided_by, "said": approval.reason}
    else:
        error = {"why": "approval_expired", "until": _there(approval.expires_at, allowed)}
    return _ended(allowed, Outcome.REFUSED, Code.G_NOT_APPROVED, error | {"approval": approval.id})


def _ended(allowed: Record, outcome: Outcome, code: Code, error: dict[str, str]) -> Record:
    return replace(allowed, outcome=outcome, code=code, error=error)


def _message(approval: Approval, allowed: Record) -> Message:
    shop = allowed.shop
    return Message(
        key=f"{Occasion.APPROVAL}/{approval.id}",
        occasion=Occasion.APPROVAL,
        shop=shop.id,
        account=approval.key.account,
        handle=approval.handle,
        values={
            "shop": shop.name,
            "handle": approval.handle,
            "kind": approval.key.kind,
            "approval": approval.id,
            "until": _there(approval.expires_at, allowed),
        },
    )


def _there(moment: datetime, allowed: Record) -> str:
    """As the shop's clock shows it: who reads this may be anywhere."""
    zone = allowed.shop.zone
    return f"{moment.astimezone(ZoneInfo(zone) if zone else UTC):%Y-%m-%d %H:%M} ({zone})"


async def decided(record: Record, until: datetime | None, desk: Desk) -> bool:
    """Whether somebody decides about a parked press before the run stops waiting for it."""
    asked = record.error.get("approval", "")
    while until and record.code is Code.E_APPROVAL_WANTED and desk.clock.now() < until:
        await desk.clock.sleep(min(desk.waits.follow_pause, until - desk.clock.now()))
        approval = await desk.ledger.approval(asked)
        if approval is None or approval.state is not ApprovalState.PENDING:
            return True
    return False
