"""approvals, approve, deny: presses that wait for a named person's yes, as the ledger remembers them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.call import CALL
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.approving import ApprovalState
from agent.domain.identity import legible
from agent.domain.permit import whom
from agent.errors import Code, MendInput, TryLater

if TYPE_CHECKING:
    from agent.domain.approving import Approval
    from agent.domain.record import Record
    from agent.ports import Clock
    from agent.wiring import Desks, House

ApprovalId = Annotated[str, typer.Argument(metavar="ID", help="The approval's id, as the run or the list tells it.")]
_LIVE = (ApprovalState.PENDING, ApprovalState.APPROVED)


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    for command in (approvals, approve, deny):
        app.command()(command)


def approvals(
    every: Annotated[bool, typer.Option("--all", help="Those that are over, too.")] = False,
) -> int:
    """The presses that wait for a yes, or have one and were not made yet."""
    return go(_approvals(house(), every=every))


def approve(
    approval: ApprovalId, reason: Annotated[str, typer.Option("--reason", help="Why, for the record.")] = ""
) -> int:
    """Say yes to one press: a later run makes it, if every rule still allows it then."""
    return go(_decide(house(), approval, reason.strip(), approve=True))


def deny(approval: ApprovalId, reason: Annotated[str, typer.Option("--reason", help="Why not.")] = "") -> int:
    """Say no to one press, also after a yes that was not used yet; it needs a reason."""
    if not reason.strip():
        raise MendInput(Code.E_USAGE, why="deny_form")
    return go(_decide(house(), approval, reason.strip(), approve=False))


async def _approvals(rooms: House, *, every: bool) -> int:
    async with rooms.ledger(clock_of(rooms)) as book:
        found = [one for one in await book.approvals() if every or one.state in _LIVE]
    names = {one.id: one for one in rooms.roster.shops}
    if CALL.get().json:
        for one in found:
            show.result(as_object(one))
        return 0
    say = words()
    if not found:
        print(say("ui.no_approvals"))
        return 0
    heads = [say(f"ui.{key}") for key in ("approval", "shop", "account", "act", "state", "until", "decided_by")]
    rows = [
        (
            one.id,
            names[one.key.shop].name if one.key.shop in names else one.key.shop,
            whom(one.key.kind, one.handle),
            f"{say(f'kind.{one.key.kind}')} {one.key.item}".strip(),
            say(f"approval.{one.state}"),
            show.moment(one.expires_at, names[one.key.shop].zone if one.key.shop in names else ""),
            one.decided_by,
        )
        for one in found
    ]
    show.table(heads, rows)
    return 0


async def _decide(rooms: House, approval: str, reason: str, *, approve: bool) -> int:
    from agent.wiring import user  # noqa: PLC0415 - with the ledger

    async with rooms.ledger(clock_of(rooms)) as book:
        known = await book.decide_approval(legible(approval, 40), approve=approve, by=user(), reason=reason)
    say = words()
    told = {"by": known.decided_by, "handle": known.handle, "moment": show.moment(known.expires_at)}
    act = say(f"kind.{known.key.kind}")
    line = say("ui.approved", act=act, **told) if approve else say("ui.denied", act=act, note=reason, **told)
    show.result(as_object(known), [line])
    return 0


async def call_for(rooms: House, made: Desks, *records: Record) -> None:
    """What waits for a yes is told now, and not only with the next round."""
    if any(one.code is Code.E_APPROVAL_WANTED for one in records):
        from agent.cli.applying import deliver  # noqa: PLC0415 - rounds are not for every command

        await deliver(rooms, made)


def clock_of(rooms: House) -> Clock:
    """The time that runs go by; where a practice portal is silent whose clock they follow, this machine's will do."""
    with suppress(TryLater):
        return rooms.clock(rooms.clock_portal())
    return rooms.clock()


def as_object(one: Approval) -> dict[str, object]:
    """An approval as JSON-able data."""
    return {
        "approval": one.id,
        "state": one.state,
        "shop": one.key.shop,
        "account": {"handle": one.handle, "id": one.key.account},
        "action": one.key.kind,
        "product": one.key.item or None,
        "asked_at": one.asked_at.isoformat(),
        "expires_at": one.expires_at.isoformat(),
        "run": one.run,
        "decided_by": one.decided_by or None,
        "decided_at": one.decided_at.isoformat() if one.decided_at else None,
        "reason": one.reason,
        "picture": f"{one.run}/{one.picture}" if one.picture else None,
        **one.detail,
    }
