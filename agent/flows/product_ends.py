"""How products end, one by one, and how a run over a showcase ends with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from agent.domain.ledger import ClaimState, Outcome, Settled
from agent.domain.permit import Kind
from agent.domain.record import ProductEnd, Record
from agent.errors import EXIT, Code, CompanionError, Submitted, least_certain, worst
from agent.flows.run import failed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.portal import Portal
    from agent.domain.record import ShowcaseRequest
    from agent.domain.verdict import Decision

_ENDS: Final = {
    ClaimState.DONE: (Outcome.DONE, None, Submitted.YES),
    ClaimState.REJECTED: (Outcome.REJECTED, Code.B_REJECTED, Submitted.YES),
    ClaimState.NOT_DONE: (Outcome.NOT_DONE, Code.E_NOT_APPLIED, Submitted.YES),
    ClaimState.RELEASED: (Outcome.NOT_DONE, Code.E_NOT_APPLIED, Submitted.YES),
    ClaimState.UNKNOWN: (Outcome.UNKNOWN, Code.E_OUTCOME_UNKNOWN, Submitted.MAYBE),
    ClaimState.OPEN: (Outcome.UNKNOWN, Code.E_OUTCOME_UNKNOWN, Submitted.MAYBE),
}
_GOOD_ENDS: Final = (Outcome.DONE, Outcome.PLANNED, Outcome.ALREADY)  # the first of these that there is names the run
_STOPS: Final = frozenset(
    EXIT[one]
    for one in (
        *(Code.E_OUTCOME_UNKNOWN, Code.E_EFFECT_MISMATCH, Code.E_CHALLENGE, Code.E_SESSION_EXPIRED),
        *(Code.E_WRONG_SHOP, Code.E_LEDGER_CORRUPT, Code.E_INTERNAL),
    )
)


def pressed(end: ProductEnd, settled: Settled, portal: Portal, decision: Decision | None = None) -> ProductEnd:
    """What a settled press makes of a product."""
    note = settled.receipt.get("said", "")
    outcome, code, submitted = _ENDS[settled.state]
    if settled.state is ClaimState.REJECTED:
        code = portal.refusals.get(note.strip(), Code.B_REJECTED)
    told = replace(end, outcome=outcome, code=code, submitted=submitted, decision=decision, settled=settled, note=note)
    if not settled.duplicate:
        return told
    return replace(told, outcome=Outcome.NEEDS_PERSON, code=Code.E_EFFECT_MISMATCH, error={"detail": "done_twice"})


def refused(end: ProductEnd, code: Code | None) -> ProductEnd:
    """A product that a guard, or the ledger in the end, does not let through."""
    return replace(end, outcome=Outcome.REFUSED, code=code)


def broken_off(product: str, kind: Kind, request: ShowcaseRequest, error: CompanionError) -> ProductEnd:
    """What an error makes of the product that was in hand."""
    told = failed(request.shop, request.target, kind, error)
    return ProductEnd(product, kind, told.outcome, told.code, told.submitted, error=told.error)


def cut_short(record: Record, error: CompanionError) -> Record:
    """The same where the rest could not be begun: what was sent stays told, and a run that went well so far did not."""
    if record.exit:
        return record
    told = failed(record.shop, record.target, record.kind, error)
    return replace(record, outcome=told.outcome, code=told.code, error=told.error)


def stops_the_rest(end: ProductEnd) -> bool:
    """Whether a person has to look before anything else is pressed here; an approval that is wanted stops no other."""
    return end.exit in _STOPS and end.code is not Code.E_APPROVAL_WANTED


def in_one(request: ShowcaseRequest, ends: Sequence[ProductEnd]) -> Record:
    """The record of the run: its exit is the worst of all products, its outcome the one that goes with it."""
    kind = Kind.SHOWCASE_ADD if request.adds or not ends else ends[0].kind
    record = Record(request.shop, request.target, kind, _together(ends), products=tuple(ends))
    submitted = least_certain(*(one.submitted for one in ends))
    exit_ = worst([one.exit for one in ends])
    told = [one for one in ends if one.exit == exit_]
    if not exit_:
        decided = next((one.decision for one in reversed(told) if one.decision), None)
        settled = next((one.settled for one in reversed(told) if one.settled), None)
        return replace(record, submitted=submitted, decision=decided, settled=settled)
    first = told[0]
    own = {"outcome": first.outcome, "code": first.code, "decision": first.decision, "settled": first.settled}
    return replace(record, **own, submitted=submitted, note=first.note, error=first.error)  # type: ignore[arg-type]  # a table of fields


def _together(ends: Sequence[ProductEnd]) -> Outcome:
    """Where all went well: something was done, or there was nothing to do."""
    outcomes = {one.outcome for one in ends if not one.due}
    return next((one for one in _GOOD_ENDS if one in outcomes), Outcome.NOTHING_TO_DO)
