"""Who goes LIVE when: evenly, by turns, never two at once, never more than a pilot allows, and always the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import combinations

import pytest
from facts_builder import AT, DAY, HOUR, rules
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.domain.evenings import Hours, Shape, slots
from agent.domain.identity import Handle
from agent.domain.live import LiveAccount, Pilot, Sessions, pilot_of, proposed

pytestmark = pytest.mark.fast
FIRST = date(2026, 12, 1)
US = rules(live_pilot_followers=5000, live_pilot_lasts=30 * DAY)


def an_account(name: str, most: int = 3) -> LiveAccount:
    return LiveAccount(Handle(name), "", most, Pilot.NONE, linked=True)


def plan(accounts: list[LiveAccount], days: int = 7, lasts: float = 1) -> Sessions:
    week = [FIRST + timedelta(days=ahead) for ahead in range(days)]
    room = slots(week, Hours(20 * HOUR, 22 * HOUR), Shape(lasts * HOUR), "America/Mexico_City")
    return proposed(accounts, room, FIRST, days)


def days_of(made: Sessions, name: str) -> list[int]:
    return [(one.slot.day - FIRST).days for one in made.proposed if one.account.handle == name]


def test_four_accounts_have_three_lives_each_in_a_week_spread_over_its_days() -> None:
    made = plan([an_account(name) for name in "abcd"])

    assert {name: days_of(made, name) for name in "abcd"} == {
        "a": [0, 2, 4],
        "b": [0, 3, 5],
        "c": [1, 3, 6],
        "d": [2, 4, 6],
    }
    assert (made.wished, made.without_room) == (12, ())


def test_each_account_has_both_hours_by_turns() -> None:
    made = plan([an_account(name) for name in "abcd"])

    for name in "abcd":
        assert {one.slot.number for one in made.proposed if one.account.handle == name} == {0, 1}


def test_a_single_account_has_both_hours_by_turns_too() -> None:
    assert [one.slot.number for one in plan([an_account("a")]).proposed] == [0, 1, 0]


def test_of_two_evenings_that_are_as_near_the_emptier_one_is_taken() -> None:
    made = plan([an_account(name) for name in "abc"], days=2)

    assert {name: days_of(made, name) for name in "abc"} == {"a": [0], "b": [1], "c": [1]}


def test_who_else_goes_live_on_that_evening_is_told() -> None:
    made = plan([an_account("a", 7), an_account("b", 7)], days=1)

    assert [(one.account.handle, one.neighbours) for one in made.proposed] == [("a", ("b",)), ("b", ("a",))]


def test_where_lives_are_long_the_last_find_no_room_and_that_is_told() -> None:
    made = plan([an_account(name) for name in "abcd"], lasts=2)

    assert len(made.proposed) == 7
    assert sum(count for _, count in made.without_room) == 5


def test_a_room_that_opens_before_midnight_does_not_meet_the_last_live_of_that_day() -> None:
    shape = Shape(
        timedelta(hours=7, minutes=50), timedelta(minutes=15)
    )  # three fill a day, the next one opens at 23:45
    room = slots([FIRST, FIRST + timedelta(days=1)], Hours(0 * HOUR, 24 * HOUR), shape, "Asia/Bangkok")

    made = proposed([an_account(name, 7) for name in "abc"], room, FIRST, 2)

    assert not any(one.slot.meets(other.slot) for one, other in combinations(made.proposed, 2))
    assert len(made.proposed) == 5


@pytest.mark.parametrize(
    ("followers", "linked", "pilot"),
    [
        (None, None, Pilot.FOLLOWERS_UNKNOWN),
        (4_999, None, Pilot.FEW_FOLLOWERS),
        (5_000, None, Pilot.NONE),
        (90_000, AT - 29 * DAY, Pilot.JUST_LINKED),
        (90_000, AT - 30 * DAY, Pilot.NONE),
    ],
)
def test_a_pilot_of_the_market_limits_an_account(followers: int | None, linked: datetime | None, pilot: Pilot) -> None:
    assert pilot_of(followers, linked, AT, US) is pilot


@pytest.mark.parametrize("followers", [None, 0, 5_000])
def test_where_no_pilot_is_known_nothing_limits_it(followers: int | None) -> None:
    assert pilot_of(followers, AT, AT, rules()) is Pilot.NONE


@settings(max_examples=60)
@given(
    limits=st.lists(st.integers(0, 7), min_size=1, max_size=5),
    days=st.integers(1, 22),
    lasts=st.sampled_from([0.25, 0.5, 0.75, 1, 1.5, 2]),
)
def test_whatever_is_wished_for_no_two_meet_and_nobody_has_too_many_in_seven_days(
    limits: list[int], days: int, lasts: float
) -> None:
    accounts = [an_account(f"account.{number}", most) for number, most in enumerate(limits)]

    made = plan(accounts, days, lasts)

    assert not any(one.slot.meets(other.slot) for one, other in combinations(made.proposed, 2))
    for one in accounts:
        own = days_of(made, one.handle)
        assert len(own) == len(set(own))
        assert all(sum(start <= day < start + 7 for day in own) <= one.most_a_week for start in range(days))
    assert len(made.proposed) + sum(count for _, count in made.without_room) == made.wished
    assert made == plan(accounts, days, lasts)
