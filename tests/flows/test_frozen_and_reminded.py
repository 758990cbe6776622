"""Frozen rights stop acts before a browser opens; reminders of appeals come in time and once; dates are told whose."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fakes import ACCOUNT, ADD, CODE, PUBLISH, REQUEST, SHOP, START, UNLINK
from flow_bench import RULES, Bench, finished

from agent.adapters.holiday_calendars import HolidayCalendars
from agent.domain.deadline import Matter
from agent.domain.identity import Handle, ShopId
from agent.domain.ledger import Link, LinkState, Outcome
from agent.domain.news import Occasion, Sending
from agent.domain.violation import AppealState, Category, Right, Standing, System, Violation
from agent.errors import Code
from agent.flows.deadlines import Dated, deadlines_of, remind
from agent.flows.standing_kept import health_of

pytestmark = pytest.mark.fast

DAY = timedelta(days=1)
SELLING = frozenset({Right.SELLING})
OURS = Violation(
    "8210000000000000001",
    SHOP.id,
    Handle("alice.home"),
    category=Category.FALSE_PROMOTION,
    rule="False promotion",
    opened_at=START,
    deadline=START + 12 * DAY,
    state=AppealState.TO_APPEAL,
    appealable=True,
)
ACTS = {"bind": REQUEST, "unlink": UNLINK, "showcase": ADD}


def seen(bench: Bench, *violations: Violation, score: int = 92) -> None:
    finished(bench.ledger.see_health(SHOP.id, Standing(System.CREDIT_SCORE, score), violations))


def dated(bench: Bench) -> Dated:
    return Dated(bench.ledger, HolidayCalendars(), bench.clock.moment)


def reminded(bench: Bench) -> list[Any]:
    """What people are told after a look, the newest last."""
    finished(remind(SHOP, RULES, dated(bench), Standing(System.CREDIT_SCORE, 92)))
    waiting = finished(bench.ledger.unsent(Sending.WAITING))
    return [one.message for one in reversed(waiting) if one.message.occasion is Occasion.VIOLATION]


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_frozen_account_is_left_alone_before_a_browser_opens(bench: Bench, act: Any) -> None:
    seen(bench, replace(OURS, frozen=SELLING))

    record = bench.run(act)

    assert (record.outcome, record.code, bench.portal.clicks) == (Outcome.REFUSED, Code.G_NOT_ELIGIBLE, 0)
    assert "permission_frozen" in {str(one) for one in record.objections}


def test_a_promotion_is_refused_for_the_frozen_shop_and_a_code_for_the_frozen_account(bench: Bench) -> None:
    seen(bench, replace(OURS, frozen=SELLING))
    assert bench.run(PUBLISH).outcome is Outcome.DONE
    code = replace(PUBLISH, wanted=replace(CODE, account=OURS.handle))
    assert "permission_frozen" in {str(one) for one in bench.run(code).objections}

    seen(bench, replace(OURS, handle="", frozen=SELLING))

    other = replace(PUBLISH, wanted=replace(PUBLISH.wanted, name="Another"))
    assert "permission_frozen" in {str(one) for one in bench.run(other).objections}


@pytest.mark.parametrize(
    "change",
    [
        {"state": AppealState.SUCCESS, "frozen": SELLING},
        {"frozen": frozenset()},
        {"handle": "somebody.else", "frozen": SELLING},
        {"handle": "", "shop": ShopId("7495000000000000022"), "frozen": SELLING},
    ],
    ids=["taken back", "points alone", "another account", "another shop"],
)
def test_what_freezes_nothing_of_ours_stops_nothing(bench: Bench, change: Any) -> None:
    finished(bench.ledger.see_health(SHOP.id, None, [replace(OURS, **change)]))

    assert bench.run(REQUEST).outcome is Outcome.DONE


def test_an_account_that_is_frozen_in_one_shop_is_not_bound_in_another(bench: Bench) -> None:
    there = replace(OURS, shop=ShopId("7495000000000000022"), frozen=SELLING)
    finished(bench.ledger.see_health(there.shop, None, [there]))

    assert bench.run(REQUEST).outcome is Outcome.REFUSED


def test_people_are_reminded_at_5_3_and_1_days_and_on_the_last_day_each_once(bench: Bench) -> None:
    seen(bench, OURS)  # seven working days after Monday the 23rd end with Wednesday the 2nd in the shop's zone
    told = dict[str, Any]()
    for day in range(14):
        bench.clock.moment = START + day * DAY
        told |= {one.key: one for _ in range(2) for one in reminded(bench)}

    assert [one.values["days"] for one in told.values()] == ["5", "3", "1", "0", "2", "1"]
    assert [one.values["until"][:16] for one in told.values()] == ["2026-12-03 00:00"] * 4 + ["2026-12-05 03:00"] * 2


def test_a_missed_day_is_made_up_for_and_a_settled_violation_reminds_nobody(bench: Bench) -> None:
    seen(bench, OURS)
    bench.clock.moment = START + 5 * DAY
    assert [one.values["days"] for one in reminded(bench)] == ["4"]

    seen(bench, replace(OURS, state=AppealState.IN_PROGRESS, appealable=False))
    bench.clock.moment = START + 8 * DAY

    assert len(reminded(bench)) == 1


def test_a_second_try_is_reminded_of_by_its_own_window(bench: Bench) -> None:
    decided = START + 5 * DAY
    seen(bench, replace(OURS, state=AppealState.FAILED, decided_at=decided, deadline=None))

    (told,) = finished(deadlines_of(SHOP, RULES, dated(bench)))

    assert (told.at, told.ours, told.remind_by) == (decided + 15 * DAY, True, decided + 15 * DAY)


def test_everything_with_a_date_is_told_with_whose_date_it_is(bench: Bench) -> None:
    bench.run(REQUEST)
    gone = Link(SHOP.id, ACCOUNT, Handle("casa.gone"), LinkState.UNLINKED, START - DAY, START, START)
    finished(bench.ledger.see_links(SHOP.id, [gone], complete=False))
    seen(bench, OURS)

    told = finished(deadlines_of(SHOP, RULES, dated(bench)))

    assert [(one.matter, one.ours) for one in told] == [
        (Matter.REBIND, True),
        (Matter.INVITATION, False),
        (Matter.APPEAL, False),
    ]
    assert told[0].at == START + DAY + RULES.time_margin.value


def test_a_line_that_is_near_or_crossed_is_told_once_for_each_value(bench: Bench) -> None:
    for value in (83, 83, 79, 79):
        seen(bench, score=value)
        finished(remind(SHOP, RULES, dated(bench), Standing(System.CREDIT_SCORE, value)))

    told = [one.message.values for one in finished(bench.ledger.unsent(Sending.WAITING))]

    assert sorted((one["value"], one["state"]) for one in told) == [("79", "crossed"), ("83", "near")]


def test_the_figure_that_was_named_last_is_the_shops(bench: Bench) -> None:
    seen(bench, score=92)
    bench.clock.moment += DAY
    finished(bench.ledger.see_health(SHOP.id, Standing(System.HEALTH_RATING, 180), [OURS]))

    told = finished(health_of(SHOP, bench.ledger, RULES, bench.clock.moment))

    assert told.standing == Standing(System.HEALTH_RATING, 180)
    assert (told.read_at, [one.id for one in told.violations]) == (bench.clock.moment, [OURS.id])
