"""One call of a replacement that waits makes several runs: they stand on one word, and what one has sent was sent."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import FakeTrail, Press, portal_down
from flow_bench import Bench
from replacing import REPLACE, outcomes, sent, with_both

from agent.domain.ledger import Outcome
from agent.domain.record import Progress, Record
from agent.domain.seen import Said
from agent.errors import Code, RestoreState, Submitted, TryLater
from agent.flows.replace import cut_short

pytestmark = pytest.mark.fast


@pytest.fixture
def both(bench: Bench) -> Bench:
    return with_both(bench)


@pytest.fixture
def half(both: Bench) -> Record:
    """The press met a captcha and went through: who leaves has left, and the rest has to wait for a day."""
    both.portal.presses = [Press(said=Said.CHALLENGE)]
    record = both.replace(REPLACE)
    assert record.not_before
    both.clock.moment = record.not_before
    return record


def linked_again(both: Bench) -> None:
    """Somebody took it back, long enough ago for it to be ended again."""
    both.relinked()
    both.clock.moment += timedelta(days=3)


def test_the_rest_is_done_once_its_time_has_come(both: Bench, half: Record) -> None:
    trail = FakeTrail()

    record = both.replace(replace(REPLACE, before=half), trail=trail)

    assert (half.code, half.progress, half.submitted) == (Code.G_COOLDOWN, Progress.HALF, Submitted.YES)
    assert (record.progress, outcomes(record)) == (Progress.REPLACED, (Outcome.ALREADY, Outcome.DONE))
    assert (sent(both), trail.points.count("CP02")) == ((1, 1), 2), "a visit that could let somebody go"


def test_what_was_taken_back_meanwhile_is_not_let_go_again_on_the_same_word(both: Bench, half: Record) -> None:
    linked_again(both)

    record = both.replace(replace(REPLACE, before=half))

    assert (record.code, record.outcome, record.not_before) == (Code.E_EFFECT_MISMATCH, Outcome.NEEDS_PERSON, None)
    assert (record.submitted, both.portal.clicks, len(both.states())) == (Submitted.YES, 1, 1)


def test_a_command_that_is_given_anew_is_a_new_word(both: Bench, half: Record) -> None:
    linked_again(both)

    record = both.replace(REPLACE)

    assert (half.progress, record.progress, both.portal.clicks) == (Progress.HALF, Progress.REPLACED, 3)


def test_who_was_never_gone_may_still_be_let_go_when_the_time_has_come(both: Bench) -> None:
    both.portal.linked_since = both.clock.now() - timedelta(hours=1)
    early = both.replace(REPLACE)
    both.clock.moment += timedelta(days=3)

    record = both.replace(replace(REPLACE, before=early))

    assert (early.progress, early.submitted, bool(early.not_before)) == (Progress.UNTOUCHED, Submitted.NO, True)
    assert (record.progress, sent(both)) == (Progress.REPLACED, (1, 1))


def test_a_portal_that_is_away_later_takes_nothing_back(both: Bench, half: Record) -> None:
    both.portal.failing_reads = [portal_down()] * 50

    record = both.replace(replace(REPLACE, before=half))

    assert (record.code, record.progress, record.submitted) == (Code.E_PORTAL_DOWN, Progress.HALF, Submitted.YES)


def test_neither_does_a_signal(both: Bench, half: Record) -> None:
    both.portal.failing_reads = [asyncio.CancelledError()]

    record = both.replace(replace(REPLACE, before=half))

    assert (record.exit, record.progress, record.submitted) == (130, Progress.HALF, Submitted.YES)


@pytest.mark.parametrize("question", ["pinned", "links"])
def test_nor_does_a_ledger_that_is_busy_before_anything_is_looked_at(
    both: Bench, half: Record, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> None:
        raise TryLater(Code.E_BUSY)

    monkeypatch.setattr(both.ledger, question, busy)

    record = both.replace(replace(REPLACE, before=half))

    assert (record.code, record.progress, record.submitted) == (Code.E_BUSY, Progress.HALF, Submitted.YES)


def test_nor_does_a_run_that_cannot_even_begin(half: Record) -> None:
    record = cut_short(half, RestoreState(Code.E_LEDGER_CORRUPT, detail="a test"))

    assert (record.exit, record.progress, record.submitted) == (5, Progress.HALF, Submitted.YES)
    assert [part.code for part in record.parts] == [None, Code.E_LEDGER_CORRUPT]


def test_an_old_list_takes_nobody_back(both: Bench, half: Record) -> None:
    both.clock.moment = half.not_before - timedelta(hours=23, minutes=30)  # type: ignore[operator]  # it waits for a day
    both.portal.lag = timedelta(hours=1)

    record = both.replace(replace(REPLACE, before=half))

    assert (record.code, record.progress, both.portal.clicks) == (Code.G_COOLDOWN, Progress.HALF, 1)
