"""Windows of working days: the earliest reading, the later one beside it, and which reminder is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.adapters.holiday_calendars import HolidayCalendars
from agent.domain.appeal_dates import years_around
from agent.domain.working_days import DaysOff, Window, days_left, last_day, step, window

ZONES = {
    "CN": "Asia/Shanghai",
    "MX": "America/Mexico_City",
    "GB": "Europe/London",
    "US": "America/New_York",
    "TH": "Asia/Bangkok",
    "VN": "Asia/Ho_Chi_Minh",
}
# From the governments' own lists, not from the library that is tested.
OFFICIAL = {
    "MX": ["2026-11-16", "2026-12-25", "2027-01-01", "2027-02-01"],
    "GB": ["2026-12-25", "2026-12-28", "2027-01-01"],
    "US": ["2026-11-11", "2026-11-26", "2026-12-25", "2027-01-01", "2027-01-18", "2027-02-15"],
    "TH": ["2026-10-13", "2026-10-23", "2026-12-07", "2026-12-10", "2026-12-31"],
    "VN": ["2026-08-31", "2026-09-01", "2026-09-02", "2026-11-24"],
}
BOOK = HolidayCalendars()
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the bounds of aware ones


def counted(country: str, begun: datetime, days: int = 7) -> Window:
    return window(begun, ZONES[country], days, BOOK.of(country, years_around(begun)))


def a_day(text: str, zone: str, hour: int = 10) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(hour), ZoneInfo(zone))


@settings(max_examples=200)
@given(MOMENTS, st.sampled_from(sorted(ZONES)), st.integers(1, 15))
def test_it_is_never_later_than_monday_to_friday_counts(begun: datetime, country: str, days: int) -> None:
    begins = begun.astimezone(ZoneInfo(ZONES[country])).date()
    plain = np.busday_offset(begins, days, roll="backward").astype(date)

    ends = counted(country, begun, days)

    assert last_day(ends.earliest, ZONES[country]) <= plain
    assert ends.later is None or ends.later >= ends.earliest


@settings(max_examples=200)
@given(MOMENTS, st.sampled_from([*ZONES.values(), "America/Santiago", "Africa/Cairo", "Asia/Beirut"]))
def test_it_ends_with_the_last_days_own_midnight_whatever_the_clocks_do(begun: datetime, zone: str) -> None:
    ends = window(begun, zone, 7, DaysOff("")).earliest
    before, after = ((ends + step).astimezone(ZoneInfo(zone)) for step in (-timedelta(seconds=1), timedelta(0)))

    assert before.date() + timedelta(days=1) == after.date()
    assert before.date() == last_day(ends, zone)


@pytest.mark.parametrize("country", sorted(OFFICIAL))
def test_the_later_reading_agrees_with_numpy_over_the_governments_days(country: str) -> None:
    begun = [date(2026, 10, 26) + timedelta(days=day) for day in range(35)]  # all of what they name lies in 2026
    plain = [np.busday_offset(day, 7, roll="backward", holidays=OFFICIAL[country]).astype(date) for day in begun]

    ends = [counted(country, a_day(day.isoformat(), ZONES[country])).later for day in begun]

    assert [last_day(one, ZONES[country]) for one in ends if one] == plain


def test_the_chinese_calendar_agrees_with_another_library_day_by_day() -> None:
    book = BOOK.of("CN", (2024, 2025, 2026))
    days = [date(2024, 1, 1) + timedelta(days=day) for day in range(1096)]

    assert [day for day in days if book.is_worked(day) is not chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize(
    ("country", "begun", "earliest", "later"),
    [
        ("CN", "2026-09-30", "2026-10-09", "2026-10-15"),  # the holidays count in the earliest; 10 October is worked
        ("CN", "2026-02-10", "2026-02-18", "2026-02-26"),  # 14 February is worked, the holidays end on the 23rd
        ("CN", "2026-12-28", "2027-01-04", None),  # nobody knows yet which weekend days of 2027 are worked
        ("MX", "2026-11-13", "2026-11-24", "2026-11-25"),
        ("GB", "2026-12-21", "2026-12-30", "2027-01-04"),
        ("US", "2026-11-20", "2026-12-01", "2026-12-02"),
        ("TH", "2026-12-01", "2026-12-10", "2026-12-14"),
        ("TH", "2026-12-28", "2027-01-06", None),
        ("VN", "2026-08-17", "2026-08-25", "2026-08-25"),  # 22 August is worked for 31 August
        ("VN", "2026-12-28", "2027-01-04", None),
    ],
)
def test_a_window_ends_as_the_table_says(country: str, begun: str, earliest: str, later: str | None) -> None:
    zone = ZONES[country]

    ends = counted(country, a_day(begun, zone))

    assert last_day(ends.earliest, zone).isoformat() == earliest
    assert (last_day(ends.later, zone).isoformat() if ends.later else None) == later


def test_years_that_nobody_knows_yet_are_told() -> None:
    ends = counted("CN", a_day("2026-12-28", ZONES["CN"]))

    assert (ends.later, ends.unknown) == (None, (2027,))


def test_a_country_without_a_calendar_is_counted_monday_to_friday() -> None:
    begun = a_day("2026-12-23", "Europe/Oslo")
    ends = window(begun, "Europe/Oslo", 7, BOOK.of("XX", years_around(begun)))

    assert (last_day(ends.earliest, "Europe/Oslo"), ends.later, ends.unknown) == (date(2027, 1, 1), None, (2026, 2027))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-12-04T23:59", None),
        ("2026-12-05T00:00", 5),
        ("2026-12-06T12:00", 5),
        ("2026-12-07T00:00", 3),
        ("2026-12-08T09:00", 3),
        ("2026-12-09T00:00", 1),
        ("2026-12-10T00:00", 0),
        ("2026-12-10T23:59", 0),
        ("2026-12-11T00:00", None),
    ],
)
def test_people_are_reminded_by_the_shops_own_days(now: str, due: int | None) -> None:
    there = ZoneInfo("America/Mexico_City")
    end = datetime(2026, 12, 11, tzinfo=there)

    assert step(datetime.fromisoformat(now).replace(tzinfo=there), end, str(there)) == due


def test_a_deadline_in_the_middle_of_a_day_has_that_day_as_its_last() -> None:
    end = datetime(2026, 12, 10, 14, 30, tzinfo=UTC)

    assert (last_day(end, "UTC"), days_left(end - timedelta(hours=14), end, "UTC")) == (date(2026, 12, 10), 0)
    assert days_left(end, end, "UTC") == -1
