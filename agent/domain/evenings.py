"""A shop's best hours as moments: they stand on its own clock, also on a day on which that clock is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when on the shop's clock, counted from midnight; ValueError unless that is within one day."""

    begins: timedelta
    ends: timedelta

    def __post_init__(self) -> None:
        """Refuse what is no part of a day."""
        if not timedelta() <= self.begins < self.ends <= _DAY:
            raise ValueError(self)


@dataclass(frozen=True, slots=True)
class Shape:
    """How long a LIVE lasts, and how long before it the room is open already."""

    lasts: timedelta
    warm_up: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one LIVE: the shop's day, its number on that evening from 0, when it opens, begins and ends (UTC)."""

    day: date
    number: int
    opens: datetime
    begins: datetime
    ends: datetime

    def meets(self, other: Slot) -> bool:
        """Whether both would be on at the same time."""
        return self.opens < other.ends and other.opens < self.ends


def span(day: date, hours: Hours, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """When these hours begin and end on a day; None where the clock leaves them, or the day, out.

    What the clock skips begins after the change and ends before it, and of what it shows twice the first one counts.
    """
    midnight = datetime.combine(day, time(), zone)
    begins = (midnight + hours.begins).astimezone(UTC)
    last = midnight + hours.ends
    ends = min(last.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return (begins, ends) if begins < ends else None


def slots(days: Iterable[date], hours: Hours, shape: Shape, zone: str) -> Iterator[Slot]:
    """Every room for a LIVE within these hours, one after the other: only the warm-up may lie before them.

    None lies over a change of the clock.
    """
    for day in days:
        here = span(day, hours, ZoneInfo(zone))
        if here is None:
            continue
        begins, number = here[0], 0
        while begins <= here[1] - shape.lasts:
            slot = Slot(day, number, begins - shape.warm_up, begins, begins + shape.lasts)
            begins, number = slot.ends + shape.warm_up, number + 1
            if _is_plain(slot, ZoneInfo(zone)):
                yield slot


def _is_plain(slot: Slot, zone: ZoneInfo) -> bool:
    """Whether the clock is left alone all through it and shows its beginning once: nobody comes an hour too late."""
    opens, begins, ends = (at.astimezone(zone) for at in (slot.opens, slot.begins, slot.ends))
    once = all(one.utcoffset() == one.replace(fold=1 - one.fold).utcoffset() for one in (opens, begins))
    return once and opens.utcoffset() == ends.utcoffset()
