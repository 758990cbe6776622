"""The days before, during and after a promotion, as many of each, so that they can be held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.domain.comparing import COMPARED, between
from agent.domain.series import MONTH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from agent.domain.comparing import Change
    from agent.domain.series import Series

_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ran:
    """A promotion that the ledger knows: its name, its number at the portal, and from when to when it runs."""

    name: str
    promotion_id: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Around:
    """The shop's days before, during and after; a day that it ran in part counts as one of it."""

    before: Sequence[date]
    during: Sequence[date]
    after: Sequence[date]


def days_around(ran: Ran, zone: str, last: date) -> Around:
    """As many days before and after as it ran, at most 28; nothing later than the last day that is over."""
    first = ran.starts.astimezone(ZoneInfo(zone)).date()
    over = (ran.ends - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    whole = _days(first, min(over, first + (MONTH - 1) * _A_DAY))
    count = len(whole)
    before, after = _days(first - count * _A_DAY, first - _A_DAY), _days(over + _A_DAY, over + count * _A_DAY)
    return Around(before, *([day for day in some if day <= last] for some in (whole, after)))


def _days(first: date, last: date) -> list[date]:
    return [first + number * _A_DAY for number in range((last - first).days + 1)]


@dataclass(frozen=True, slots=True)
class HeldAround:
    """A shop around a promotion: each metric during it and after it, both against the days before."""

    ran: Ran
    days: Around
    currency: str
    changes: Sequence[tuple[Change, Change]]


def held_around(series: Series | None, ran: Ran, days: Around) -> HeldAround:
    """Hold the days of a shop against each other; nothing to hold where nothing of them was read."""
    if series is None:
        return HeldAround(ran, days, "", ())
    changes = [
        (between(series, days.during, days.before, one), between(series, days.after, days.before, one))
        for one in COMPARED
    ]
    return HeldAround(ran, days, series.currency, changes)
