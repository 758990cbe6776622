"""Which calendars of countries are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.ports import DaysOffBook


def days_off() -> DaysOffBook:
    """The library's, where it is installed."""
    from agent.adapters.holiday_calendars import HolidayCalendars  # noqa: PLC0415 - only where working days are counted

    return HolidayCalendars()
