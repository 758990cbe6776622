"""What stands against a promotion: its name, code, depth, times, price, and what runs beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from facts_builder import AT, DAY, HOUR, MINUTE, UNTOLD, code_facts, gist, promotion_facts, rules, seen
from fakes import CODE, DEAL, OLD, PAN, POT

from agent.domain.facts import Never, Source
from agent.domain.money import Money
from agent.domain.promotion import Lowest, Offered, PromotionState, Tool
from agent.domain.seen import Listing
from agent.guards.campaign_score import campaign_score
from agent.guards.claim_rules import claim_rules
from agent.guards.creator_deal import creator_deal
from agent.guards.deals_overlap import deals_overlap
from agent.guards.judge import PROMOTION, judge
from agent.guards.lowest_price import lowest_price
from agent.guards.offered import offered
from agent.guards.promotion_code import promotion_code
from agent.guards.promotion_name import promotion_name
from agent.guards.promotion_percent import promotion_percent
from agent.guards.promotion_times import promotion_times

pytestmark = pytest.mark.fast
LIVE = replace(DEAL, tool=Tool.LIVE_FLASH, ends=DEAL.starts + 20 * MINUTE)
DISCOUNT = replace(DEAL, tool=Tool.PRODUCT_DISCOUNT)
NONE = Never(Source.PAGE)
DEEP = replace(OLD, percent=20, name="Summer")


def listing(*rows: Any, cut: bool = False) -> Any:
    return seen(Listing(rows, len(rows) + cut))


def lowest(price: str, days_ago: int = 3) -> Lowest:
    return Lowest(PAN, Decimal(price), "order export", (AT - days_ago * DAY).date())


@pytest.mark.parametrize("facts", [promotion_facts(), code_facts(), promotion_facts(wanted=LIVE)])
def test_nobody_objects_to_a_promotion_in_order(facts: Any) -> None:
    assert judge(PROMOTION, facts, rules()).refusals == ()


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (promotion_facts(wanted=replace(DEAL, name="x" * 100)), "allow"),
        (promotion_facts(wanted=replace(DEAL, name="x" * 101)), "refuse promotion_name 101 > 100"),
        (promotion_facts(listed=listing(replace(OLD, name=DEAL.name))), "refuse name_taken Pans on Friday"),
        (promotion_facts(others=(replace(CODE, name=DEAL.name),)), "refuse name_taken Pans on Friday"),
        (promotion_facts(listed=listing(cut=True)), "refuse not_told"),
        (promotion_facts(listed=UNTOLD), "refuse not_told"),
    ],
)
def test_a_name_fits_and_stands_once_in_the_shop(facts: Any, told: str) -> None:
    assert gist(promotion_name(facts, rules())) == told


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("LIVE", "allow"),
        ("LIVE10LIVE10", "allow"),
        ("LIV", "refuse promotion_code LIV"),
        ("LIVE10LIVE100", "refuse promotion_code LIVE10LIVE100"),
        ("live10", "refuse promotion_code live10"),
        ("LIVE-10", "refuse promotion_code LIVE-10"),
        ("LIVE\uff11", "refuse promotion_code LIVE\uff11"),
    ],
)
def test_a_code_is_of_plain_capitals_and_digits(code: str, told: str) -> None:
    assert gist(promotion_code(code_facts(wanted=replace(CODE, code=code)), rules())) == told


@pytest.mark.parametrize(("later", "told"), [(HOUR, "refuse promotion_code LIVE10"), (2 * HOUR, "allow")])
def test_the_same_code_stands_once_at_a_time(later: timedelta, told: str) -> None:
    other = replace(CODE, name="Late LIVE", starts=CODE.starts + later, ends=CODE.ends + later)

    assert gist(promotion_code(code_facts(others=(other,)), rules())) == told


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (replace(DISCOUNT, percent=1), "allow"),
        (replace(DISCOUNT, percent=99), "allow"),
        (replace(DISCOUNT, percent=100), "refuse promotion_percent 100 > 99"),
        (replace(DEAL, percent=4), "refuse promotion_percent 4 < 5"),
        (replace(DEAL, percent=5), "allow"),
    ],
)
def test_a_discount_keeps_to_the_bounds_of_its_tool(wanted: Any, told: str) -> None:
    assert gist(promotion_percent(promotion_facts(wanted=wanted), rules())) == told


def lasting(wanted: Any, length: timedelta) -> Any:
    return replace(wanted, ends=wanted.starts + length)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (lasting(DISCOUNT, 600 * timedelta(seconds=1)), "allow"),
        (lasting(DISCOUNT, 9 * MINUTE), "refuse promotion_length 9m"),
        (lasting(DISCOUNT, 365 * DAY), "allow"),
        (lasting(DISCOUNT, 365 * DAY + MINUTE), "refuse promotion_length 525601m"),
        (lasting(DEAL, 72 * HOUR), "allow"),
        (lasting(DEAL, 72 * HOUR + MINUTE), "refuse promotion_length 4321m"),
        (lasting(LIVE, MINUTE), "allow"),
        (lasting(LIVE, 21 * MINUTE), "refuse promotion_length 21m"),
        (replace(DEAL, starts=AT), "refuse promotion_start 2026-11-23T09:00Z"),
        (replace(LIVE, starts=AT + 4 * MINUTE), "refuse promotion_start 2026-11-23T09:04Z"),
    ],
)
def test_a_promotion_begins_late_enough_and_lasts_as_its_tool_allows(wanted: Any, told: str) -> None:
    assert gist(promotion_times(promotion_facts(wanted=wanted), rules())) == told


UNKNOWN = f"warn price_history_unknown {PAN}"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "allow"),
        ({"listed": listing(DEEP)}, f"{UNKNOWN}: Summer"),
        ({"listed": listing(replace(DEEP, percent=19))}, "allow"),
        ({"listed": listing(replace(DEEP, percent=None))}, f"{UNKNOWN}: Summer"),
        ({"listed": listing(replace(DEEP, ends=DEAL.starts - 30 * DAY))}, "allow"),
        ({"listed": listing(replace(DEEP, tool=Tool.LIVE_CODE))}, "allow"),
        ({"listed": listing(OLD, cut=True)}, UNKNOWN),
        ({"listed": UNTOLD}, UNKNOWN),
        ({"wanted": DISCOUNT, "listed": listing(DEEP)}, "allow"),
    ],
)
def test_a_flash_price_is_below_what_was_paid_as_far_as_the_list_tells(changes: Any, told: str) -> None:
    assert gist(lowest_price(promotion_facts(**changes), rules())) == told


@pytest.mark.parametrize(
    ("low", "told"),
    [
        (lowest("279.21"), "allow"),
        (lowest("279.20"), f"refuse price_not_lower {PAN}: 279.20 / 279.20 (2026-11-20, order export)"),
        (lowest("279.20", days_ago=31), f"{UNKNOWN}: Summer"),
    ],
)
def test_the_files_own_figure_is_asked_first_while_it_is_young_enough(low: Lowest, told: str) -> None:
    facts = promotion_facts(wanted=replace(DEAL, lowest=(low,)), listed=listing(DEEP))

    assert gist(lowest_price(facts, rules())) == told


def test_of_several_products_the_one_that_stops_counts() -> None:
    pot = Offered(POT, "Pot", Money(Decimal(500), "MXN"))
    wanted = replace(DEAL, products=(PAN, POT), lowest=(lowest("100"),))
    facts = promotion_facts(wanted=wanted, offered=seen((*promotion_facts().offered.value, pot)))  # type: ignore[union-attr]

    assert gist(lowest_price(facts, rules())).startswith("refuse price_not_lower")


def test_an_own_account_is_no_creator_of_a_creator_deal() -> None:
    facts = promotion_facts(wanted=replace(LIVE, tool=Tool.CREATOR_LIVE_FLASH))

    verdict = creator_deal(facts, rules())

    assert gist(verdict) == "refuse creator_deal @casa.aurora"
    assert gist(creator_deal(promotion_facts(wanted=LIVE), rules())) == "allow"


OTHER_CODE = replace(CODE, name="Other", code="LIVE20")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "allow"),
        ({"others": (OTHER_CODE,)}, "allow"),
        ({"others": (replace(OTHER_CODE, per_customer=2),)}, "refuse claim_rules 200/1, Other: 200/2"),
        ({"others": (replace(OTHER_CODE, quota=9),)}, "refuse claim_rules 200/1, Other: 9/1"),
        ({"others": (replace(OTHER_CODE, quota=9, starts=CODE.ends, ends=CODE.ends + HOUR),)}, "allow"),
        ({"wanted": replace(CODE, quota=1, per_customer=2)}, "refuse claim_rules 1/2"),
        (
            {"listed": listing(replace(OLD, tool=Tool.LIVE_CODE, ends=CODE.ends, starts=CODE.starts))},
            "warn claim_rules 200/1, Autumn",
        ),
        ({"listed": listing(replace(OLD, tool=Tool.LIVE_CODE, ends=CODE.starts))}, "allow"),
    ],
)
def test_codes_of_one_time_have_one_rule_of_claiming(changes: Any, told: str) -> None:
    assert gist(claim_rules(code_facts(**changes), rules())) == told


BESIDE = replace(OLD, starts=DEAL.starts, ends=DEAL.ends)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "allow"),
        ({"others": (replace(DEAL, name="Twin"),)}, "refuse deals_overlap Twin"),
        ({"others": (replace(DEAL, name="Twin", products=(POT,)),)}, "allow"),
        ({"others": (replace(DISCOUNT, name="Beside"),)}, "warn deals_overlap Beside"),
        ({"others": (replace(DEAL, name="After", starts=DEAL.ends, ends=DEAL.ends + HOUR),)}, "allow"),
        ({"listed": listing(BESIDE)}, "warn deals_overlap Autumn"),
        ({"listed": listing(replace(BESIDE, state=PromotionState.DEACTIVATED))}, "allow"),
        ({"listed": UNTOLD}, "warn deals_overlap"),
    ],
)
def test_a_product_is_in_one_promotion_of_a_tool_at_a_time(changes: Any, told: str) -> None:
    assert gist(deals_overlap(promotion_facts(**changes), rules())) == told


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (promotion_facts(credit_score=seen(79)), "refuse campaign_score 79 < 80"),
        (code_facts(credit_score=seen(79)), "refuse campaign_score 79 < 80"),
        (promotion_facts(credit_score=seen(80)), "allow"),
        (promotion_facts(credit_score=UNTOLD), "allow"),
        (promotion_facts(wanted=DISCOUNT, credit_score=seen(1)), "allow"),
        (promotion_facts(credit_score=NONE, health_rating=seen(150)), "refuse campaign_score 150 ≤ 150"),
        (promotion_facts(credit_score=NONE, health_rating=seen(151)), "allow"),
        (promotion_facts(credit_score=NONE, violation_points=seen(36)), "refuse campaign_score 36 ≥ 36"),
        (promotion_facts(credit_score=NONE, violation_points=seen(6)), "allow"),
        (code_facts(credit_score=NONE, violation_points=seen(47)), "allow"),
        (code_facts(credit_score=NONE, violation_points=seen(48)), "refuse campaign_score 48 ≥ 48"),
    ],
)
def test_a_low_score_closes_the_official_tools_where_the_portal_shows_one(facts: Any, told: str) -> None:
    assert gist(campaign_score(facts, rules())) == told


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (promotion_facts(wanted=replace(DEAL, products=(PAN, POT))), f"refuse not_offered {POT}"),
        (promotion_facts(offered=UNTOLD), f"refuse not_offered {PAN}"),
        (code_facts(wanted=replace(CODE, account="alice.home")), "allow"),
        (code_facts(wanted=replace(CODE, account="bob")), "refuse not_offered @bob"),
        (code_facts(accounts=UNTOLD), "allow"),
    ],
)
def test_what_the_form_does_not_offer_is_not_promoted(facts: Any, told: str) -> None:
    assert gist(offered(facts, rules())) == told
