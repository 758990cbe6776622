"""An assortment is spread over days: never over a day's quota, each product once, by priority, in the shop's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.assortment import Assortment, Day, Wanted, spread
from agent.domain.identity import Handle

pytestmark = pytest.mark.fast

# Clocks are changed there in the night, at midnight itself, or a whole day was left out.
ZONES = ["America/Mexico_City", "Europe/London", "Asia/Bangkok", "America/Santiago", "Africa/Cairo", "Pacific/Apia"]
MOMENTS = st.integers(1_322_697_600, 1_893_456_000).map(lambda second: datetime.fromtimestamp(second, UTC))
LISTS = st.lists(st.integers(1, 1000), max_size=300).map(
    lambda given: tuple(Wanted(f"{nth:06}", priority, nth) for nth, priority in enumerate(given))
)


def told(days: tuple[Day, ...]) -> list[Wanted]:
    return [one for day in days for one in day.adds]


@given(LISTS, st.integers(1, 60), st.integers(0, 80), MOMENTS, st.sampled_from(ZONES))
def test_no_day_is_over_its_quota_and_every_product_stands_on_exactly_one(
    wanted: tuple[Wanted, ...], quota: int, used: int, now: datetime, zone: str
) -> None:
    today = now.astimezone(ZoneInfo(zone)).date()

    days = spread(wanted, {today: used}, quota, now, zone)

    assert all(0 < len(one.adds) + (used if one.day == today else 0) <= quota for one in days)
    assert sorted(told(days), key=lambda one: one.line) == list(wanted)


@given(LISTS, st.integers(1, 60), MOMENTS, st.sampled_from(ZONES))
def test_they_are_added_by_priority_and_by_line_where_that_is_equal(
    wanted: tuple[Wanted, ...], quota: int, now: datetime, zone: str
) -> None:
    days = spread(reversed(wanted), {}, quota, now, zone)

    assert told(days) == sorted(wanted, key=lambda one: (one.priority, one.line))


@given(LISTS, st.integers(1, 9), MOMENTS, st.sampled_from(ZONES))
def test_days_follow_each_other_and_each_begins_within_itself_in_the_shops_zone(
    wanted: tuple[Wanted, ...], quota: int, now: datetime, zone: str
) -> None:
    days = spread(wanted, {}, quota, now, zone)

    local = [one.starts_at.astimezone(ZoneInfo(zone)) for one in days]
    before = [(one.starts_at - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date() for one in days[1:]]
    assert [one.date() for one in local] == [one.day for one in days] == sorted({one.day for one in days})
    assert all(earlier < one.day for earlier, one in zip(before, days[1:], strict=True))
    assert [one.starts_at for one in days[:1]] == [now for _ in days[:1]]


@given(LISTS, st.integers(1, 60), st.integers(0, 60), MOMENTS, st.sampled_from(ZONES))
def test_what_was_done_today_does_not_move_what_is_left_whenever_the_process_starts_again(
    wanted: tuple[Wanted, ...], quota: int, done: int, now: datetime, zone: str
) -> None:
    days = spread(wanted, {}, quota, now, zone)
    added = days[0].adds[:done] if days else ()

    again = spread(
        Assortment(Handle("a"), "", wanted).missing({one.product_id for one in added}),
        {now.astimezone(ZoneInfo(zone)).date(): len(added)},
        *(quota, now, zone),
    )

    left = [(day.day, tuple(one for one in day.adds if one not in added)) for day in days]
    assert [(day.day, day.adds) for day in again] == [(day, adds) for day, adds in left if adds]


@pytest.mark.parametrize(
    ("zone", "now", "second"),
    [
        ("America/Santiago", "2026-09-05T20:00Z", "2026-09-06T04:00Z"),  # 00:00 is 01:00 there on this day
        ("Europe/London", "2026-03-28T12:00Z", "2026-03-29T00:00Z"),
        ("Europe/London", "2026-10-25T12:00Z", "2026-10-26T00:00Z"),  # the day before lasted 25 hours
        ("America/Mexico_City", "2026-11-30T05:59Z", "2026-11-30T06:00Z"),
    ],
)
def test_the_second_day_begins_when_the_shops_own_does(zone: str, now: str, second: str) -> None:
    days = spread([Wanted("1"), Wanted("2")], {}, 1, datetime.fromisoformat(now), zone)

    assert days[1].starts_at == datetime.fromisoformat(second)


def test_a_day_that_a_zone_left_out_has_no_products() -> None:
    days = spread([Wanted("1"), Wanted("2")], {}, 1, datetime(2011, 12, 29, 20, tzinfo=UTC), "Pacific/Apia")

    assert [one.day for one in days] == [date(2011, 12, 29), date(2011, 12, 31)]


def test_a_quota_that_lets_nothing_through_is_no_plan() -> None:
    with pytest.raises(ValueError, match="0"):
        spread([Wanted("1")], {}, 0, datetime(2026, 11, 29, tzinfo=UTC), "UTC")


def test_a_hundred_thousand_products_take_two_thousand_days() -> None:
    wanted = [Wanted(str(nth), line=nth) for nth in range(100_000)]

    days = spread(wanted, {}, 50, datetime(2026, 11, 29, 20, tzinfo=UTC), "America/Mexico_City")

    assert (len(days), days[-1].day, days[-1].adds[-1]) == (2000, date(2032, 5, 20), wanted[-1])
