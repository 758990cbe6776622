"""The report of a look at account health: the figure by its name, violations with the portal's dates, nobody named."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fakes import LOGIN, SHOP
from runs_to_show import END, HOSTILE, SHOT, WHO, ToldTrail

from agent.adapters.report.document import of_run
from agent.adapters.report.report import render
from agent.domain.facts import SessionSeen
from agent.domain.identity import Handle
from agent.domain.ledger import Outcome
from agent.domain.letters import Letter
from agent.domain.permit import Kind
from agent.domain.record import Record
from agent.domain.seen import Listing
from agent.domain.turns import Turn, Turned
from agent.domain.violation import AppealState, HealthSeen, Right, Standing, System, Violation
from agent.words import LANGUAGES, Words

pytestmark = pytest.mark.fast
HELD = Violation(
    "8210000000000000001",
    SHOP.id,
    Handle("alice.home"),
    rule="False promotion",
    points=-12,
    frozen=frozenset({Right.SELLING}),
    deadline=END + timedelta(days=5),
    state=AppealState.TO_APPEAL,
    appealable=True,
)


def page(rule: str = "False promotion", language: str = "en") -> str:
    row = Violation(**{name: getattr(HELD, name) for name in Violation.__slots__} | {"rule": rule})
    session = SessionSeen(LOGIN.id, SHOP.id)
    seen = HealthSeen(session, Standing(System.HEALTH_RATING, 150), rule, "", Listing((row,), 1))
    record = Record(SHOP, None, None, Outcome.DONE, health=seen)
    return render(of_run(record, WHO, ToldTrail(), END), [SHOT], Words.load((), language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figure_and_what_is_open_are_told(language: str) -> None:
    say = Words.load((), language)

    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(language=language)))

    assert f"{say('fact.health_rating')}: 150" in told
    assert all(one in told for one in (HELD.id, "-12", say("compliance.frozen"), say("appeal_state.to_appeal")))
    assert "alice.home" not in told


@pytest.mark.parametrize("rule", HOSTILE)
def test_a_hostile_rule_is_only_a_text(rule: str) -> None:
    html = page(rule)

    assert "<script>alert" not in html
    assert "<img src=x" not in html


ANSWER = "<script>alert(1)</script> Please wait."
LETTER = Letter(Kind.TICKET, "831", "unlink_stuck", "alice.home", None, "answered", END, ANSWER, END)
TURNED = Turned(Turn.VIOLATION, "822", "alice.home", until=END)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_appeal_or_ticket_and_what_is_new_have_their_own_parts(language: str) -> None:
    say = Words.load((), language)
    record = Record(SHOP, None, Kind.TICKET, Outcome.DONE, letter=LETTER, turns=(TURNED,))

    html = render(of_run(record, WHO, ToldTrail(), END), [SHOT], say)

    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    wanted = ("kind.ticket", "ticket_about.unlink_stuck", "ticket_state.answered", "ui.service_answer", "ui.turns")
    assert all(one in told for one in ("831", "822", *map(say, wanted)))
    assert "<script>alert" not in html
    assert "alice.home" not in told
