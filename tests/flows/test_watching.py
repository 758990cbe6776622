"""Watching changes nothing: it reads the newest check of every linked account, and tells what is new once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from fakes import ACCOUNT, AUDIT, SHOP, TICKET
from flow_bench import Bench, finished

from agent.domain.content_audit import Finding, Objection
from agent.domain.identity import AccountId
from agent.domain.ledger import Outcome
from agent.domain.news import Occasion
from agent.domain.record import Record
from agent.domain.ticket import TicketState
from agent.domain.turns import Turn
from agent.domain.violation import AppealState, Right, Standing, System, Violation
from agent.errors import Code
from agent.flows.run import recorded
from agent.flows.watch import looked_after, watch

pytestmark = pytest.mark.fast
FAITH = Finding("8510000000000000001", Objection.RELIGION, "https://www.tiktok.com/@alice.home/video/1", "Religion")
OTHER = AccountId("7100000000000000102")


@pytest.fixture
def bench(bench: Bench) -> Bench:
    bench.portal.linked = {ACCOUNT, OTHER}
    bench.portal.found = (FAITH,)
    return bench


def watched(bench: Bench) -> Record:
    bench.clock.moment += timedelta(seconds=1)
    desk = bench.desk()
    desk = replace(desk, who=replace(desk.who, command="watch"))
    record, _ = finished(recorded(SHOP, None, None, desk, partial(watch, SHOP, desk)))
    return record


def told(bench: Bench) -> list[Occasion]:
    first = bench.ask("next_message", timedelta(seconds=60))
    return [first.message.occasion] if first else []


def begun(bench: Bench, *, ends_after: timedelta) -> None:
    """A check that somebody began, and that no run has read."""
    bench.portal.runs_for = ends_after
    bench.run(replace(AUDIT, wait=timedelta()))


def test_a_check_that_has_ended_is_read_and_its_news_are_told_once(bench: Bench) -> None:
    begun(bench, ends_after=timedelta(minutes=1))
    bench.clock.moment += timedelta(minutes=2)

    record = watched(bench)
    watched(bench)

    fresh = {one.account: len(one.fresh) for one in record.audits}
    assert (record.outcome, fresh, bench.portal.clicks) == (Outcome.DONE, {ACCOUNT: 1, OTHER: 0}, 1)
    assert told(bench) == [Occasion.FINDINGS]
    assert told(bench) == []


def test_one_that_still_runs_is_said_and_left(bench: Bench) -> None:
    begun(bench, ends_after=timedelta(days=9))

    ends = {one.account: one for one in watched(bench).audits}

    assert (ends[ACCOUNT].running, ends[OTHER].check_id, told(bench)) == (True, "", [])
    assert bench.ask("audit", SHOP.id, ACCOUNT) is None


def test_what_is_known_is_shown_again_without_news(bench: Bench) -> None:
    bench.run(AUDIT)

    ends = {one.account: one for one in watched(bench).audits}

    assert ([one.post_id for one in ends[ACCOUNT].unresolved], ends[ACCOUNT].fresh) == ([FAITH.post_id], frozenset())
    assert told(bench) == []


VIOLATION = Violation(
    "821", SHOP.id, "alice.home", rule="False promotion", appealable=True, state=AppealState.TO_APPEAL
)
CHANGES: dict[str, tuple[dict[str, object], list[Turn]]] = {
    "nothing": ({}, []),
    "one more": ({"id": "822"}, [Turn.VIOLATION]),
    "frozen": ({"frozen": frozenset({Right.SELLING})}, [Turn.FROZEN]),
    "accepted": ({"state": AppealState.SUCCESS, "appealable": False}, [Turn.APPEAL_WON]),
    "rejected": ({"state": AppealState.FAILED}, [Turn.APPEAL_LOST]),
    "nobody appealed": ({"state": AppealState.CLOSED, "appealable": False}, [Turn.LAPSED]),
}


@pytest.mark.parametrize(("change", "turns"), CHANGES.values(), ids=CHANGES)
def test_what_is_new_against_a_shop_is_told_once(bench: Bench, change: dict[str, Any], turns: list[Turn]) -> None:
    bench.portal.health.held = [VIOLATION]
    first = watched(bench)
    bench.portal.health.held = [replace(VIOLATION, **change)]

    second, third = watched(bench), watched(bench)

    seen = [[one.kind for one in record.turns] for record in (first, second, third)]
    assert (seen, bench.portal.clicks) == ([[], turns, []], 0)
    assert told(bench) == [Occasion.CHANGED] * len(turns)


def test_a_right_that_is_free_again_is_told(bench: Bench) -> None:
    bench.portal.health.held = [replace(VIOLATION, frozen=frozenset({Right.SELLING}))]
    watched(bench)
    bench.portal.health.held = []

    assert [one.kind for one in watched(bench).turns] == [Turn.LIFTED]


@pytest.mark.parametrize(
    ("system", "now", "worse"),
    [(System.CREDIT_SCORE, 79, True), (System.CREDIT_SCORE, 81, False), (System.VIOLATION_POINTS, 81, True)],
)
def test_a_figure_that_gets_worse_is_told(bench: Bench, system: System, now: int, *, worse: bool) -> None:
    bench.portal.health.figure = Standing(system, 80)
    watched(bench)
    bench.portal.health.figure = Standing(system, now)

    assert [one.kind for one in watched(bench).turns] == ([Turn.FIGURE] if worse else [])


def test_an_account_that_left_without_us_is_told(bench: Bench) -> None:
    watched(bench)
    bench.portal.linked = {ACCOUNT}

    (turned,) = watched(bench).turns

    assert (turned.kind, turned.about, told(bench)) == (Turn.UNLINKED, OTHER, [Occasion.CHANGED])


def test_what_customer_service_says_to_a_ticket_of_ours_is_told_once_and_kept(bench: Bench) -> None:
    number = bench.run(TICKET).settled.receipt["ticket_id"]  # type: ignore[union-attr]  # it is done
    quiet = watched(bench)
    bench.portal.service.states, bench.portal.service.answers = {number: TicketState.ANSWERED}, {number: "Please wait."}

    turns = [[one.kind for one in record.turns] for record in (quiet, watched(bench), watched(bench))]

    (letter,) = bench.ask("letters", SHOP.id)
    assert (turns, told(bench)) == ([[], [Turn.TICKET_ANSWERED], []], [Occasion.CHANGED])
    assert (letter.number, letter.state, letter.answer, letter.handle) == (
        number,
        "answered",
        "Please wait.",
        "alice.home",
    )


@pytest.mark.parametrize(("unnamed", "kept"), [("health", True), ("account_check", False)])
def test_a_page_that_the_profile_does_not_name_leaves_the_other(bench: Bench, unnamed: str, *, kept: bool) -> None:
    paths = {name: path for name, path in bench.profile.paths.items() if name != unnamed}
    bench.profile = replace(bench.profile, paths=paths)

    record = watched(bench)

    assert (record.outcome, bool(record.audits), bool(record.health)) == (Outcome.DONE, kept, not kept)


def test_half_a_list_of_links_is_no_list(bench: Bench) -> None:
    bench.portal.cut_links = True

    record = watched(bench)

    assert (record.code, record.audits) == (Code.E_PORTAL_DOWN, ())


def test_a_shop_that_was_read_rests_until_tomorrow_and_one_that_was_not_does_not(bench: Bench) -> None:
    bench.portal.cut_links = True
    watched(bench)
    failed = looked_after(bench.ask("runs", SHOP.id), bench.clock.now())
    bench.portal.cut_links = False
    watched(bench)

    runs, now = bench.ask("runs", SHOP.id), bench.clock.now()

    assert (failed, looked_after(runs, now), looked_after(runs, now + timedelta(days=1))) == (False, True, False)
