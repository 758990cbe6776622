"""How an act begins: what is held may refuse it without a browser; else one visit in the shop, as often as needed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from agent.domain.facts import Facts
from agent.domain.ledger import Outcome
from agent.flows.handing_over import from_the_top
from agent.flows.observe import in_shop
from agent.flows.visiting import rest, visiting
from agent.guards.judge import judge

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from agent.domain.record import Record
    from agent.domain.verdict import Decision
    from agent.guards.judge import Guard
    from agent.ports import Desk, Visit

F = TypeVar("F", bound=Facts)


async def acting(
    record: Record,
    facts: F,
    guards: tuple[Guard, ...],
    desk: Desk,
    attempt: Callable[[F | None, Visit], Awaitable[Record]],
) -> Record:
    """The record of an attempt in the record's shop, which is given what is held, or None where that grew stale."""
    decision = judge(guards, facts, desk.rules)
    if decision.refusals:
        return refused(record, decision)
    await rest(desk)
    async with visiting(desk) as visit:

        async def in_the_shop(known: F | None) -> Record:
            await in_shop(visit, record.shop, desk)
            return await attempt(known, visit)

        return await from_the_top(in_the_shop, facts, visit, desk)


def refused(record: Record, decision: Decision) -> Record:
    """The record of an act that a guard has refused."""
    return replace(record, outcome=Outcome.REFUSED, decision=decision, code=decision.code)
