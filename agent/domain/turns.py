"""What has changed about a shop's standing since it was last looked after: people hear before the portal acts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from agent.domain.appeal import digest_of
from agent.domain.identity import Handle
from agent.domain.ledger import IN_FORCE, ClaimState
from agent.domain.news import Message, Occasion
from agent.domain.permit import Kind
from agent.domain.reminding import there
from agent.domain.ticket import TicketState
from agent.domain.violation import AppealState, System

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from agent.domain.identity import AccountId
    from agent.domain.ledger import Claim, Link
    from agent.domain.letters import Letter
    from agent.domain.roster import Shop
    from agent.domain.seen import LinkRow
    from agent.domain.survey import Figure
    from agent.domain.violation import Standing, Violation


class Turn(StrEnum):
    """What may have happened: to a violation, to the shop's figure, to a link."""

    VIOLATION = "violation"
    FROZEN = "frozen"
    LIFTED = "lifted"
    APPEAL_WON = "appeal_won"
    APPEAL_LOST = "appeal_lost"
    LAPSED = "lapsed"
    FIGURE = "figure"
    UNLINKED = "unlinked"
    TICKET_ANSWERED = "ticket_answered"
    TICKET_RESOLVED = "ticket_resolved"


@dataclass(frozen=True, slots=True)
class Turned:
    """One of them: `about` is a violation's number, an account's, or the figure's name; `quote` the portal's words.

    `since` is when what was before began: the same may turn again, and is news again.
    """

    kind: Turn
    about: str
    handle: str = ""
    account: AccountId | None = None
    was: str = ""
    now: str = ""
    until: datetime | None = None
    quote: str = ""
    since: datetime | None = None


_ANSWERS: Final = {
    AppealState.SUCCESS: Turn.APPEAL_WON,
    AppealState.FAILED: Turn.APPEAL_LOST,
    AppealState.CLOSED: Turn.LAPSED,
}


_ENDS_A_LINK: Final = frozenset({Kind.UNLINK, Kind.UNLINK_REQUEST, Kind.UNLINK_APPROVE})
_CAME_TO_NOTHING: Final = frozenset({ClaimState.REJECTED, ClaimState.NOT_DONE, ClaimState.RELEASED})
_TICKETS: Final = {TicketState.ANSWERED.value: Turn.TICKET_ANSWERED, TicketState.RESOLVED.value: Turn.TICKET_RESOLVED}


def of_violations(before: Iterable[Violation], after: Sequence[Violation]) -> Iterator[Turned]:
    """What came, what was frozen or lifted, and which appeals were answered or can no longer be made."""
    known = {one.id: one for one in before}
    for one in after:
        was = known.pop(one.id, None)
        if was is None and (one.open or one.freezes):
            yield _turned(Turn.VIOLATION, one)
        if one.freezes and not (was and was.freezes):
            yield _turned(Turn.FROZEN, one)
        if was and was.freezes and not one.freezes:
            yield _turned(Turn.LIFTED, one)
        if was and was.state is not one.state and one.state in _ANSWERS and not _lost_before(was, one):
            yield _turned(_ANSWERS[one.state], one)
    yield from (_turned(Turn.LIFTED, one) for one in known.values() if one.freezes)


def _lost_before(was: Violation, now: Violation) -> bool:
    """Closed because a rejected appeal had no second one: that it was lost was told then."""
    return (was.state, now.state) == (AppealState.FAILED, AppealState.CLOSED)


def _turned(kind: Turn, one: Violation) -> Turned:
    until = one.deadline if one.appealable else None
    since = one.decided_at if kind in _ANSWERS.values() else None
    return Turned(kind, one.id, one.handle, one.account, now=one.state or "", until=until, quote=one.rule, since=since)


def of_figure(before: Figure | None, standing: Standing | None) -> Iterator[Turned]:
    """The same figure, worse than it was; points are counted up, the others down."""
    if standing is None or before is None or not before.value.isdecimal():
        return
    was, up = int(before.value), standing.system is System.VIOLATION_POINTS
    if (standing.value > was) if up else (standing.value < was):
        yield Turned(Turn.FIGURE, standing.system, was=str(was), now=str(standing.value), since=before.at)


def of_links(before: Iterable[Link], after: Iterable[LinkRow], ours: Iterable[Claim]) -> Iterator[Turned]:
    """Accounts that are no longer linked, though nothing here has ended the link: no claim of `ours` may have."""
    there_now, claims = {one.account_id for one in after}, tuple(ours)
    for one in before:
        linked = one.state in IN_FORCE
        if linked and one.account not in there_now and not any(_may_have_ended(claim, one) for claim in claims):
            yield Turned(Turn.UNLINKED, one.account, one.handle, one.account, since=one.since)


def _may_have_ended(claim: Claim, link: Link) -> bool:
    """Whether a press of ours about this very link was, or may have been, carried out."""
    ends = claim.key.kind in _ENDS_A_LINK and claim.key.account == link.account
    return ends and claim.state not in _CAME_TO_NOTHING and (link.since is None or claim.claimed_at >= link.since)


def of_tickets(before: Iterable[Letter], after: Iterable[Letter]) -> Iterator[Turned]:
    """Tickets that were answered, or closed."""
    known = {one.number: one for one in before}
    for one in after:
        was, turn = known.get(one.number), _TICKETS.get(one.state)
        if turn and was and (was.state, was.answer) != (one.state, one.answer):
            yield Turned(turn, one.number, one.handle, one.account, now=digest_of(one.answer), quote=one.answer)


def _again(one: Turned) -> str:
    return f"/{one.since.isoformat()}" if one.since else ""


def news_of(shop: Shop, turns: Iterable[Turned]) -> Iterator[Message]:
    """One message for each, once on whichever machine it is seen."""
    for one in turns:
        told = {"shop": shop.name, "shop_id": shop.id, "turn": one.kind, "about": one.about, "was": one.was}
        told |= {"now": one.now} | ({"until": there(one.until, shop.zone)} if one.until else {})
        yield Message(
            key=f"{Occasion.CHANGED}/{shop.id}/{one.kind}/{one.about}/{one.now}{_again(one)}",
            occasion=Occasion.CHANGED,
            shop=shop.id,
            account=one.account,
            handle=Handle(one.handle) if one.handle else None,
            values=told | ({"handle": one.handle} if one.handle else {}),
            quote=one.quote,
        )
