"""What the portal's content self-check objects to in an account's posts, and what became of it over several checks.

The kinds are those of the source article (religion, political disputes, false advertising), and what else there is.
Nothing in here is ever deleted by us: findings are a task list for the creator.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from agent.domain.facts import SessionSeen
    from agent.domain.identity import AccountId, Handle, ShopId, Target
    from agent.domain.roster import Shop
    from agent.domain.seen import Listing


class Objection(StrEnum):
    """Why a post stands against its account."""

    RELIGION = "religion"
    POLITICS = "politics"
    FALSE_ADVERTISING = "false_advertising"
    INFRINGEMENT = "infringement"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """Let the portal check one account; `wait` is how long a check that runs is waited for.

    With `start` off a check is only read, never begun.
    """

    shop: Shop
    target: Target
    wait: timedelta
    start: bool = True
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check as the portal lists it: whose, since when, and whether it has ended."""

    check_id: str
    account_id: AccountId
    handle: str
    began_at: datetime | None
    ended: bool


@dataclass(frozen=True, slots=True)
class ChecksSeen:
    """The shop's checks of accounts, over all pages."""

    session: SessionSeen
    checks: Listing[CheckRow]

    def of(self, account: AccountId) -> tuple[CheckRow, ...]:
        """An account's checks that tell when they began, the newest first."""
        mine = [one for one in self.checks.rows if one.account_id == account and one.began_at]
        return tuple(sorted(mine, key=lambda one: (one.began_at, one.check_id), reverse=True))


@dataclass(frozen=True, slots=True)
class Finding:
    """One post with what is objected to in it, in the portal's words where no kind of ours fits.

    `first_at` and `resolved_at` are of our own readings: a post is resolved when a later whole check has it no more.
    """

    post_id: str
    objection: Objection
    link: str
    reason: str
    passage: str = ""
    published_at: datetime | None = None
    first_at: datetime | None = None
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FoundSeen:
    """What one check found, in whose account."""

    session: SessionSeen
    account_id: AccountId
    handle: str
    findings: Listing[Finding]


@dataclass(frozen=True, slots=True)
class CheckRead:
    """A check that has ended, read whole; `at` is when."""

    shop: ShopId
    account: AccountId
    handle: Handle
    check_id: str
    began_at: datetime
    at: datetime
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """How an account stands by the newest check that was read: when that began, and every finding there ever was.

    `open_count` outlives the findings' texts, which may be forgotten.
    """

    shop: ShopId
    account: AccountId
    handle: Handle
    check_id: str
    began_at: datetime
    read_at: datetime
    open_count: int
    findings: tuple[Finding, ...] = ()

    @property
    def unresolved(self) -> tuple[Finding, ...]:
        """What the creator still has to see to."""
        return tuple(one for one in self.findings if one.resolved_at is None)

    def __str__(self) -> str:
        """As a fact is told: how many are open, by which check."""
        return f"{self.open_count} ({self.check_id})"


@dataclass(frozen=True, slots=True)
class AuditEnd:
    """What a run learned of one account: its check, whether that still runs, what is open, and what is resolved now.

    `fresh` are the posts that this reading found first. Without a `check_id` no check of the account is known.
    """

    handle: Handle
    account: AccountId
    check_id: str = ""
    began_at: datetime | None = None
    running: bool = False
    unresolved: tuple[Finding, ...] = ()
    fresh: frozenset[str] = frozenset()
    resolved: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, audit: Audit, *, news: bool = False) -> AuditEnd:
        """As the ledger has it; with `news`, what the newest reading brought and what it resolved."""
        at = audit.read_at if news else None
        return cls(
            audit.handle,
            audit.account,
            audit.check_id,
            audit.began_at,
            unresolved=audit.unresolved,
            fresh=frozenset(one.post_id for one in audit.unresolved if at and one.first_at == at),
            resolved=tuple(one for one in audit.findings if at and one.resolved_at == at),
        )
