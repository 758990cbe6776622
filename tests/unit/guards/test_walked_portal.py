"""A real portal is pressed on only after a walk over its pages that is young, in its language and found no fault."""

from __future__ import annotations

from datetime import timedelta

import pytest
from facts_builder import AT, bind_facts, held, rules, seen
from fakes import LOGIN, SHOP

from agent.domain.drift import Walk, Walks
from agent.domain.facts import NOT_ASKED, SessionSeen
from agent.domain.reason import Reason
from agent.domain.verdict import Effect, Verdict
from agent.guards.walked_portal import walked_portal

pytestmark = pytest.mark.fast

LASTS = rules().walk_lasts.value
MOMENT = timedelta(seconds=1)


def walk(language: str, *wrong: str, age: timedelta = timedelta()) -> Walk:
    return Walk(SHOP.id, "00112233aabb", language, AT - age, wrong)


def said(*walks: Walk, language: str = "es") -> Verdict:
    session = seen(SessionSeen(LOGIN.id, SHOP.id, language))
    return walked_portal(bind_facts(pages_walked=held(Walks(needed=True, kept=walks)), session=session), rules())


def test_a_young_walk_without_faults_in_the_page_s_language_lets_press() -> None:
    assert said(walk("en", "dialog.send"), walk("es", age=LASTS)).effect is Effect.ALLOW


@pytest.mark.parametrize(
    ("walks", "reason"),
    [
        ((), Reason.PORTAL_NOT_WALKED),
        ((walk("en"),), Reason.PORTAL_NOT_WALKED),
        ((walk("es", age=LASTS + MOMENT),), Reason.PORTAL_NOT_WALKED),
        ((walk("en"), walk("es", "dialog.send")), Reason.PORTAL_DRIFTED),
    ],
)
def test_everything_else_refuses(walks: tuple[Walk, ...], reason: Reason) -> None:
    told = said(*walks)

    assert (told.effect, told.reason) == (Effect.REFUSE, reason)


def test_an_old_walk_and_what_it_found_are_named() -> None:
    assert said(walk("es", age=LASTS + MOMENT)).measured == "2026-11-16"
    assert said(walk("es", *"abcd")).measured == "a, b, c"


@pytest.mark.parametrize(
    ("walks", "effect"), [((walk("en"), walk("es", "x")), Effect.NOT_ASKED), ((walk("es", "x"),), Effect.REFUSE)]
)
def test_before_a_browser_only_what_no_language_can_mend_refuses(walks: tuple[Walk, ...], effect: Effect) -> None:
    facts = bind_facts(pages_walked=held(Walks(needed=True, kept=walks)), session=NOT_ASKED)

    assert walked_portal(facts, rules()).effect is effect


def test_this_machine_s_own_portal_needs_none() -> None:
    assert walked_portal(bind_facts(pages_walked=held(Walks(needed=False))), rules()).effect is Effect.ALLOW
