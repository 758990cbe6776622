"""What an earlier press came to is looked up first, even where a guard refuses now; then nothing more is pressed."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import APPEAL, APPROVE, ASK, AUDIT, FILE, PUBLISH, REQUEST, STOP, TICKET, UNLINK, Press
from flow_bench import Bench
from told import all_that_is_told

from agent.domain.ledger import ClaimState, Outcome
from agent.domain.reason import Reason
from agent.domain.record import Record
from agent.domain.seen import Said
from agent.domain.verdict import Effect
from agent.errors import Code, TryLater

pytestmark = pytest.mark.fast
ACTS = {
    "appeal": APPEAL,
    "ticket": TICKET,
    "promotion_stop": STOP,
    "promotion_create": PUBLISH,
    "content_check": AUDIT,
    "bind": REQUEST,
    "unlink": UNLINK,
    "unlink_request": ASK,
    "unlink_approve": APPROVE,
}
ONCE = {name: act for name, act in ACTS.items() if act not in {REQUEST, AUDIT}}
each_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)


def unasked(record: Record) -> bool:
    """Whether there are guards that could not be asked: what they look at was not looked at."""
    verdicts = record.decision.verdicts if record.decision else ()
    return Effect.NOT_ASKED in {one.effect for one in verdicts}


@pytest.fixture
def challenged(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """The next press meets a challenge, so that the login rests, and what became of it cannot be written down."""

    async def busy(*_: object) -> None:
        raise TryLater(Code.E_BUSY)

    bench.portal.presses = [Press(said=Said.CHALLENGE)]
    monkeypatch.setattr(bench.ledger, "settle", busy)
    return bench


@each_act
def test_it_is_looked_up_and_told_although_a_guard_refuses(
    challenged: Bench, act: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    challenged.ready(act)
    lost = challenged.run(act)
    monkeypatch.undo()

    record = challenged.run(act)

    assert (lost.outcome, lost.exit, record.exit, challenged.portal.clicks) == (Outcome.UNKNOWN, 20, 0, 1)
    assert challenged.states() == [ClaimState.DONE]
    assert all_that_is_told(record, capsys).startswith(("Done: ", "Already so: "))


def after_nothing(challenged: Bench, act: Any, monkeypatch: pytest.MonkeyPatch) -> Record:
    """The run after one whose press met a challenge and came to nothing."""
    challenged.portal.presses = [Press(commits=False, said=Said.CHALLENGE), Press()]
    challenged.ready(act)
    challenged.run(act)
    monkeypatch.undo()
    return challenged.run(act)


@pytest.mark.parametrize("act", ONCE.values(), ids=ONCE)
def test_where_nothing_came_of_it_a_person_decides(
    challenged: Bench, act: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = after_nothing(challenged, act, monkeypatch)

    assert (record.outcome, record.code) == (Outcome.UNKNOWN, Code.E_OUTCOME_UNKNOWN)
    assert (challenged.states(), challenged.portal.clicks) == ([ClaimState.NOT_DONE], 1)


# A check goes on all the same: there may be something to read.
@pytest.mark.parametrize(("act", "goes_on"), [(REQUEST, False), (AUDIT, True)], ids=["bind", "content_check"])
def test_what_could_be_pressed_anew_is_refused_after_that_one_look(
    challenged: Bench, monkeypatch: pytest.MonkeyPatch, act: Any, *, goes_on: bool
) -> None:
    record = after_nothing(challenged, act, monkeypatch)

    assert (record.outcome, record.objections) == (Outcome.REFUSED, {Reason.CHALLENGED})
    assert (challenged.states(), challenged.portal.clicks) == ([ClaimState.NOT_DONE], 1)
    assert unasked(record) is not goes_on


def test_a_file_that_was_asked_for_is_fetched_all_the_same(challenged: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    challenged.export(FILE)
    monkeypatch.undo()

    got = challenged.export(FILE)

    assert (got.record.outcome, got.content, challenged.portal.clicks) == (Outcome.DONE, b"8800", 1)


@each_act
def test_where_nothing_was_pressed_a_refusal_needs_no_browser(challenged: Bench, act: Any) -> None:
    challenged.export(FILE)
    challenged.ready(act)

    record = challenged.run(act)

    assert (record.outcome, record.objections, challenged.portal.clicks) == (Outcome.REFUSED, {Reason.CHALLENGED}, 1)
    assert unasked(record)
