"""The stretches of time that Data Compass offers: today, the last 7 or 28 full days, or chosen days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LAST = {"last_7_days": 7, "last_28_days": 28}
_LONGEST = 92


class NoSpanError(ValueError):
    """What was asked for is no stretch of time that can be shown."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def days(self) -> Sequence[date]:
        """Every day of it."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    def before(self) -> Span:
        """The stretch of the same length just before, for comparison."""
        return Span(self.first - timedelta(days=len(self.days)), self.first - timedelta(days=1))


def span(text: str, today: date) -> Span:
    """Read `today`, `yesterday`, `last_7_days`, `last_28_days` or `YYYY-MM-DD..YYYY-MM-DD`.

    Raises:
        NoSpanError: anything else, days to come, or more than 92 of them.
    """
    if text == "today":
        return Span(today, today)
    yesterday = today - timedelta(days=1)
    if text == "yesterday":
        return Span(yesterday, yesterday)
    if text in _LAST:
        return Span(today - timedelta(days=_LAST[text]), yesterday)
    return _chosen(text, today)


def _chosen(text: str, today: date) -> Span:
    first, _, last = text.partition("..")
    try:
        chosen = Span(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError as error:
        raise NoSpanError(text) from error
    if not chosen.first <= chosen.last <= today or len(chosen.days) > _LONGEST:
        raise NoSpanError(text)
    return chosen
