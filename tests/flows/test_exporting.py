"""A file is asked for once whatever happens, and then only waited for: always that very task."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import FILE, Press
from flow_bench import Bench

from agent.domain.exporting import Module
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.seen import Said
from agent.errors import AskPerson, Code

pytestmark = pytest.mark.fast
A_WHILE = timedelta(minutes=5)


def test_it_is_asked_for_waited_for_and_fetched(bench: Bench) -> None:
    bench.portal.making = timedelta(seconds=3)

    got = bench.export(FILE, A_WHILE)

    assert (got.record.outcome, got.task, got.content) == (Outcome.DONE, "8800", b"8800")
    assert (bench.portal.clicks, bench.states()) == (1, [ClaimState.DONE])


def test_one_that_is_late_is_waited_for_by_the_next_run(bench: Bench) -> None:
    bench.portal.making = A_WHILE
    late = bench.export(FILE)

    bench.clock.moment += A_WHILE
    again = bench.export(FILE)

    assert (late.record.exit, late.content) == (10, b"")
    assert (again.record.exit, again.content) == (0, b"8800")
    assert bench.portal.clicks == 1


def test_what_comes_in_the_way_of_the_file_hides_no_press(bench: Bench) -> None:
    ended = AskPerson(Code.E_SESSION_EXPIRED, detail="no_session")
    bench.portal.at_press = lambda: bench.portal.failing_reads.extend([None, ended])

    got = bench.export(FILE, A_WHILE)

    assert (got.record.outcome, got.record.exit, got.record.submitted) == (Outcome.NEEDS_PERSON, 23, "yes")
    assert (got.task, bench.states()) == ("8800", [ClaimState.DONE])


@pytest.mark.parametrize("said", [Said.NOTHING, Said.REFUSAL])
def test_whatever_the_page_says_the_history_decides(bench: Bench, said: Said) -> None:
    bench.portal.presses = [Press(said=said)]

    assert bench.export(FILE).content == b"8800"


def test_what_nobody_made_is_for_a_person_and_is_looked_for_again(bench: Bench) -> None:
    bench.portal.presses = [Press(commits=False), Press()]

    first, second = bench.export(FILE), bench.export(FILE)

    assert (first.record.exit, second.record.exit) == (20, 20)
    assert (bench.portal.clicks, bench.portal.shown(Kind.EXPORT)) == (1, [])


def test_after_a_person_s_decision_it_is_asked_for_once_more(bench: Bench) -> None:
    bench.portal.presses = [Press(commits=False), Press()]
    lost = bench.export(FILE).record.settled
    assert lost

    bench.ask("decide", lost.intent, ClaimState.NOT_DONE, "Ana", "the history is empty")

    assert bench.export(FILE).content == b"8800"
    assert bench.portal.clicks == 2


def test_one_that_somebody_asked_for_before_is_not_taken_for_ours(bench: Bench) -> None:
    bench.export(FILE)
    bench.clock.moment += timedelta(days=1)

    other = bench.export(replace(FILE, module=Module.CREATORS))

    assert other.task == "8801"


def test_a_rehearsal_asks_for_nothing(bench: Bench) -> None:
    got = bench.export(replace(FILE, dry_run=True))

    assert (got.record.outcome, bench.portal.clicks, got.content) == (Outcome.PLANNED, 0, b"")
