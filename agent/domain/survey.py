"""What the ledger tells of all shops in one moment, for whoever looks at many at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from agent.domain.identity import LoginId, ShopId
    from agent.domain.jobs import Job, JobState
    from agent.domain.ledger import Choice, Claim, Invitation, Lease, Link

FIGURES: Final = frozenset({"credit_score", "health_rating", "violation_points", "slots", "unlinks_left"})


@dataclass(frozen=True, slots=True)
class Figure:
    """What a portal showed of a shop's counter at a moment; empty where it shows no such counter."""

    shop: ShopId
    name: str
    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class JobCount:
    """How many jobs of a shop stand so, and when the first of them is due."""

    shop: ShopId
    state: JobState
    count: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Survey:
    """All shops in one moment: `links` that take a place or ended lately, `invitations` that wait for an answer.

    `waiting` are the jobs that a person has to move, `spent` is what of each budget, scope and period is used. Where a
    portal shows no counter of unlinks, `by_others` says how many links of a shop ended without a press of ours.
    """

    links: Sequence[Link]
    invitations: Sequence[Invitation]
    unsettled: Sequence[Claim]
    jobs: Sequence[JobCount]
    waiting: Sequence[Job]
    spent: Mapping[tuple[str, str, str], int]
    figures: Sequence[Figure]
    by_others: Mapping[ShopId, int]
    challenges: Mapping[LoginId, datetime]
    leases: Sequence[Lease]
    choices: Sequence[Choice]


def figures_told(detail: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The counters that a run's record tells of its shop, each by its name; of a replacement, those of both halves."""
    for told in (detail, *detail.get("parts", ())):
        for fact in told.get("facts") or ():
            if fact["fact"] in FIGURES and fact["known"] in {"yes", "never"}:
                yield fact["fact"], str(fact.get("value", ""))
