"""Seven days against twenty-eight: the right numbers, and no more certainty than they carry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from numbers_told import LAST, SHOP

from agent.domain.comparing import Certainty, Change, weeks
from agent.domain.insight import Metric, Of, Subject
from agent.domain.series import Series

pytestmark = pytest.mark.fast
DAYS = [LAST - timedelta(days=back) for back in range(28)]


def a_series(
    of_day: Callable[[int], dict[Metric, int | None]], windows: dict[int, dict[Metric, int]] | None = None
) -> Series:
    """A shop whose day so many days ago had these numbers."""
    told = {
        day: {metric: Decimal(value) for metric, value in of_day(back).items() if value is not None}
        for back, day in enumerate(DAYS)
    }
    whole = {
        length: {metric: Decimal(value) for metric, value in shown.items()} for length, shown in (windows or {}).items()
    }
    return Series(Subject(SHOP.id, Of.SHOP, SHOP.id), LAST, "MXN", told, whole)


def changed(series: Series, metric: Metric) -> Change:
    return next(one for one in weeks(series) if one.metric is metric)


def test_an_amount_is_told_for_a_day_of_each_window() -> None:
    series = a_series(lambda back: {Metric.ORDERS: 30 + back % 3 if back < 7 else 20 + back % 3})

    change = changed(series, Metric.ORDERS)

    assert (change.new, change.old) == (Decimal(216) / 7, Decimal(216 + 441) / 28)
    assert change.share == pytest.approx(float(change.new / change.old) - 1 if change.new and change.old else 0)
    assert change.certainty is Certainty.CLEAR


def test_what_goes_up_and_down_as_before_may_be_chance() -> None:
    series = a_series(lambda back: {Metric.ORDERS: 20 + (back * 7) % 5})

    assert changed(series, Metric.ORDERS).certainty is Certainty.CHANCE


def test_a_share_is_counted_over_all_days_and_not_a_mean_of_shares() -> None:
    series = a_series(
        lambda back: {Metric.ORDERS: 50 if back == 0 else 1, Metric.VISITORS: 1_000 if back == 0 else 100}
    )

    assert changed(series, Metric.CVR).new == Decimal(56) / 1_600


def test_many_visitors_of_days_that_are_good_or_bad_prove_nothing() -> None:
    series = a_series(lambda back: {Metric.ORDERS: (90, 10, 40)[back % 3], Metric.VISITORS: 1_000})

    assert changed(series, Metric.CVR).certainty is Certainty.CHANCE


def test_a_share_that_rose_among_many_visitors_is_clear() -> None:
    series = a_series(lambda back: {Metric.ORDERS: (60 if back < 7 else 30) + back % 2, Metric.VISITORS: 1_000})

    change = changed(series, Metric.CVR)

    assert (change.certainty, change.share) == (Certainty.CLEAR, pytest.approx(0.6, abs=0.02))


@pytest.mark.parametrize("metric", [Metric.GMV, Metric.ORDERS, Metric.CVR])
def test_few_orders_are_said_to_be_few(metric: Metric) -> None:
    of_orders = {Metric.VISITORS: 20, Metric.GMV: 900}
    series = a_series(lambda back: of_orders | {Metric.ORDERS: int(back % 3 == 0)})

    assert changed(series, metric).certainty is Certainty.SMALL


def test_days_without_a_number_are_left_out_and_never_nothing() -> None:
    series = a_series(lambda back: {Metric.VISITORS: None if back in {2, 9} else 100})

    change = changed(series, Metric.VISITORS)

    assert (change.new, change.old) == (100, 100)


def test_with_too_many_days_missing_nothing_is_said() -> None:
    series = a_series(lambda back: {Metric.VISITORS: 100 if back >= 3 else None})

    assert changed(series, Metric.VISITORS) == Change(Metric.VISITORS, None, Decimal(100), Certainty.UNKNOWN)


def test_with_too_many_days_missing_the_portals_own_window_counts() -> None:
    series = a_series(lambda _: {Metric.GMV: None}, {7: {Metric.GMV: 700}, 28: {Metric.GMV: 1_400}})

    change = changed(series, Metric.GMV)

    assert (change.new, change.old, change.certainty) == (100, 50, Certainty.SMALL)


def test_a_window_of_people_who_come_again_is_not_held_against_a_longer_one() -> None:
    windows = {7: {Metric.VISITORS: 600}, 28: {Metric.VISITORS: 1_800}}

    assert changed(a_series(lambda _: {}, windows), Metric.VISITORS).certainty is Certainty.UNKNOWN
