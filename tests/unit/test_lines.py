"""Lines hold for the figure that a portal names; where it is going is told as a trend."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from facts_builder import AT, DAY, rules
from fakes import SHOP

from agent.domain.lines import LineState, lines, trend
from agent.domain.survey import Figure
from agent.domain.violation import Standing, System

pytestmark = pytest.mark.fast

SCORE, RATING, POINTS = System
KEPT, NEAR, CROSSED, NOT_APPLICABLE = LineState


def states(system: System, value: int) -> list[str]:
    return [one.state for one in lines(Standing(system, value), rules()) if one.state is not NOT_APPLICABLE]


def series(*told: tuple[int, int]) -> list[Figure]:
    """Values and how many days ago they were first shown."""
    return [Figure(SHOP.id, "credit_score", str(value), AT - ago * DAY) for value, ago in told]


@pytest.mark.parametrize(
    ("system", "value", "told"),
    [
        (SCORE, 86, [KEPT]),
        (SCORE, 85, [NEAR]),
        (SCORE, 80, [NEAR]),
        (SCORE, 79, [CROSSED]),
        (RATING, 161, [KEPT, KEPT, KEPT, KEPT]),
        (RATING, 160, [NEAR, KEPT, KEPT, KEPT]),
        (RATING, 150, [CROSSED, KEPT, KEPT, KEPT]),
        (RATING, 58, [CROSSED, CROSSED, NEAR, KEPT]),
        (RATING, 0, [CROSSED] * 4),
        (POINTS, 29, [KEPT, KEPT]),
        (POINTS, 30, [NEAR, KEPT]),
        (POINTS, 36, [CROSSED, KEPT]),
        (POINTS, 48, [CROSSED, CROSSED]),
    ],
)
def test_a_figure_is_told_before_it_crosses_its_own_lines(system: System, value: int, told: list[LineState]) -> None:
    assert states(system, value) == told


@pytest.mark.parametrize("system", System)
def test_lines_of_other_figures_are_not_applicable_whatever_the_value(system: System) -> None:
    drawn = lines(Standing(system, 1), rules())

    assert {one.state for one in drawn if one.system is not system} == {NOT_APPLICABLE}
    assert {one.state for one in lines(None, rules())} == {NOT_APPLICABLE}


def test_a_falling_score_is_told_with_the_day_on_which_it_would_cross() -> None:
    told = trend(series((100, 40), (92, 10)), lines(Standing(SCORE, 92), rules()), AT)

    assert told is not None
    assert (told.change, told.since) == (-8, AT - 40 * DAY)
    assert told.line is not None
    assert (told.line.value, told.reaches) == (80, AT + 60 * DAY)


@pytest.mark.parametrize(
    ("told", "reaches"),
    [
        (series((80, 40), (92, 10)), None),  # it heals
        (series((93, 89), (92, 88)), None),  # slower than a year
    ],
)
def test_what_heals_or_hardly_moves_reaches_no_line(told: list[Figure], reaches: datetime | None) -> None:
    way = trend(told, lines(Standing(SCORE, 92), rules()), AT)

    assert way is not None
    assert way.reaches is reaches


@pytest.mark.parametrize("told", [[], series((92, 10)), series((92, 0)), [Figure(SHOP.id, "credit_score", "", AT)]])
def test_one_look_is_no_trend(told: list[Figure]) -> None:
    assert trend(told, lines(Standing(SCORE, 92), rules()), AT) is None


def test_two_looks_within_a_day_are_none_either() -> None:
    told = [
        Figure(SHOP.id, "credit_score", value, AT - hours) for value, hours in zip(("92", "80"), HOURS, strict=True)
    ]

    assert trend(told, lines(Standing(SCORE, 80), rules()), AT) is None


HOURS = (timedelta(hours=23), timedelta(hours=1))
