"""The best hours stand on the shop's own clock, whatever is done to that clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.domain.evenings import Hours, Shape, slots

pytestmark = pytest.mark.fast
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EIGHT_TO_TEN = Hours(20 * HOUR, 22 * HOUR)
AN_HOUR = Shape(HOUR)
ZONES = sorted(available_timezones())


def begun(day: str, zone: str, hours: Hours = EIGHT_TO_TEN, shape: Shape = AN_HOUR) -> list[str]:
    """When the LIVEs of a day begin, in UTC."""
    found = slots([date.fromisoformat(day)], hours, shape, zone)
    return [f"{one.begins:%m-%dT%H:%M}" for one in found]


@pytest.mark.parametrize(
    ("zone", "day", "first"),
    [
        ("Europe/Madrid", "2027-03-27", "03-27T19:00"),
        ("Europe/Madrid", "2027-03-28", "03-28T18:00"),
        ("Europe/Madrid", "2027-10-31", "10-31T19:00"),
        ("America/New_York", "2027-03-13", "03-14T01:00"),
        ("America/New_York", "2027-03-14", "03-15T00:00"),
        ("America/New_York", "2026-11-01", "11-02T01:00"),
        ("America/Mexico_City", "2027-03-28", "03-29T02:00"),
        ("America/Mexico_City", "2027-07-01", "07-02T02:00"),
        ("America/Mexico_City", "2022-07-01", "07-02T01:00"),
        ("Asia/Bangkok", "2027-03-28", "03-28T13:00"),
    ],
)
def test_eight_in_the_evening_is_eight_on_the_shops_clock(zone: str, day: str, first: str) -> None:
    assert begun(day, zone)[0] == first
    assert len(begun(day, zone)) == 2


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        ("2026-09-04", ["09-05T02:00", "09-05T03:00", "09-05T04:00", "09-05T05:00"]),
        (
            "2026-09-05",
            ["09-06T02:00", "09-06T04:00"],
        ),  # at 22:00 it is 23:00: not from 21:00, and the last hour is none
        ("2027-04-03", ["04-04T01:00", "04-04T04:00", "04-04T05:00"]),  # at 22:00 it is 21:00: not at either 21:00
    ],
)
def test_no_live_is_proposed_over_a_change_of_the_clock_nor_at_an_hour_that_it_shows_twice(
    day: str, begins: list[str]
) -> None:
    assert begun(day, "Pacific/Easter", Hours(20 * HOUR, 24 * HOUR)) == begins


def test_nor_within_eight_to_ten_where_a_zone_changes_its_clock_at_ten() -> None:
    assert begun("2026-09-05", "Pacific/Easter") == ["09-06T02:00"]
    assert begun("2027-04-03", "Pacific/Easter") == ["04-04T01:00"]


def test_a_day_that_a_zone_left_out_has_no_evening() -> None:
    assert begun("2011-12-30", "Pacific/Apia") == []
    assert len(begun("2011-12-31", "Pacific/Apia")) == 2


def test_the_warm_up_lies_before_each_and_only_the_first_one_before_the_best_hours() -> None:
    shape = Shape(timedelta(minutes=45), timedelta(minutes=15))

    found = list(slots([date(2026, 12, 1)], EIGHT_TO_TEN, shape, "Asia/Bangkok"))

    assert [f"{one.opens:%H:%M} {one.begins:%H:%M} {one.ends:%H:%M}" for one in found] == [
        "12:45 13:00 13:45",
        "13:45 14:00 14:45",
    ]


@pytest.mark.parametrize(("begins", "ends"), [(22, 20), (20, 20), (20, 25), (-1, 3)])
def test_hours_that_are_no_part_of_a_day_are_refused(begins: int, ends: int) -> None:
    with pytest.raises(ValueError, match="Hours"):
        Hours(begins * HOUR, ends * HOUR)


@st.composite
def days_of_change(draw: st.DrawFn) -> tuple[str, date]:
    """A zone, and a day on which its clock is changed; any day where it is left alone all that year."""
    zone, year = draw(st.sampled_from(ZONES)), draw(st.integers(1970, 2037))
    there = ZoneInfo(zone)
    nights = [datetime(year, 1, 1, tzinfo=there) + timedelta(days=ahead) for ahead in range(366)]
    changed = [one.date() for one, after in pairwise(nights) if one.utcoffset() != after.utcoffset()]
    return zone, draw(st.sampled_from(changed)) if changed else draw(st.dates(date(year, 1, 1), date(year, 12, 31)))


@settings(max_examples=500)
@given(placed=days_of_change(), begins=st.integers(0, 22 * 4), lasts=st.integers(15, 120))
def test_in_every_zone_on_every_day_of_change_each_live_lies_within_its_hours(
    placed: tuple[str, date], begins: int, lasts: int
) -> None:
    zone, day = placed
    hours = Hours(timedelta(minutes=15 * begins), timedelta(minutes=15 * begins + 120))

    found = list(slots([day - DAY, day, day + DAY], hours, Shape(timedelta(minutes=lasts)), zone))

    for one in found:
        shown, ended = (at.astimezone(ZoneInfo(zone)) for at in (one.begins, one.ends))
        assert shown.date() == one.day
        assert hours.begins <= since_midnight(shown) <= hours.ends - timedelta(minutes=lasts)
        assert shown.replace(tzinfo=None) + timedelta(minutes=lasts) == ended.replace(tzinfo=None)
        assert shown.utcoffset() == shown.replace(fold=1 - shown.fold).utcoffset()
        assert one.ends - one.begins == timedelta(minutes=lasts)
    assert all(not one.meets(other) for one, other in pairwise(found))


def since_midnight(shown: datetime) -> timedelta:
    return timedelta(hours=shown.hour, minutes=shown.minute, seconds=shown.second)


def test_they_are_moments_whatever_zone_this_machine_is_in() -> None:
    one = next(slots([date(2026, 12, 1)], EIGHT_TO_TEN, AN_HOUR, "Asia/Bangkok"))

    assert one.begins == datetime(2026, 12, 1, 13, tzinfo=UTC)
