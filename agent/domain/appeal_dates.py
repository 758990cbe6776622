"""Until when a violation may be appealed: the portal's word, and our reminder of the earliest reading beside it.

The portal's deadline is the deadline. Ours only reminds; nothing is ever refused by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from agent.domain.violation import AppealState
from agent.domain.working_days import Window, window

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.rules import Rules
    from agent.domain.violation import Violation
    from agent.domain.working_days import DaysOff

_LONGEST: Final = timedelta(days=60)  # a window of working days never reaches further than the years around this


@dataclass(frozen=True, slots=True)
class AppealDates:
    """When an appeal's time ends: as the portal says, by our earliest reading, and by the later one with holidays.

    `unknown` are years whose calendar is not known, so that `later` is not told.
    """

    portal: datetime | None
    ours: datetime | None
    later: datetime | None = None
    unknown: tuple[int, ...] = ()

    def remind_by(self, now: datetime) -> datetime | None:
        """The first of both that is still to come; None where none is."""
        return min((one for one in (self.ours, self.portal) if one and one > now), default=None)

    @property
    def shown(self) -> datetime | None:
        """The portal's where it shows one, else ours."""
        return self.portal or self.ours


def appeal_dates(violation: Violation, zone: str, rules: Rules, calendar: DaysOff) -> AppealDates:
    """Of the appeal that may be made now: the first by the earliest of its windows, the second by its own."""
    if violation.state is AppealState.FAILED:
        decided = violation.decided_at
        return AppealDates(violation.deadline, decided + rules.second_appeal_window.value if decided else None)
    if violation.opened_at is None:
        return AppealDates(violation.deadline, None)
    days = window(violation.opened_at, zone, rules.appeal_working_days.value, calendar)
    ours = min(days.earliest, violation.opened_at + rules.appeal_window.value)
    return AppealDates(violation.deadline, ours, *_later(days, ours))


def _later(days: Window, ours: datetime) -> tuple[datetime | None, tuple[int, ...]]:
    """The later reading where it differs."""
    return (days.later if days.later and days.later > ours else None), days.unknown


def years_around(moment: datetime) -> tuple[int, ...]:
    """The years that a window may touch which begins at a moment."""
    return tuple(range((moment - timedelta(days=1)).year, (moment + _LONGEST).year + 1))
