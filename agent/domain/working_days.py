"""Working days in two readings: the earliest that anybody could mean, and the later one that leaves holidays out.

"Within 7 working days" (the source article's window for an appeal) does not say whether holidays count, and no public
source does. The earliest reading takes every day from Monday to Friday, holidays too, and each weekend day that is or
may be worked; the later one leaves a country's holidays out. The day itself does not count, and the last one ends at
midnight on the shop's own clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_LAST_MOMENT: Final = timedelta(microseconds=1)
STEPS: Final = (0, 1, 3, 5)  # days before the last one on which people are reminded


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A country's calendar as far as anybody knows it.

    `made_up` are weekend days that are worked. `known` are the years in which neither can be missing; where a country
    `swaps` days at all, any weekend day of another year may be a worked one.
    """

    country: str
    holidays: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()
    known: frozenset[int] = frozenset()
    swaps: bool = False

    def may_be_worked(self, day: date) -> bool:
        """Whether a day can count: a holiday can, as no source says that it does not."""
        unsure = self.swaps and day.year not in self.known
        return day.weekday() < _SATURDAY or day in self.made_up or unsure

    def is_worked(self, day: date) -> bool:
        """Whether a day counts by those who leave holidays out."""
        return (day.weekday() < _SATURDAY or day in self.made_up) and day not in self.holidays

    def unknown_between(self, begun: date, last: date) -> tuple[int, ...]:
        """The years in that time of which something may be missing."""
        return tuple(year for year in range(begun.year, last.year + 1) if year not in self.known)


@dataclass(frozen=True, slots=True)
class Window:
    """When a window of working days ends: by the earliest reading, and by the later one where that can be told.

    `unknown` are the years whose calendar is not known: then the later one is not told.
    """

    earliest: datetime
    later: datetime | None
    unknown: tuple[int, ...] = ()


def window(begun: datetime, zone: str, days: int, calendar: DaysOff) -> Window:
    """The end of so many working days after an instant's own day in a zone."""
    earliest = _counted(begun, zone, days, calendar.may_be_worked)
    later = _counted(begun, zone, days, calendar.is_worked)
    place = ZoneInfo(zone)
    unknown = calendar.unknown_between(begun.astimezone(place).date(), last_day(later, zone))
    return Window(earliest, None if unknown else later, unknown)


def _counted(begun: datetime, zone: str, days: int, counts: Callable[[date], bool]) -> datetime:
    place = ZoneInfo(zone)
    day = begun.astimezone(place).date()
    while days:
        day += _DAY
        days -= counts(day)
    return datetime.combine(day + _DAY, time.min, place).astimezone(UTC)


def last_day(end: datetime, zone: str) -> date:
    """The day on whose clocks a time ends; a midnight ends the day before it."""
    return (end - _LAST_MOMENT).astimezone(ZoneInfo(zone)).date()


def days_left(now: datetime, end: datetime, zone: str) -> int:
    """How many days lie between today and the last day, there; 0 on the last day, negative when it is over."""
    if now >= end:
        return -1
    return (last_day(end, zone) - now.astimezone(ZoneInfo(zone)).date()).days


def step(now: datetime, end: datetime, zone: str) -> int | None:
    """Which reminder is due: at 5, 3, 1 days and on the last day; None while it is far, and when it is over."""
    left = days_left(now, end, zone)
    return next((one for one in STEPS if 0 <= left <= one), None)
