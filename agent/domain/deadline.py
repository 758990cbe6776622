"""Everything with a date: when it ends, what it is about, and whose date that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from agent.domain.approving import ApprovalState
from agent.domain.jobs import JobState
from agent.domain.ledger import IN_FORCE, InvitationState, LinkState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from agent.domain.appeal_dates import AppealDates
    from agent.domain.approving import Approval
    from agent.domain.jobs import Job
    from agent.domain.ledger import Invitation, Link
    from agent.domain.roster import Shop
    from agent.domain.rules import Rules
    from agent.domain.violation import Violation


class Matter(StrEnum):
    """What has a date."""

    APPEAL = "appeal"
    INVITATION = "invitation"
    REBIND = "rebind"
    UNLINK = "unlink"
    REVIEW = "review"
    APPROVAL = "approval"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One of them; `about` names the violation, account or press.

    `ours` where no portal names the date: it follows from a rule, or is when we look again. Of an appeal, `remind_by`
    is our earliest reading, `later` the one that leaves holidays out, and `unknown` are years without a calendar.
    """

    shop: Shop
    matter: Matter
    at: datetime
    about: str
    ours: bool = False
    remind_by: datetime | None = None
    later: datetime | None = None
    unknown: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What the ledger knows of one shop that may have a date; `rest_until` is when its login presses again."""

    violations: Sequence[tuple[Violation, AppealDates]]
    invitations: Sequence[Invitation]
    links: Sequence[Link]
    jobs: Sequence[Job]
    approvals: Sequence[Approval]
    rest_until: datetime | None = None


def deadlines(shop: Shop, kept: Kept, rules: Rules, now: datetime) -> tuple[Deadline, ...]:
    """Those of one shop that are still to come, the next first."""
    found = (*_appeals(shop, kept, now), *_pairs(shop, kept, rules), *_jobs(shop, kept))
    return tuple(sorted((one for one in found if one.at > now), key=lambda one: (one.at, one.matter, one.about)))


def in_review(kept: Kept) -> tuple[Invitation, ...]:
    """Those that were accepted and of which no link came yet; nobody says when that ends, and no visit is due."""
    over = {one.account: one.until or one.since for one in kept.links}
    due = {one.handle for one in kept.jobs if one.state is JobState.WAITING and one.due_at}
    accepted = [one for one in kept.invitations if one.state is InvitationState.ACCEPTED and one.handle not in due]
    return tuple(one for one in accepted if (ended := over.get(one.account)) is None or ended < one.sent_at)


def _appeals(shop: Shop, kept: Kept, now: datetime) -> Iterator[Deadline]:
    for one, dates in kept.violations:
        at = dates.shown
        if one.appealable and at:
            remind, ours = dates.remind_by(now), dates.portal is None
            yield Deadline(shop, Matter.APPEAL, at, one.id, ours, remind, dates.later, dates.unknown)


def _pairs(shop: Shop, kept: Kept, rules: Rules) -> Iterator[Deadline]:
    """Invitations that run out, and waiting times that end: of an account each, never between two."""
    for one in kept.invitations:
        if one.state is InvitationState.PENDING and one.expires_at:
            yield Deadline(shop, Matter.INVITATION, one.expires_at, f"@{one.handle}")
    margin = rules.time_margin.value
    for link in kept.links:
        if link.state is LinkState.UNLINKED and link.until:
            ends = link.until + rules.rebind_cooldown.value + margin
            yield Deadline(shop, Matter.REBIND, ends, f"@{link.handle}", ours=True)
        elif link.state in IN_FORCE and link.since:
            ends = link.since + rules.unlink_wait.value + margin
            yield Deadline(shop, Matter.UNLINK, ends, f"@{link.handle}", ours=True)


def _jobs(shop: Shop, kept: Kept) -> Iterator[Deadline]:
    """When we look again at what waits for others, when a press that waits for a yes is dropped, and a login's rest."""
    for one in kept.jobs:
        if one.state is JobState.WAITING and one.due_at and one.handle:
            yield Deadline(shop, Matter.REVIEW, one.due_at, f"@{one.handle}", ours=True)
    for asked in kept.approvals:
        if asked.state is ApprovalState.PENDING and asked.key.shop == shop.id:
            yield Deadline(shop, Matter.APPROVAL, asked.expires_at, asked.id, ours=True)
    if kept.rest_until:
        yield Deadline(shop, Matter.REST, kept.rest_until, shop.login, ours=True)
