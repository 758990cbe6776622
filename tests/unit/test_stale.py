"""Which products of a showcase are called stale: sold out, not clicked on, or unchanged for long."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from insights import SHOP, a_reading

from agent.domain.insight import Metric, Of, Page, Reading, Span, Subject, Window
from agent.domain.showcase import ShowcaseItem
from agent.domain.stale import Clicks, Stale, StaleItem, clicks_of, files_of_clicks, replaced, stale

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
A_MONTH = timedelta(days=30)
LAST = date(2026, 11, 29)


def item(product: str = "1", days: int = 10, **other: Any) -> ShowcaseItem:
    """A product that was added so many days ago."""
    return ShowcaseItem(product, f"Olla {product}", "Casa Aurora", NOW - timedelta(days=days), **{"stock": 5} | other)


def line(product: str, last: date = LAST, days: int = 28, **values: int | None) -> Reading:
    """A product's line in the portal's file over these days."""
    window = Window(Span.LAST_28 if days == 28 else Span.LAST_7, last - timedelta(days=days - 1), last)
    numbers = {Metric(name): None if value is None else Decimal(value) for name, value in values.items()}
    return a_reading(subject=Subject(SHOP, Of.PRODUCT, product), window=window, page=Page.FILE, values=numbers)


def clicks(*lines: Reading) -> Clicks | None:
    """What the shop's files say together."""
    return clicks_of(lines, "America/Mexico_City")


def whys(*items: ShowcaseItem, by: Clicks | None = None) -> list[tuple[str, tuple[Stale, ...]]]:
    """What is stale, in its order, and why."""
    return [(one.item.product_id, one.why) for one in stale(items, NOW, A_MONTH, by)]


def test_what_cannot_be_bought_comes_first_then_what_nobody_clicked_then_the_oldest() -> None:
    shown = (item("old", 31), item("older", 90), item("unseen", 12), item("gone", stock=0), item("loved", 12))

    found = whys(*shown, by=clicks(line("unseen", clicks=0), line("loved", clicks=9)))

    assert found == [
        ("gone", (Stale.SOLD_OUT,)),
        ("unseen", (Stale.UNCLICKED,)),
        ("older", (Stale.UNCHANGED,)),
        ("old", (Stale.UNCHANGED,)),
    ]


@pytest.mark.parametrize("told", [(), (line("1", gmv=3),), (line("1", clicks=None),), (line("2", clicks=0),)])
def test_a_number_that_nobody_showed_is_no_zero(told: tuple[Reading, ...]) -> None:
    assert not whys(item("1"), by=clicks(*told))


@pytest.mark.parametrize(("days", "called"), [(7, 0), (8, 1)])
def test_what_has_not_stood_a_week_of_those_days_had_no_chance(days: int, called: int) -> None:
    assert len(whys(item("1", days), by=clicks(line("1", clicks=0)))) == called


def test_where_no_clicks_are_counted_nobody_who_came_is_nobody_who_clicked() -> None:
    by = clicks(line("1", visitors=0), line("2", visitors=4))

    assert by is not None
    assert by.metric is Metric.VISITORS
    assert whys(item("1"), item("2"), by=by) == [("1", (Stale.UNCLICKED,))]


def test_the_newest_file_counts_and_of_those_of_one_day_the_longest() -> None:
    week, month = line("1", days=7, clicks=0), line("1", clicks=8)
    older = line("1", last=LAST - timedelta(days=1), clicks=70)

    by = clicks(older, week, month)

    assert by is not None
    assert (by.window, by.counted) == (month.window, {"1": 8})


def test_files_that_ended_more_than_a_week_ago_are_not_asked_for() -> None:
    assert files_of_clicks(SHOP, NOW.date()).since == date(2026, 11, 23)


def test_what_is_wanted_takes_the_first_places_as_far_as_the_day_has_room() -> None:
    found = [StaleItem(item(str(number)), (Stale.SOLD_OUT,)) for number in range(3)]

    assert [one.instead for one in replaced(found, ["7", "8", "9"], 2)] == ["7", "8", ""]
    assert [one.instead for one in replaced(found, ["7"], -1)] == ["", "", ""]
