"""A shop's readings put together: windows, gaps, the industry's mean, commissions, and days around a promotion."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from numbers_told import LAST, MEAN, PRIME, SHOP, ZONE, Told, told_insight

from agent.domain.around import Ran, days_around, held_around
from agent.domain.gpm import Mean, mean_of
from agent.domain.gpm_news import below_the_mean
from agent.domain.insight import Metric, Of, Page, Span, Window
from agent.domain.news import Occasion
from agent.domain.series import sorted_out
from agent.domain.shop_insight import insight_of

pytestmark = pytest.mark.fast
FIRST = Told().readings()[0]


def test_a_file_fills_gaps_and_contradicts_no_page() -> None:
    page = replace(FIRST, values={Metric.GMV: Decimal(7), Metric.ORDERS: None})
    file = replace(FIRST, page=Page.FILE, values={Metric.GMV: Decimal(8), Metric.ORDERS: Decimal(2)})

    (series,) = sorted_out([page, file])

    assert (series.on(LAST, Metric.GMV), series.on(LAST, Metric.ORDERS)) == (7, 2)


def test_a_window_that_ends_on_another_day_is_none_of_these() -> None:
    window = replace(FIRST, window=Window(Span.LAST_7, LAST - timedelta(days=7), LAST - timedelta(days=1)))

    (series,) = sorted_out([FIRST, window])

    assert series.windows == {}


def test_a_day_that_is_not_over_is_no_day() -> None:
    today = replace(FIRST, window=Window(Span.DAY, LAST + timedelta(days=1), LAST + timedelta(days=1)), whole=False)

    assert sorted_out([FIRST, today])[0].last == LAST


def test_gpm_follows_from_money_and_impressions_where_no_page_shows_it() -> None:
    (series,) = sorted_out([replace(FIRST, values={Metric.GMV: Decimal(50), Metric.IMPRESSIONS: Decimal(2_000)})])

    assert series.on(LAST, Metric.GPM) == 25
    assert series.on(LAST - timedelta(days=1), Metric.GPM) is None


def test_the_mean_of_the_shops_category_counts_before_that_of_its_market() -> None:
    of_category = replace(MEAN, category="beauty", read_on=date(2026, 1, 1))
    others = (replace(MEAN, region="GB"), replace(MEAN, category="food"), MEAN)

    assert mean_of(SHOP, (of_category, *others)) == of_category
    assert mean_of(SHOP, others) == MEAN


def test_nothing_is_held_against_a_mean_in_other_money() -> None:
    other = Mean("MX", "USD", Decimal(1_000_000), "a paper", date(2026, 11, 2))

    assert [one.below for one in told_insight(None, other).gpms if one.mean or one.below] == []


def test_who_is_below_the_mean_is_told_once_for_an_account_and_once_for_a_live_of_the_last_day() -> None:
    insight = told_insight(None, replace(MEAN, value=Decimal(100_000)))

    news = list(below_the_mean(insight))

    lives = [
        one
        for one in insight.gpms
        if one.subject.of is Of.LIVE and one.subject.began and one.subject.began.date() == LAST
    ]
    assert len({one.key for one in news}) == len(news) == 4 + len(lives)
    assert {one.occasion for one in news} == {Occasion.GPM}


def test_nobody_is_told_of_a_gpm_at_the_mean() -> None:
    assert list(below_the_mean(told_insight(None, replace(MEAN, value=Decimal(0))))) == []


def test_a_commission_of_an_account_is_reported() -> None:
    readings = Told().readings()
    account = next(one for one in readings if one.subject.of is Of.ACCOUNT and one.window.span is Span.DAY)
    window = Window(Span.LAST_28, LAST - timedelta(days=27), LAST)
    charged = replace(account, window=window, values={Metric.COMMISSION: Decimal("12.50")})

    insight = insight_of(SHOP, [*readings, charged], PRIME, ())

    assert [(one.account, one.amount) for one in insight.charged] == [(f"@{account.subject.name}", Decimal("12.50"))]


RAN = Ran("Pans", "7", datetime(2026, 11, 20, 2, tzinfo=UTC), datetime(2026, 11, 22, 6, tzinfo=UTC))


def test_days_around_a_promotion_are_the_shops_own_and_as_many_before_and_after() -> None:
    days = days_around(RAN, ZONE, LAST)

    assert [(some[0].day, some[-1].day) for some in (days.before, days.during, days.after)] == [
        (16, 18),
        (19, 21),
        (22, 24),
    ]


def test_days_that_are_not_over_are_not_after_it() -> None:
    days = days_around(RAN, ZONE, date(2026, 11, 20))

    assert ([one.day for one in days.during], days.after) == ([19, 20], [])


def test_a_promotion_is_held_against_the_days_before_it() -> None:
    insight = told_insight(Told(gaps=()))
    held = held_around(insight.own, RAN, days_around(RAN, ZONE, LAST))

    during, after = held.changes[0]

    assert insight.own
    assert during.new == sum(insight.own.known(held.days.during, Metric.GMV)) / 3
    assert (during.old, during.metric, held.currency) == (after.old, Metric.GMV, "MXN")
