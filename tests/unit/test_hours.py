"""Hours in which somebody is awake: read from words, and asked when they begin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.hours import PressHours

pytestmark = pytest.mark.fast
OFFICE = PressHours.parse("Mon-Fri 09:00-18:00, Sat 10:00-14:00 Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize("moment", ["2026-11-23T09:00+08:00", "2026-11-27T17:59+08:00", "2026-11-28T10:00+08:00"])
def test_within_a_span_nothing_has_to_begin(moment: str) -> None:
    assert OFFICE.opens(at(moment)) is None


@pytest.mark.parametrize(
    ("moment", "begins"),
    [
        ("2026-11-23T08:59+08:00", "2026-11-23T09:00+08:00"),
        ("2026-11-23T18:00+08:00", "2026-11-24T09:00+08:00"),
        ("2026-11-27T20:00+08:00", "2026-11-28T10:00+08:00"),
        ("2026-11-28T14:00+08:00", "2026-11-30T09:00+08:00"),
    ],
)
def test_outside_the_next_span_is_named(moment: str, begins: str) -> None:
    assert OFFICE.opens(at(moment)) == at(begins)


def test_a_day_may_last_until_midnight() -> None:
    whole = PressHours.parse("Mon-Sun 00:00-24:00 UTC")

    assert whole.opens(at("2026-11-29T23:59:59+00:00")) is None


@pytest.mark.parametrize(("day", "opens"), [("2026-03-28", "08:00"), ("2026-03-29", "07:00"), ("2026-10-25", "08:00")])
def test_hours_follow_the_zones_clock_across_summer_time(day: str, opens: str) -> None:
    hours = PressHours.parse("Mon-Sun 09:00-10:00 Europe/Madrid")

    assert hours.opens(at(f"{day}T00:00+00:00")) == at(f"{day}T{opens}+00:00")


@pytest.mark.parametrize(
    "words",
    [
        *("", "Mon 09:00-18:00", "Mon 18:00-09:00 UTC", "Fri-Mon 09:00-18:00 UTC", "Mon 9-18 UTC"),
        *("Mo 09:00-18:00 UTC", "Mon 09:00-18:00 Mars/Base", "Mon 09:00-18:00; UTC", "Mon 24:00-24:00 UTC"),
    ],
)
def test_other_words_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words}$"):
        PressHours.parse(words)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))  # noqa: DTZ001 - given its zone below
def test_what_begins_is_open_then_and_was_not_a_moment_before(moment: datetime) -> None:
    now = moment.replace(tzinfo=UTC)
    begins = OFFICE.opens(now) or now

    assert OFFICE.opens(begins) is None
    assert begins == now or OFFICE.opens(begins - timedelta(microseconds=1)) == begins
