"""The days of a shop as its own zone counts them: where one begins, and which one a moment belongs to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator


def day_of(moment: datetime, zone: str) -> date:
    """The shop's day at this moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def begins(day: date, zone: str) -> datetime:
    """The moment at which a day of the shop begins, which need not be its 00:00 where clocks are changed at night."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def days_from(day: date, zone: str) -> Iterator[date]:
    """This day and those that follow; a day that a zone left out (Samoa's 30 December 2011) is none."""
    while True:
        if day_of(begins(day, zone), zone) == day:
            yield day
        day += timedelta(days=1)
