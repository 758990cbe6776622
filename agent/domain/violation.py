"""Violations as a portal lists them: of the shop, and of accounts that sell for it, whose penalties run both ways."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.facts import SessionSeen
    from agent.domain.identity import AccountId, ShopId
    from agent.domain.seen import Listing


class Category(StrEnum):
    """What was done wrong; a wording that no profile knows is kept as text alone."""

    FALSE_PROMOTION = "false_promotion"
    INFRINGEMENT = "infringement"
    SENSITIVE = "sensitive"
    OFF_PLATFORM = "off_platform"
    PROHIBITED = "prohibited"


class Right(StrEnum):
    """What an enforcement may freeze."""

    SELLING = "selling"


class AppealState(StrEnum):
    """How far an appeal has come (states seen in reverse orders of Seller Center; closed: nobody appealed in time)."""

    TO_APPEAL = "to_appeal"
    IN_PROGRESS = "in_progress"
    SUCCESS = "success"
    FAILED = "failed"
    CLOSED = "closed"


_TAKEN_BACK: Final = AppealState.SUCCESS


@dataclass(frozen=True, slots=True)
class Violation:
    """One violation, as the portal lists it; what a page did not tell, or no profile names, is None or empty.

    `handle` is empty where it is the shop's own; `account` is that handle's number, as far as the ledger knows it.
    `rule` are the portal's own words for what was broken, `note` what it says in detail, `enforcement` what was done
    about it. `points` is what the shop's figure gained or lost. `traffic_loss` is what the portal claims, in its words.
    `deadline` is the portal's, never ours, of the appeal that may be made now; `appealable` whether the portal offers
    one. `decided_at` is when the newest appeal was answered.
    """

    id: str
    shop: ShopId
    handle: str = ""
    account: AccountId | None = None
    category: Category | None = None
    rule: str = ""
    note: str = ""
    enforcement: str = ""
    points: int | None = None
    frozen: frozenset[Right] = frozenset()
    traffic_loss: str = ""
    opened_at: datetime | None = None
    deadline: datetime | None = None
    state: AppealState | None = None
    appealable: bool = False
    decided_at: datetime | None = None

    @property
    def of_shop(self) -> bool:
        """Whether it is the shop's own, of no account that sells for it."""
        return not self.handle and self.account is None

    @property
    def counts(self) -> bool:
        """Whether it still stands: no appeal has taken it back; what cannot be read stands."""
        return self.state is not _TAKEN_BACK

    @property
    def open(self) -> bool:
        """Whether something about it is still to be done or to come: an appeal, or the answer to one."""
        return self.appealable or self.state in {AppealState.TO_APPEAL, AppealState.IN_PROGRESS, None}

    @property
    def freezes(self) -> bool:
        """Whether rights are frozen because of it now."""
        return self.counts and bool(self.frozen)


@dataclass(frozen=True, slots=True)
class AppealTry:
    """One appeal that was sent: when, how it stands, when it was decided, and the reviewer's words."""

    id: str
    state: AppealState | None
    sent_at: datetime | None
    decided_at: datetime | None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ViolationSeen:
    """The page of one violation: `note` is what the portal says in detail, `until` how long an appeal is taken."""

    session: SessionSeen
    id: str
    note: str
    state: AppealState | None
    until: datetime | None
    tries: tuple[AppealTry, ...]


class System(StrEnum):
    """How a market measures standing: no market shows more than one, and none is ever converted into another."""

    CREDIT_SCORE = "credit_score"
    HEALTH_RATING = "health_rating"
    VIOLATION_POINTS = "violation_points"


@dataclass(frozen=True, slots=True)
class Standing:
    """The figure that the portal names, under its name."""

    system: System
    value: int


@dataclass(frozen=True, slots=True)
class HealthSeen:
    """Account health: the shop's figure, what the portal itself says of it, and the records over all pages."""

    session: SessionSeen
    standing: Standing | None
    barred: str
    near: str
    violations: Listing[Violation]
