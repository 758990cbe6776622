"""The appeal or ticket that a run was about, as the portal showed it last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.domain.ledger import Outcome
from agent.domain.letters import newest
from agent.errors import CompanionError

if TYPE_CHECKING:
    from agent.domain.record import Record
    from agent.ports import Desk


async def with_letter(record: Record, about: str, desk: Desk) -> Record:
    """The record with it, where there is one: what is not known to be there has no number."""
    if record.kind is None or record.outcome not in {Outcome.DONE, Outcome.ALREADY}:
        return record
    handle = record.target.handle if record.target else ""
    try:
        known = await desk.ledger.letters(record.shop.id)
    except CompanionError:  # it was sent, and that is told; the list tells the rest
        return record
    return replace(record, letter=newest(known, record.kind, about, handle))
