"""Run one request to its record: whatever is raised becomes an outcome with a code, and the proof is kept."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, TypeVar

from agent.domain import plain
from agent.domain.ledger import ClaimState, LinkState, Outcome, RunRow, Settled
from agent.domain.permit import SHOWCASE, Kind
from agent.domain.record import Record
from agent.errors import EXIT, Code, CompanionError, Submitted
from agent.flows.pressing import settled_as
from agent.flows.sent import sent

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from agent.domain.identity import Target
    from agent.domain.roster import Shop
    from agent.ports import Desk

T = TypeVar("T")
_NEEDS_PERSON = range(20, 30)
_REFUSED = range(30, 40)
_UNDECIDED = frozenset({ClaimState.OPEN, ClaimState.UNKNOWN})
_AFTER = {
    Kind.BIND: LinkState.INVITED,
    Kind.UNLINK: LinkState.UNLINKED,
    Kind.UNLINK_APPROVE: LinkState.UNLINKED,
    Kind.UNLINK_REQUEST: LinkState.UNLINK_REQUESTED,
}


async def recorded(
    shop: Shop, target: Target | None, kind: Kind | None, desk: Desk, flow: Callable[[], Awaitable[Record]]
) -> tuple[Record, str]:
    """Run a flow and append its record; answers the record and the evidence folder."""
    desk.mark("CP03")
    record = await ended(shop, target, kind, desk, flow)
    sent(record.submitted)
    folder = await _kept(record, desk)
    if record.outcome is Outcome.CANCELLED and record.submitted is Submitted.NO:
        raise asyncio.CancelledError
    return record, folder


async def ended(
    shop: Shop, target: Target | None, kind: Kind | None, desk: Desk, flow: Callable[[], Awaitable[T]]
) -> T | Record:
    """What a flow answers; whatever it raises becomes a record, an interruption among it; after one nothing begins."""
    task = asyncio.current_task()
    if task and task.cancelling():
        return _cancelled(shop, target, kind)
    try:
        return await flow()
    except CompanionError as error:
        return failed(shop, target, kind, error)
    except asyncio.CancelledError:
        return await _interrupted(shop, target, kind, desk)


async def _kept(record: Record, desk: Desk) -> str:
    folder = desk.evidence.close(record, desk.who, desk.trail)
    try:
        await _in_full(desk.ledger.record(_row(record, folder, desk)))
    except (CompanionError, asyncio.CancelledError):
        if record.submitted is Submitted.NO:
            raise
    return folder  # what was sent is told even where the run cannot be written down: its claim stands in the ledger


async def _in_full(writing: Awaitable[None]) -> None:
    """Write to the end though a signal comes: it takes a moment; a second one gets away from what hangs."""
    task, me = asyncio.ensure_future(writing), asyncio.current_task()
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        if me and me.cancelling() > 1:
            task.cancel()
            raise
        await task


async def _interrupted(shop: Shop, target: Target | None, kind: Kind | None, desk: Desk) -> Record:
    """A signal before the claim cancels; after it the press is told as it stands, unknown until somebody looks."""
    if kind is None:  # it only looks
        return _cancelled(shop, target, kind)
    try:
        settled = await _pressed(shop, kind, desk)
    except (CompanionError, asyncio.CancelledError):  # nobody can say: a maybe costs a look, a wrong no an unlink
        return _unknown(shop, target, kind)
    if settled is None:
        return _cancelled(shop, target, kind)
    over = settled.state not in _UNDECIDED and not settled.duplicate
    if over and kind in SHOWCASE:  # there may be more to do
        return replace(_cancelled(shop, target, kind), settled=settled, submitted=Submitted.YES)
    link = _AFTER.get(kind) if settled.state is ClaimState.DONE else None
    return settled_as(Record(shop, target, kind, Outcome.DONE, link=link), settled, desk)


async def _pressed(shop: Shop, kind: Kind, desk: Desk) -> Settled | None:
    """How the press of this run stands, and of several the one that is not settled; None where nothing was claimed."""
    kinds = SHOWCASE if kind in SHOWCASE else {kind}  # one run may add and take out
    mine = [one for one in await desk.ledger.claims(shop=shop.id) if one.run == desk.who.run and one.key.kind in kinds]
    if not mine:
        return None
    last = next((one for one in mine if one.state in _UNDECIDED), mine[-1])
    looked = await desk.ledger.settled(last.intent)
    return looked if looked and looked.state is last.state else Settled(last.intent, last.state)


def _unknown(shop: Shop, target: Target | None, kind: Kind | None) -> Record:
    return Record(shop, target, kind, Outcome.UNKNOWN, code=Code.E_OUTCOME_UNKNOWN, submitted=Submitted.MAYBE)


def _cancelled(shop: Shop, target: Target | None, kind: Kind | None) -> Record:
    return Record(shop, target, kind, Outcome.CANCELLED, code=Code.CANCELLED)


def failed(shop: Shop, target: Target | None, kind: Kind | None, error: CompanionError) -> Record:
    """The record of a run that could not go on before anything was pressed."""
    exit_ = EXIT[error.code]
    outcome = Outcome.NOT_DONE
    if exit_ in _NEEDS_PERSON:
        outcome = Outcome.NEEDS_PERSON
    elif exit_ in _REFUSED:
        outcome = Outcome.REFUSED
    return Record(shop, target, kind, outcome, code=error.code, submitted=error.submitted, error=dict(error.params))


def _row(record: Record, folder: str, desk: Desk) -> RunRow:
    return RunRow(
        run=desk.who.run,
        command=desk.who.command,
        shop=record.shop.id,
        handle=record.target.handle if record.target else "",
        outcome=record.outcome,
        exit=record.exit,
        started_at=desk.who.started_at,
        ended_at=desk.clock.now(),
        evidence=folder,
        detail=_detail(record, desk),
    )


def _detail(record: Record, desk: Desk) -> dict[str, object]:
    """All that a person has to be told about a run when its evidence is gone."""
    marks, attempts = desk.trail.told()
    return {
        **plain.flat(plain.of_record(record)),
        "intent": record.settled.intent if record.settled else None,
        "by": desk.who.by,
        "machine": desk.who.machine,
        **plain.of_visit(desk.who),
        "version": desk.who.version,
        "rules_version": desk.rules.version,
        "marks": [asdict(one) for one in marks],
        "attempts": [asdict(one) for one in attempts],
    }
