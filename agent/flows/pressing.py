"""How an act ends: rehearsed, asked for where a person has to say yes, pressed once, and told as it was looked up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from agent.domain.facts import Facts
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import RequestKey, Spend
from agent.domain.record import Record
from agent.errors import Code, Submitted
from agent.flows.afterwards import measured_again
from agent.flows.approving import asked_first
from agent.guards.judge import Act
from agent.once import once

if TYPE_CHECKING:
    from agent.domain.identity import AccountId, Handle
    from agent.domain.ledger import Settled
    from agent.domain.permit import Kind
    from agent.domain.roster import Shop
    from agent.domain.verdict import Decision
    from agent.once import Look
    from agent.ports import Desk, Pressable, Visit

F = TypeVar("F", bound=Facts)


@dataclass(frozen=True, slots=True)
class Button(Generic[F]):
    """What is pressed, in the visit that it belongs to: `facts` are as it was seen, `look` finds it again."""

    page: Pressable
    visit: Visit
    facts: F
    look: Look
    dry_run: bool


async def press(record: Record, decision: Decision, button: Button[F], desk: Desk) -> Record:
    """Press once where that is allowed, and say what became of it; a record that is not settled pressed nothing."""
    picture = await desk.evidence.keep("before", button.visit)
    if decision.permit is None:
        return refused(record, decision)
    allowed = replace(record, outcome=Outcome.PLANNED, decision=decision)
    if button.dry_run:
        await button.page.prepare(decision.permit)
        return allowed
    permit = await asked_first(decision.permit, allowed, picture, desk)
    if isinstance(permit, Record):
        return permit
    settled = await once(permit, button.page, button.visit, desk, button.look)
    decision = await measured_again(decision, button.facts, button.visit, desk)
    return settled_as(replace(record, decision=decision), settled, desk)


def refused(record: Record, decision: Decision) -> Record:
    """The record of an act that a guard has refused."""
    return replace(record, outcome=Outcome.REFUSED, decision=decision, code=decision.code)


async def key_of(shop: Shop, subject: AccountId, kind: Kind, desk: Desk, item: str = "") -> RequestKey:
    """The key of the next act of this kind about one subject, and where there are many at a time about one item."""
    memory = await desk.ledger.memory(shop.id, subject, kind, item)
    return RequestKey(shop.id, subject, kind, memory.ordinal, item)


def act_on(key: RequestKey, name: Handle, desk: Desk, *spends: Spend) -> Act:
    """What a permit would be for: beside what the act itself spends, one of the day's presses where they are paced."""
    cap = Spend("presses", desk.login.id, desk.today(), desk.rules.presses_per_day.value)
    return Act(key, desk.login.id, name, (*spends, *((cap,) * desk.paced)))


def settled_as(record: Record, settled: Settled, desk: Desk) -> Record:
    """The record of a settled press: what is proven not to have happened needs a person, unless it may be repeated."""
    note, why = settled.receipt.get("said", ""), settled.receipt.get("why")
    record = replace(record, settled=settled, note=note)
    if settled.state is ClaimState.DONE:
        record = replace(record, submitted=Submitted.YES)
        return record.done_twice() if settled.duplicate else record
    record = replace(record, error={"why": why} if why else {})
    match settled.state:
        case ClaimState.REJECTED:
            code = desk.portal.refusals.get(note.strip(), Code.B_REJECTED)
            return replace(record, outcome=Outcome.REJECTED, code=code, submitted=Submitted.YES)
        case ClaimState.NOT_DONE | ClaimState.RELEASED if record.kind and record.kind.repeats:
            return replace(record, outcome=Outcome.NOT_DONE, code=Code.E_NOT_APPLIED, submitted=Submitted.YES)
        case _:
            unknown, maybe = Code.E_OUTCOME_UNKNOWN, Submitted.MAYBE
            return replace(record, outcome=Outcome.UNKNOWN, code=unknown, submitted=maybe)
