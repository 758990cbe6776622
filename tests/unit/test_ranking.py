"""LIVEs in order: by what is at least true of each, with what sets it apart, and none that cannot be judged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from numbers_told import LAST, PRIME, SHOP, ZONE

from agent.domain.insight import Metric, Of, Page, Reading, Span, Subject, Window
from agent.domain.ranking import Trait, ranked

pytestmark = pytest.mark.fast
EVENING = datetime(2026, 11, 30, 2, 30, tzinfo=UTC)  # half past eight in Mexico City


def a_live(number: str, orders: int | None, viewers: int | None, **other: Any) -> Reading:
    """A LIVE with so many orders of so many viewers."""
    told: dict[str, Any] = {"began": EVENING, "whole": True, "values": {}, "page": Page.LIVES} | other
    shown = {Metric.ORDERS: orders, Metric.VIEWERS: viewers}
    values = {metric: None if value is None else Decimal(value) for metric, value in (shown | told["values"]).items()}
    subject = Subject(SHOP.id, Of.LIVE, number, "ana", "71", told["began"])
    return Reading(
        subject, Window(Span.SESSION, LAST, LAST), told["page"], EVENING, EVENING, values, "MXN", told["whole"]
    )


def order(*lives: Reading) -> list[str]:
    return [one.reading.subject.id for one in ranked(lives, PRIME, ZONE).sessions]


def test_many_viewers_with_a_little_less_come_before_few_with_a_little_more() -> None:
    assert order(a_live("lucky", 2, 20), a_live("proven", 90, 1_000)) == ["proven", "lucky"]


@pytest.mark.parametrize(
    "live", [a_live("x", None, 500), a_live("x", 5, None), a_live("x", 5, 0), a_live("x", 5, 500, whole=False)]
)
def test_what_cannot_be_judged_is_counted_and_not_ranked(live: Reading) -> None:
    ranking = ranked([live, a_live("good", 5, 500)], PRIME, ZONE)

    assert ([one.reading.subject.id for one in ranking.sessions], ranking.left) == (["good"], 1)


def test_a_live_that_a_page_and_a_file_show_is_one() -> None:
    page, file = a_live("twice", 5, 500), a_live("twice", 5, 500, page=Page.FILE)

    assert ranked([file, page], PRIME, ZONE).sessions[0].reading is page
    assert order(page, file) == ["twice"]


def test_the_best_hours_are_those_of_the_shops_own_clock() -> None:
    noon = EVENING - timedelta(hours=8)

    ranking = ranked([a_live("evening", 9, 900), a_live("noon", 8, 900, began=noon)], PRIME, ZONE)

    assert [one.traits for one in ranking.sessions] == [(Trait.PRIME,), (Trait.NOT_PRIME,)]


def test_what_sets_a_live_apart_is_told_against_the_middle_of_all() -> None:
    lives = [
        a_live(str(ctr), 9, 900, values={Metric.CTR: ctr, Metric.LASTED: 60 * ctr, Metric.GMV: 900 * ctr})
        for ctr in (1, 2, 3)
    ]

    traits = {one.reading.subject.id: set(one.traits) - {Trait.PRIME} for one in ranked(lives, PRIME, ZONE).sessions}

    assert traits == {
        "1": {Trait.FEWER_CLICKS, Trait.SHORTER, Trait.SMALLER_BASKET},
        "2": set(),
        "3": {Trait.MORE_CLICKS, Trait.LONGER, Trait.BIGGER_BASKET},
    }


def test_few_viewers_are_said_to_be_few() -> None:
    assert Trait.FEW_VIEWERS in ranked([a_live("small", 3, 199)], PRIME, ZONE).sessions[0].traits
