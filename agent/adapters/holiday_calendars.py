"""Public holidays and worked weekend days of a country, as the library `holidays` knows them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from agent.domain.working_days import DaysOff
from agent.ports import DaysOffBook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holidays import HolidayBase

# The last year whose decree the library's own tables hold; other countries' days follow from laws.
_DECREED_UNTIL: Final = {"CN": 2026, "TH": 2026, "VN": 2026}
# Where governments let people work on a weekend day for a bridge day.
_SWAPPING: Final = frozenset({"CN", "VN"})


class HolidayCalendars(DaysOffBook):
    """Asks the library, where it is installed and knows the country."""

    def of(self, country: str, years: Iterable[int]) -> DaysOff:
        """The calendar for these years; what is not known is not made up."""
        return _of(country, tuple(sorted(set(years))))


@cache
def _of(country: str, years: tuple[int, ...]) -> DaysOff:
    swaps = country in _SWAPPING
    found = _asked(country, years)
    if found is None:
        return DaysOff(country, swaps=swaps)
    made_up = frozenset(_days(getattr(found, "weekend_workdays", ())))
    known = frozenset(year for year in years if _is_known(found, country, year))
    return DaysOff(country, frozenset(_days(found)), made_up, known, swaps)


def _asked(country: str, years: tuple[int, ...]) -> HolidayBase | None:
    try:
        from holidays import country_holidays  # noqa: PLC0415 - an extra, and heavy
    except ImportError:
        return None
    try:
        return country_holidays(country, years=years)
    except NotImplementedError:
        return None


def _is_known(found: HolidayBase, country: str, year: int) -> bool:
    """Whether nothing about a year is still to be decreed, or only estimated from the moon."""
    label = str(getattr(found, "estimated_label", None) or "%s (estimated)").partition("%s")[2].strip()
    estimated = any(day.year == year and label in name for day, name in found.items())
    in_range = found.start_year <= year <= found.end_year
    return in_range and not estimated and year <= _DECREED_UNTIL.get(country, found.end_year)


def _days(told: Iterable[object]) -> Iterable[date]:
    return (day for day in told if isinstance(day, date))
