"""What was read of one subject, by day and by window, so that one stretch of days can be held against another."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from agent.domain.chance import Share
from agent.domain.insight import Metric, Of, Page, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from agent.domain.insight import Reading, Subject

    Numbers = Mapping[Metric, Decimal]

WEEK: Final = 7
MONTH: Final = 28
# What each share is a share of: it is added up over days by these, never by its own mean.
PARTS: Final = MappingProxyType(
    {Metric.CTR: (Metric.CLICKS, Metric.IMPRESSIONS), Metric.CVR: (Metric.ORDERS, Metric.VISITORS)}
)
_THOUSAND: Final = Decimal(1_000)
_WINDOWS: Final = MappingProxyType({Span.LAST_7: WEEK, Span.LAST_28: MONTH})
# Means of a day, that do not add up.
_MEANS: Final = frozenset({Metric.DWELL})


@dataclass(frozen=True)
class Series:
    """One subject: the numbers of its full days up to `last`, and those of the windows that end then, by their length.

    Only what was shown is in here: a number that is missing is missing, and never 0.
    """

    subject: Subject
    last: date
    currency: str = ""
    days: Mapping[date, Numbers] = field(default_factory=dict)
    windows: Mapping[int, Numbers] = field(default_factory=dict)
    _told: dict[Metric, Mapping[date, Decimal]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        """What people call it."""
        return f"@{self.subject.name}" if self.subject.of is Of.ACCOUNT else self.subject.name or self.subject.id

    def stretch(self, length: int, *, before: int = 0) -> Sequence[date]:
        """So many days that end with the last one, or so many days earlier."""
        return _stretch(self.last, length, before)

    def on(self, day: date, metric: Metric) -> Decimal | None:
        """One day's number."""
        return self.of_each_day(metric).get(day)

    def known(self, days: Iterable[date], metric: Metric) -> list[Decimal]:
        """The numbers of those days that have one."""
        shown = self.of_each_day(metric)
        return [shown[day] for day in days if day in shown]

    def of_each_day(self, metric: Metric) -> Mapping[date, Decimal]:
        """A number on all days that have it, worked out once: a comparison asks for each of them many times."""
        if metric not in self._told:
            all_days = ((day, told(numbers, metric)) for day, numbers in self.days.items())
            self._told[metric] = {day: value for day, value in all_days if value is not None}
        return self._told[metric]

    def share(self, days: Iterable[date], metric: Metric) -> Share | None:
        """A share over several days, of those that show what it is a share of; None where none does."""
        counts = [pair for day in days if (pair := counted(self.days.get(day, {}), metric))]
        return Share(sum(hits for hits, _ in counts), sum(of for _, of in counts)) if counts else None

    def over(self, length: int, metric: Metric) -> Decimal | None:
        """The window's number as the portal counts it, else what its days give if every one of them has it."""
        window = told(self.windows.get(length, {}), metric)
        return window if window is not None else self.of_days(self.stretch(length), metric)

    def share_over(self, length: int, metric: Metric) -> Share | None:
        """A window's share as the portal counts it, else that of its days if every one of them has it."""
        pair = counted(self.windows.get(length, {}), metric)
        days = self.stretch(length)
        if pair is None:
            return self.share(days, metric) if len(self.known(days, metric)) == length else None
        return Share(*pair)

    def of_days(self, days: Sequence[date], metric: Metric) -> Decimal | None:
        """What these days give together; None where one of them is missing."""
        values = self.known(days, metric)
        if len(values) < len(days):
            return None
        if metric in PARTS:
            share = self.share(days, metric)
            return Decimal(share.hits) / share.of if share and share.of else None
        if metric is Metric.GPM:
            money, shown = self.known(days, Metric.GMV), self.known(days, Metric.IMPRESSIONS)
            return _for_a_thousand(sum(money, Decimal()), sum(shown, Decimal())) if len(shown) == len(days) else None
        return sum(values, Decimal()) / (len(days) if metric in _MEANS else 1)


@lru_cache(maxsize=64)
def _stretch(last: date, length: int, before: int) -> tuple[date, ...]:
    first = last - timedelta(days=before + length - 1)
    return tuple(first + timedelta(days=number) for number in range(length))


def counted(numbers: Numbers, metric: Metric) -> tuple[int, int] | None:
    """What a share was counted from: hits and chances; by the share itself where the hits are not shown."""
    hits, of = (numbers.get(one) for one in PARTS[metric])
    if of is None:
        return None
    if hits is None:
        if metric not in numbers:
            return None
        hits = numbers[metric] * of
    return min(round(hits), int(of)), int(of)


def told(numbers: Numbers, metric: Metric) -> Decimal | None:
    """A number that was shown, or that follows from two that were."""
    if metric in numbers or metric not in _FOLLOWS:
        return numbers.get(metric)
    return _FOLLOWS[metric](numbers)


def _share_of(metric: Metric) -> Callable[[Numbers], Decimal | None]:
    def share(numbers: Numbers) -> Decimal | None:
        pair = counted(numbers, metric)
        return Decimal(pair[0]) / pair[1] if pair and pair[1] else None

    return share


def _gpm(numbers: Numbers) -> Decimal | None:
    return _for_a_thousand(numbers.get(Metric.GMV), numbers.get(Metric.IMPRESSIONS))


def _for_a_thousand(money: Decimal | None, impressions: Decimal | None) -> Decimal | None:
    return money / impressions * _THOUSAND if money is not None and impressions else None


_FOLLOWS: Final = MappingProxyType({**{one: _share_of(one) for one in PARTS}, Metric.GPM: _gpm})


def sorted_out(readings: Iterable[Reading]) -> list[Series]:
    """Readings by what they are about, in the order in which each is first met; what is not over yet is left out.

    All series of one call end on the same day, the last full one of any, so that they can stand side by side.
    """
    full = [one for one in readings if one.whole and (one.window.span is Span.DAY or one.window.span in _WINDOWS)]
    last = max((one.window.last for one in full), default=None)
    if last is None:
        return []
    found: dict[tuple[str, str], list[Reading]] = {}
    # A file is made of the same numbers as its page, which is the one that is read twice: it only fills gaps.
    for one in sorted(full, key=lambda one: one.page is not Page.FILE):
        found.setdefault((one.subject.of, one.subject.id), []).append(one)
    return [_series(some, last) for some in found.values()]


def _series(readings: Sequence[Reading], last: date) -> Series:
    days: dict[date, dict[Metric, Decimal]] = {}
    windows: dict[int, dict[Metric, Decimal]] = {}
    for one in readings:
        shown = {metric: value for metric, value in one.values.items() if value is not None}
        if one.window.span is Span.DAY:
            days.setdefault(one.window.last, {}).update(shown)
        elif one.window.last == last:
            windows.setdefault(_WINDOWS[one.window.span], {}).update(shown)
    currency = next((one.currency for one in readings if one.currency), "")
    return Series(readings[-1].subject, last, currency, days, windows)
