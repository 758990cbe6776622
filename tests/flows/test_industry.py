"""What the portal itself tells of the industry: read with its money and day, and taken before anybody's file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from fake_compass import Books
from fakes import ACCOUNT, SHOP
from flow_bench import Bench, finished
from numbers_told import LAST, MEAN, PRIME, Told
from numbers_told import SHOP as TOLD_SHOP

from agent.domain.gpm import Mean, of_its_days
from agent.domain.insight import Metric, Of, Page, Reading, Span, Subject, Window
from agent.domain.reports import IndustrySeen
from agent.domain.shop_days import day_of
from agent.domain.shop_insight import insight_of
from agent.errors import AskPerson
from agent.flows.insights import gather

pytestmark = pytest.mark.fast
WEEK = Window(Span.LAST_7, LAST - timedelta(days=6), LAST)
FIRST = Told().readings()[0]
SHOWN = Subject(TOLD_SHOP.id, Of.INDUSTRY, "Beauty", "Beauty")


def told_by(text: str, days_ago: int = 1) -> Bench:
    bench = Bench(at_once=True)
    bench.portal.linked = {ACCOUNT}
    day = day_of(bench.clock.now(), SHOP.zone) - timedelta(days=days_ago)
    bench.portal.reports = Books(industry=IndustrySeen(text, "Beauty", day))
    return bench


def read(bench: Bench) -> list[Reading]:
    return [one for one in finished(gather(SHOP, bench.desk())).readings if one.subject.of is Of.INDUSTRY]


def shown(value: str, last: date = LAST, currency: str = "MXN") -> Reading:
    window = replace(WEEK, first=last - timedelta(days=6), last=last)
    values = {Metric.GPM: Decimal(value)}
    return replace(FIRST, subject=SHOWN, window=window, page=Page.CREATORS, values=values, currency=currency)


def mean_with(*readings: Reading) -> Mean | None:
    return insight_of(TOLD_SHOP, [*Told().readings(), shown_week(), *readings], PRIME, (MEAN,)).mean


def shown_week() -> Reading:
    return replace(FIRST, window=WEEK)


def test_it_is_read_for_each_window_that_it_is_told_of() -> None:
    means = read(told_by("$512.30"))

    assert {one.window.span for one in means} == {Span.DAY, Span.LAST_7, Span.LAST_28}
    assert {(one.value(Metric.GPM), one.currency, one.subject.name) for one in means} == {
        (Decimal("512.30"), "MXN", "Beauty")
    }


def test_that_of_other_days_is_none() -> None:
    assert read(told_by("$512.30", days_ago=3)) == []


@pytest.mark.parametrize("text", ["£512.30", "about five"])
def test_what_is_no_amount_in_the_shop_s_money_ends_it(text: str) -> None:
    with pytest.raises(AskPerson, match="not_one_number"):
        read(told_by(text))


def test_what_the_portal_tells_comes_before_the_file() -> None:
    mean = mean_with(shown("512.30"))

    first = LAST - timedelta(days=6)
    assert mean == Mean("MX", "MXN", Decimal("512.30"), "Seller Center: Beauty", LAST, "Beauty", first)
    assert [of_its_days(mean, day) for day in (first, first - timedelta(days=1))] == [mean, None]


def test_what_it_told_of_an_earlier_week_does_not_count() -> None:
    assert mean_with(shown("512.30", LAST - timedelta(days=7))) == MEAN
