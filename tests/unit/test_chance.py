"""The formulas give what textbooks and other programs give."""

from __future__ import annotations

from random import Random

import pytest

from agent.domain.chance import LEVEL, Share, of_days, of_shares


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(10, 100, 0.05523, 0.17437), (0, 10, 0.0, 0.27754), (10, 10, 0.72246, 1.0)]
)
def test_wilsons_interval_is_the_one_in_the_tables(hits: int, of: int, low: float, high: float) -> None:
    assert Share(hits, of).between == (pytest.approx(low, abs=1e-5), pytest.approx(high, abs=1e-5))


def test_nothing_seen_says_nothing() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).between == (0, 1)


def test_two_shares_differ_as_the_pooled_test_says() -> None:
    assert of_shares(Share(15, 100), Share(30, 100)) == pytest.approx(0.01108, abs=1e-5)


@pytest.mark.parametrize(
    ("one", "other"), [(Share(1, 40), Share(3, 60)), (Share(39, 40), Share(60, 60)), (Share(0, 0), Share(9, 9))]
)
def test_shares_of_too_little_are_not_tested(one: Share, other: Share) -> None:
    assert of_shares(one, other) is None


def test_days_that_lie_apart_differ_as_mann_and_whitney_say() -> None:
    assert of_days([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]) == pytest.approx(0.01219, abs=1e-5)


def test_equal_days_count_as_half_above_and_half_below() -> None:
    assert of_days([1, 1, 2, 2, 3], [2, 2, 3, 3, 4, 4, 4]) == pytest.approx(0.0437, abs=1e-4)


def test_days_that_are_all_alike_do_not_differ() -> None:
    assert of_days([7] * 7, [7] * 21) == 1


def test_few_days_are_not_tested() -> None:
    assert of_days([1, 2, 3, 4], [5] * 21) is None


def test_where_there_is_no_difference_one_is_called_clear_as_rarely_as_promised() -> None:
    dice = Random(7)  # noqa: S311 - the same in every run
    days = [[dice.paretovariate(2) for _ in range(28)] for _ in range(2_000)]
    clear = sum(1 for one in days if (of_days(one[:7], one[7:]) or 0) < LEVEL)
    assert clear / len(days) == pytest.approx(LEVEL, abs=0.015)
