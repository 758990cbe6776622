"""Violations, the appeals against them, and the files that prove an appeal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Kind(StrEnum):
    """What was done wrong."""

    FALSE_PROMOTION = "false_promotion"
    INFRINGEMENT = "infringement"
    SENSITIVE = "sensitive"
    OFF_PLATFORM = "off_platform"
    PROHIBITED = "prohibited"


class Action(StrEnum):
    """What the platform did about it."""

    POINTS = "points_deducted"
    FROZEN = "permission_frozen"


class AppealState(StrEnum):
    """How far a violation's appeal has come; the words are those that the site has for returned orders (facts 2.8)."""

    TO_APPEAL = "to_appeal"
    IN_PROGRESS = "inProgress"
    SUCCESS = "success"
    FAILED = "failed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Violation:
    """One violation of a shop or of an account of its; `points` are those that it has really cost."""

    id: str
    shop: str
    kind: Kind
    points: int
    at: datetime
    account: str = ""
    action: Action = Action.POINTS
    note: str = ""
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class Appeal:
    """One try to have a violation taken back."""

    id: str
    shop: str
    violation: str
    reason: str
    at: datetime
    state: AppealState = AppealState.IN_PROGRESS
    decided_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AppealFile:
    """A file that was uploaded for a violation; it waits without an `appeal` until that is sent."""

    id: str
    shop: str
    violation: str
    name: str
    kind: str
    size: int
    digest: str
    at: datetime
    appeal: str = ""
