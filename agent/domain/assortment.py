"""What an account's showcase is to hold, and how the additions that this takes are spread over days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from agent.domain.shop_days import begins, day_of, days_from

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime

    from agent.domain.identity import Handle

SHOWCASE_ADDS: Final = "showcase_adds"  # the budget of additions, of an account in a day of its shop's zone
LAST: Final = 1000  # the priority of a product that is given none: after all that have one


@dataclass(frozen=True, slots=True)
class Wanted:
    """A product that the showcase is to hold: 1 is added first, equal priorities in the order of their lines.

    `traffic` marks one that draws people into a LIVE, where its title is told too.
    """

    product_id: str
    priority: int = LAST
    line: int = 0
    title: str = ""
    traffic: bool = False

    @property
    def told_priority(self) -> str:
        """Its priority as somebody gave it, "" where nobody did."""
        return "" if self.priority == LAST else str(self.priority)


@dataclass(frozen=True, slots=True)
class Assortment:
    """What one account is to show, each product once; `position` is what it stands for, "" where nobody said."""

    handle: Handle
    position: str
    wanted: tuple[Wanted, ...]

    def missing(self, present: Collection[str]) -> tuple[Wanted, ...]:
        """What has yet to be added, in the order in which it is added."""
        return in_order(one for one in self.wanted if one.product_id not in present)

    def surplus(self, present: Iterable[str]) -> tuple[str, ...]:
        """What the showcase holds and nobody wants there."""
        wanted = {one.product_id for one in self.wanted}
        return tuple(one for one in present if one not in wanted)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the shop's zone, when it begins (or when its rest does), and what is added on it."""

    day: date
    starts_at: datetime
    adds: tuple[Wanted, ...]


def in_order(wanted: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """By priority, and by line where priorities are equal."""
    return tuple(sorted(wanted, key=lambda one: (one.priority, one.line)))


def spread(
    missing: Iterable[Wanted], used: Mapping[date, int], quota: int, now: datetime, zone: str
) -> tuple[Day, ...]:
    """The days on which these are added, from today on: never over the quota, counting what a day has `used` already.

    Raises ValueError for a quota that lets nothing through.
    """
    if quota < 1:
        raise ValueError(quota)
    wanted, days, done = in_order(missing), list[Day](), 0
    for day in days_from(day_of(now, zone), zone):
        if done == len(wanted):
            break
        adds = wanted[done : done + max(quota - used.get(day, 0), 0)]
        done += len(adds)
        if adds:
            days.append(Day(day, max(now, begins(day, zone)), adds))
    return tuple(days)
