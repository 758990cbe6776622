"""Who may look at the rankings, and who is looking."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Plan(StrEnum):
    """What was paid for."""

    FREE = "free"
    PRO = "pro"


@dataclass(frozen=True, slots=True)
class TabcutUser:
    """A customer of the site; it has nothing to do with a seller's login."""

    id: str
    email: str
    password: str
    plan: Plan = Plan.FREE


@dataclass(frozen=True, slots=True)
class TabcutVisit:
    """A customer who is signed in; the id is what the cookie holds."""

    id: str
    user: str
    at: datetime
