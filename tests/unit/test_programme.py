"""A LIVE minute by minute: traffic products while the offers last, then the others, every minute once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from facts_builder import gist, promotion_facts, rules, seen
from fakes import SHOP
from hypothesis import given
from hypothesis import strategies as st
from lives import COCINA, a_week, one_live, products

from agent.domain.evenings import Shape
from agent.domain.live import Traffic
from agent.domain.live_plan import arranged
from agent.domain.programme import LiveProduct, Part, Programme, programme
from agent.domain.promotion import PromotionRow
from agent.domain.seen import Listing
from agent.guards.claim_rules import claim_rules
from agent.guards.deals_overlap import deals_overlap
from agent.guards.promotion_code import promotion_code
from agent.guards.promotion_name import promotion_name
from agent.guards.promotion_percent import promotion_percent
from agent.guards.promotion_times import promotion_times
from agent.promofile import as_text, read_promotions

pytestmark = pytest.mark.fast
MINUTE = timedelta(minutes=1)
QUARTER = 15 * MINUTE
EMPTY: Listing[PromotionRow] = Listing((), 0)
GUARDS = (promotion_name, promotion_code, promotion_percent, promotion_times, claim_rules, deals_overlap)
PRODUCTS = products(marked=(3, 5))


def told(made: Programme) -> list[str]:
    return [
        f"{one.begins // MINUTE}-{one.ends // MINUTE} {one.part}{f' {one.product.name}' if one.product else ''}"
        for one in made.blocks
    ]


def test_the_marked_ones_share_the_first_quarter_of_an_hour_and_the_rest_comes_by_priority() -> None:
    made = programme(PRODUCTS, Shape(45 * MINUTE), QUARTER)

    assert told(made) == [
        "0-7 traffic Pan 3",
        "7-15 traffic Pan 5",
        "15-19 main Pan 0",
        "19-23 main Pan 1",
        "23-27 main Pan 2",
        "27-31 main Pan 4",
        "31-35 main Pan 6",
        "35-40 main Pan 7",
        "40-45 closing",
    ]
    assert (made.by_priority, made.left_out) == (False, 4)


def test_where_none_is_marked_the_first_by_priority_are_taken_and_that_is_told() -> None:
    made = programme(PRODUCTS[:3], Shape(45 * MINUTE), QUARTER)

    assert [one.name for one in made.offered] == ["Pan 0", "Pan 1", "Pan 2"]
    assert made.by_priority


def test_without_products_the_times_stand_there_to_be_filled_in() -> None:
    made = programme([], Shape(45 * MINUTE), QUARTER)

    assert told(made) == ["0-15 traffic", "15-40 main", "40-45 closing"]
    assert not made.by_priority


def test_a_live_of_a_quarter_of_an_hour_is_nothing_but_offers() -> None:
    assert {one.part for one in programme(PRODUCTS, Shape(QUARTER), QUARTER).blocks} == {Part.TRAFFIC}


def test_read_as_the_fifteen_minutes_before_the_offers_end_when_the_main_part_begins() -> None:
    before, first = (one_live(PRODUCTS, reading, 45).lives[0] for reading in (Traffic.BEFORE, Traffic.FIRST))

    assert [one.ends for one in before.offers] == [before.session.slot.begins] * 2
    assert [one.starts for one in first.offers] == [first.session.slot.begins] * 2
    assert before.session.slot.begins == first.session.slot.begins == datetime(2026, 12, 2, 2, tzinfo=UTC)


def test_the_offers_are_a_file_that_promo_create_reads(tmp_path: Path) -> None:
    offers = one_live(PRODUCTS).lives[0].offers
    (tmp_path / "offers.toml").write_text(as_text(offers, SHOP.zone, "Check\nthem"), "utf-8")

    read = read_promotions(tmp_path / "offers.toml", SHOP.zone)

    assert [(one.tool, one.percent, one.starts, one.ends, one.products) for one in read] == [
        (one.tool, one.percent, one.starts, one.ends, one.products) for one in offers
    ]
    assert [one.code for one in read] == ["COCI12012000", ""]


def test_all_offers_of_a_week_together_break_no_rule_of_promotions() -> None:
    offers = [one for live in a_week("casa", "casa.aurora", "casa_2", "x_").lives for one in live.offers]
    facts = [
        promotion_facts(wanted=one, others=tuple(other for other in offers if other is not one), listed=seen(EMPTY))
        for one in offers
    ]

    objections = [gist(guard(one, rules())) for one in facts for guard in GUARDS]

    assert (len(offers), [one for one in objections if one.startswith("refuse")]) == (56, [])


def test_without_products_there_is_no_flash_deal() -> None:
    assert [one.tool for one in one_live(()).lives[0].offers] == ["live_code"]


def test_what_would_have_begun_by_now_is_not_proposed() -> None:
    plan = one_live(PRODUCTS)
    asked = (plan.shop, plan.rules, plan.wishes, plan.accounts)

    late = arranged(*asked, datetime(2026, 12, 2, 2, 30, tzinfo=UTC))
    too_late = arranged(*asked, datetime(2026, 12, 2, 3, tzinfo=UTC))

    assert [one.session.slot.number for one in late.lives] == [1]
    assert (too_late.lives, too_late.sessions.without_room) == ((), ((COCINA, 1),))


@given(
    marks=st.lists(st.booleans(), max_size=40),
    minutes=st.integers(15, 240),
    warm_up=st.sampled_from([0, 15]),
)
def test_every_minute_is_somebodys_once_and_no_product_comes_twice(
    marks: list[bool], minutes: int, warm_up: int
) -> None:
    listed = [LiveProduct(f"{1000000 + at}", traffic=mark) for at, mark in enumerate(marks)]
    shape = Shape(minutes * MINUTE, warm_up * MINUTE)

    made = programme(listed, shape, QUARTER)

    assert (made.blocks[0].begins, made.blocks[-1].ends) == (timedelta(), shape.lasts + shape.warm_up)
    assert all(one.ends == other.begins for one, other in pairwise(made.blocks))
    shown = [one.product for one in made.blocks if one.product]
    assert len(shown) == len(set(shown)) <= 13
    assert made.offers_end == QUARTER
