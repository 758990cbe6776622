"""The judge: everybody is asked, every objection is told, and the permit is narrow and short-lived."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from facts_builder import (
    ACT,
    AT,
    DAY,
    GREEN,
    HANDLE,
    LINES,
    MINUTE,
    NEVER,
    RED,
    SECOND,
    UNTOLD,
    bind_facts,
    code_facts,
    echoes,
    facts_asked,
    held,
    line,
    promotion_facts,
    rules,
    seen,
    showcase_facts,
    unasked_facts,
    unlink_facts,
)
from fakes import LOGIN
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.facts import NOT_ASKED, BindFacts, Facts
from agent.domain.permit import Spend
from agent.domain.rules import Rules
from agent.domain.seen import Check, Slots
from agent.domain.verdict import Effect, Verdict
from agent.errors import Code
from agent.guards.judge import BIND, PROMOTION, SHOWCASE, SHOWCASE_REMOVE, UNLINK, Guard, judge

pytestmark = pytest.mark.fast

CLEAR = [
    (BIND, bind_facts()),
    (UNLINK, unlink_facts()),
    (SHOWCASE, showcase_facts()),
    (PROMOTION, promotion_facts()),
    (PROMOTION, code_facts()),
    (SHOWCASE_REMOVE, showcase_facts()),
]
STOPS = {Effect.REFUSE, Effect.NOT_ASKED}


@pytest.mark.parametrize(("table", "facts"), CLEAR, ids=["bind", "unlink", "showcase", "promotion", "code", "remove"])
def test_an_act_to_which_nobody_objects_is_permitted(table: tuple[Guard, ...], facts: Facts) -> None:
    decision = judge(table, facts, rules(), ACT)

    assert {one.effect for one in decision.verdicts} == {Effect.ALLOW}
    assert decision.permit is not None


def test_a_permit_is_for_one_act_and_lives_as_long_as_the_rule_says() -> None:
    spends = (Spend("presses", LOGIN.id, "2026-11-23", 20),)

    permit = judge(BIND, bind_facts(), rules(permit_lifetime=MINUTE), replace(ACT, spends=spends)).permit

    assert permit is not None
    assert (permit.key, permit.login, permit.handle, permit.spends) == (ACT.key, LOGIN.id, HANDLE, spends)
    assert (permit.issued_at, permit.expires_at, permit.rules_version) == (AT, AT + MINUTE, "test-rules")
    assert (permit.alive(AT + MINUTE - SECOND), permit.alive(AT + MINUTE)) == (True, False)


def test_without_an_act_there_is_no_permit() -> None:
    decision = judge(BIND, bind_facts(), rules())

    assert (decision.permit, decision.refusals) == (None, ())


def test_a_warning_does_not_stop_the_act() -> None:
    decision = judge(BIND, bind_facts(credit_score=seen(76)), rules(), ACT)

    assert decision.permit is not None


def test_what_was_not_asked_stops_the_act_without_being_a_refusal() -> None:
    decision = judge(BIND, bind_facts(skew=NOT_ASKED), rules(), ACT)

    assert (decision.permit, decision.refusals) == (None, ())


def test_every_guard_is_asked_and_signs_whatever_the_others_say() -> None:
    worst = bind_facts(**dict.fromkeys(LINES, RED), consent=UNTOLD, egress=UNTOLD, session=UNTOLD)

    decision = judge(BIND, worst, rules(), ACT)

    assert [one.guard for one in decision.verdicts] == [guard.__name__ for guard in BIND]
    assert len(decision.refusals) == len(LINES) + 2  # the network is refused once, for both its reasons


def test_before_anything_is_asked_every_guard_says_so() -> None:
    decision = judge(BIND, unasked_facts(), rules(), ACT)

    assert {one.effect for one in decision.verdicts} == {Effect.NOT_ASKED}


def test_held_facts_refuse_and_the_rest_stays_not_asked() -> None:
    decision = judge(BIND, replace(unasked_facts(), consent=UNTOLD), rules())

    assert [one.guard for one in decision.refusals] == ["consent"]
    assert {one.effect for one in decision.verdicts} == STOPS


def test_a_guard_that_fails_is_our_bug_and_is_not_hidden() -> None:
    def broken(_facts: Facts, _rules: Rules) -> Verdict:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        judge((broken,), bind_facts(), rules(), ACT)


def test_the_code_is_that_of_the_refusal_which_matters_most() -> None:
    facts = bind_facts(last_unlinked=held(AT), region_matches=RED, egress=echoes("US", "US"))

    assert judge(BIND, facts, rules()).code is Code.G_REGION


def test_what_time_heals_does_not_speak_for_what_it_does_not() -> None:
    cooling_and_abroad = bind_facts(last_unlinked=held(AT), region_matches=RED)

    assert judge(BIND, bind_facts(last_unlinked=held(AT)), rules()).code is Code.G_COOLDOWN
    assert judge(BIND, cooling_and_abroad, rules()).code is Code.G_NOT_ELIGIBLE


def test_time_heals_a_decision_only_where_it_heals_every_refusal() -> None:
    cooling = bind_facts(last_unlinked=held(AT))

    assert judge(BIND, cooling, rules()).not_before == AT + DAY + MINUTE
    assert judge(BIND, replace(cooling, region_matches=RED), rules()).not_before is None
    assert judge(BIND, replace(cooling, last_challenge=held(AT + DAY)), rules()).not_before == AT + 2 * DAY


CHANGES: list[tuple[str, Any]] = [
    *((name, NOT_ASKED) for name in facts_asked(bind_facts())),
    *((name, told) for name in LINES for told in (RED, UNTOLD, line(passed=False, turns_green=AT + DAY))),
    *(("egress", told) for told in (UNTOLD, echoes("MX"), echoes("US", "US"))),
    *(("skew", told) for told in (UNTOLD, seen(5 * MINUTE), seen(-DAY))),
    *(("slots", told) for told in (UNTOLD, seen(Slots(4, 4)))),
    *(("last_unlinked", told) for told in (UNTOLD, held(AT), held(AT - 2 * DAY))),
    *(("unread_checks", told) for told in ((Check("new", passed=False),), (Check("new", passed=True),))),
    *((name, UNTOLD) for name in ("session", "consent", "credit_score", "account_category", "presses_today")),
    *(
        ("presses_today", held(20)),
        ("links_of_shop", held(10)),
        ("last_challenge", held(AT)),
        ("credit_score", seen(9)),
    ),
]
some_facts = st.lists(st.sampled_from(CHANGES), max_size=4).map(lambda pairs: bind_facts(**dict(pairs)))


@given(some_facts)
def test_a_permit_exists_exactly_where_everybody_was_asked_and_nobody_refuses(facts: BindFacts) -> None:
    decision = judge(BIND, facts, rules(), ACT)

    stopped = any(one.effect in STOPS for one in decision.verdicts)
    assert (decision.permit is None) is stopped


@given(some_facts)
def test_a_permit_means_that_no_fact_was_left_unasked(facts: BindFacts) -> None:
    decision = judge(BIND, facts, rules(), ACT)

    assert decision.permit is None or NOT_ASKED not in facts_asked(facts).values()


@given(some_facts)
def test_every_objection_has_a_reason_and_no_other_verdict_has_one(facts: BindFacts) -> None:
    verdicts = judge(BIND, facts, rules()).verdicts

    assert all((one.reason is not None) is (one.effect in {Effect.REFUSE, Effect.WARN}) for one in verdicts)
    assert all(one.not_before is None or one.not_before > facts.at for one in verdicts)


moments = st.integers(0, 3 * 86_400).map(lambda ago: AT - ago * SECOND)
coming = st.integers(1, 3 * 86_400).map(lambda ahead: AT + ahead * SECOND)
healing_facts = st.builds(
    bind_facts,
    last_unlinked=st.just(NEVER) | moments.map(held),
    last_challenge=st.just(NEVER) | moments.map(held),
    cooled_down=st.just(GREEN) | coming.map(lambda moment: line(passed=False, turns_green=moment)),
)


def _as_seen_at(moment: datetime, facts: BindFacts) -> BindFacts:
    """The same world looked at again later: a line turns green when the portal said it would."""
    told: Any = facts.cooled_down
    passed = told.value.turns_green is None or moment >= told.value.turns_green
    return replace(facts, at=moment, cooled_down=GREEN if passed else facts.cooled_down)


@given(healing_facts)
def test_at_its_not_before_a_decision_has_healed(facts: BindFacts) -> None:
    healed = judge(BIND, facts, rules()).not_before or AT

    decision = judge(BIND, _as_seen_at(healed, facts), rules(), ACT)

    assert decision.refusals == ()
    assert decision.permit is not None


@given(healing_facts.filter(lambda facts: judge(BIND, facts, rules()).not_before is not None))
def test_before_its_not_before_a_decision_has_not_healed(facts: BindFacts) -> None:
    healed = judge(BIND, facts, rules()).not_before or AT

    decision = judge(BIND, _as_seen_at(healed - SECOND, facts), rules(), ACT)

    assert decision.refusals != ()
