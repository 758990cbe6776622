"""The story of one run, as a person needs it who has to decide what to do now."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.roster import Via

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.domain.identity import RunId
    from agent.domain.ledger import Claim, Event, RunRow


class ByHand(StrEnum):
    """The answer to a person who thinks of pressing the button by hand."""

    DONE = "done"
    UNDECIDED = "undecided"
    ABSENT = "absent"
    ABSENT_SPENT = "absent_spent"
    ABSENT_UNDECIDED = "absent_undecided"
    REJECTED = "rejected"
    REJECTED_SPENT = "rejected_spent"
    RELEASED = "released"
    REFUSED = "refused"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Story:
    """One run: its record, what it claimed or looked up, and what came of that.

    `row` is None where the run was killed or still goes on.
    `claims` are as they stand now, those `by_app` pressed in the Seller app; `during` and `since` are events before and
    after the record was written, in order. `grounds` are the facts and verdicts that were kept with its first claim.
    """

    run: RunId
    row: RunRow | None
    claims: tuple[Claim, ...]
    during: tuple[Event, ...]
    since: tuple[Event, ...]
    by_app: frozenset[str] = frozenset()
    grounds: Mapping[str, Any] = field(default_factory=dict)

    def pressed(self, claim: Claim) -> bool:
        """Whether this run made the claim; otherwise it only looked up what an earlier run had pressed."""
        return claim.run == self.run


def is_by_app(claimed: Event) -> bool:
    """Whether a press was claimed for the Seller app."""
    return claimed.data.get("via") == Via.APP


_SETTLED = {
    ClaimState.OPEN: ByHand.UNDECIDED,
    ClaimState.UNKNOWN: ByHand.UNDECIDED,
    ClaimState.DONE: ByHand.DONE,
    ClaimState.RELEASED: ByHand.RELEASED,
}
_ABSENT = {
    Kind.UNLINK: ByHand.ABSENT_SPENT,
    Kind.UNLINK_APPROVE: ByHand.ABSENT_SPENT,
    Kind.UNLINK_REQUEST: ByHand.ABSENT_UNDECIDED,
    Kind.PROMOTION_CREATE: ByHand.ABSENT_UNDECIDED,
    Kind.PROMOTION_STOP: ByHand.ABSENT_UNDECIDED,
    Kind.APPEAL: ByHand.ABSENT_UNDECIDED,
    Kind.TICKET: ByHand.ABSENT_UNDECIDED,
    Kind.EXPORT: ByHand.ABSENT_UNDECIDED,
}
_REJECTED = {Kind.UNLINK: ByHand.REJECTED_SPENT, Kind.UNLINK_APPROVE: ByHand.REJECTED_SPENT}
_UNPRESSED = {Outcome.DONE: ByHand.DONE, Outcome.ALREADY: ByHand.DONE, Outcome.REFUSED: ByHand.REFUSED}


def about(claim: Claim) -> ByHand:
    """What is to be said about a press, as its claim stands now; what a person has decided needs nobody any more."""
    said = settled_as(claim.key.kind, claim.state)
    return ByHand.ABSENT if said is ByHand.ABSENT_UNDECIDED and claim.concluded else said


def settled_as(kind: Kind, state: ClaimState) -> ByHand:
    """What is to be said about a press of this kind that stands so."""
    if state is ClaimState.REJECTED:
        return _REJECTED.get(kind, ByHand.REJECTED)
    return _SETTLED.get(state, _ABSENT.get(kind, ByHand.ABSENT))


def without_press(outcome: Outcome) -> ByHand:
    """What is to be said about a run that pressed nothing."""
    return _UNPRESSED.get(outcome, ByHand.NOTHING)
