"""Whatever follows a press, it is not repeated: what happened is read from the portal, or a person is asked."""

from __future__ import annotations

from typing import Any

import pytest
from acts import ACTS, APPROVE, ASK, BIND, UNLINK, Act, each_act, in_turn
from agent_bench import Agent, until
from told import all_that_is_told, read_by_a_person

from agent.domain.ledger import ClaimState, Outcome
from agent.errors import Code

API = "/api/v1/seller/creator"
HAPPENED: dict[str, dict[str, Any]] = {
    "N1": {"do": "delay_before_commit", "seconds": 1},
    "N4": {"do": "commit_then_hang", "seconds": 5},
    "N6": {"do": "status_after_commit", "code": 502},
    "N8": {"do": "status_after_commit", "code": 429},
    "N10": {"do": "close_after_commit"},
    "N10 by a reset": {"do": "rst_after_commit"},
    "N12": {"do": "truncate", "bytes": 20},
    "N13": {"do": "garble"},
    "U2": {"do": "error_toast_after_commit"},
    "U10": {"do": "double_handler"},
}
NOTHING: dict[str, dict[str, Any]] = {
    "N3": {"do": "hang_no_commit", "seconds": 5},
    "N6": {"do": "status_before_commit", "code": 500},
    "N7": {"do": "maintenance"},
    "N8": {"do": "status_before_commit", "code": 429},
    "N9": {"do": "close_before_read"},
    "N13": {"do": "empty_200"},
    "N17": {"do": "redirect", "code": 307, "url": "http://127.0.0.2:9/portal"},
    "S3": {"do": "captcha", "seconds": 5},
    "S4": {"do": "twofa"},
    "S7": {"do": "suspended"},
    "E1": {"do": "region_redirect", "region": "GB"},
    "U1": {"do": "optimistic_then_revert", "seconds": 0.2},
}
GONE: dict[str, dict[str, Any]] = {
    "S2": {"do": "expire_session", "after": 0},
    "S9": {"do": "kick_session"},
}
LOOKED_UP = {BIND: f"{API}/invitation/list", UNLINK: f"{API}/agg/get"}
SEEN_BEFORE = {BIND: 1, UNLINK: 3}  # an unlink reads its list twice before it presses
END = {
    True: (Code.E_NOT_APPLIED, 14, "yes", "the portal did not carry it out"),
    False: (Code.E_OUTCOME_UNKNOWN, 20, "maybe", "companion reconcile --intent"),
}


@pytest.fixture
def flags() -> dict[str, Any]:
    """Little patience: how often is looked matters here, not for how long."""
    return {"loopback_waits": {"press_word_ms": 800, "settle_window_s": 0.5, "settle_looks": 2}, "waits.read_tries": 2}


@pytest.mark.sample(5)
@in_turn("fault", HAPPENED, ACTS)
def test_what_happened_is_looked_up_not_repeated(
    agent: Agent, mock_world: Any, act: Act, fault: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    act.prepare(agent, mock_world)
    mock_world.fault("POST", act.path, **fault)

    record = act.start(agent)

    assert (record.outcome, record.exit, record.submitted) == (Outcome.DONE, 0, "yes")
    assert agent.states() == [ClaimState.DONE]
    assert "Done: @" in all_that_is_told(record, capsys)
    assert (mock_world.effects(act.effect), len(mock_world.requests("POST", act.path))) == (1, 1)


@pytest.mark.sample(6)
@in_turn("fault", NOTHING, ACTS)
def test_what_did_not_happen_is_proven_and_where_that_is_not_enough_a_person_decides(
    agent: Agent, mock_world: Any, act: Act, fault: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    act.prepare(agent, mock_world)
    mock_world.fault("POST", act.path, **fault)

    record = act.start(agent)

    code, exit_, submitted, words = END[act.kind.repeats]
    assert (record.code, record.exit, record.submitted) == (code, exit_, submitted)
    assert agent.states() == [ClaimState.NOT_DONE]
    assert (mock_world.effects(act.effect), len(mock_world.requests("POST", act.path))) == (0, 1)
    assert words in read_by_a_person(record, capsys)


@pytest.mark.sample(1)
@in_turn("fault", GONE)
def test_a_session_that_goes_with_the_press_leaves_the_outcome_to_a_person(
    agent: Agent, mock_world: Any, act: Act, fault: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    mock_world.fault("POST", act.path, **fault)

    record = act.start(agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_OUTCOME_UNKNOWN, 20, "maybe")
    assert agent.states() == [ClaimState.UNKNOWN]
    assert len(mock_world.requests("POST", act.path)) == 1
    assert "companion reconcile --intent" in read_by_a_person(record, capsys)


@pytest.mark.sample(1)
@pytest.mark.parametrize("act", [UNLINK, ASK, APPROVE], ids=str)
def test_what_waits_for_a_person_is_not_pressed_again(agent: Agent, mock_world: Any, act: Act) -> None:
    act.prepare(agent, mock_world)
    mock_world.fault("POST", act.path, do="status_before_commit", code=500)

    ends = [(one.exit, one.submitted) for one in (act.start(agent), act.start(agent))]

    assert (ends, agent.states()) == ([(20, "maybe")] * 2, [ClaimState.NOT_DONE])
    assert len(mock_world.requests("POST", act.path)) == 1


@pytest.mark.sample(1)
@each_act
def test_what_comes_late_is_found_and_corrected(
    agent: Agent, mock_world: Any, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    act.prepare(agent, mock_world)
    mock_world.fault("POST", act.path, do="commit_late", seconds=2, answer="end")
    first = act.start(agent)
    until(lambda: mock_world.effects(act.effect) == 1)

    record = act.start(agent)

    assert (first.code, first.exit, first.submitted) in {END[act.kind.repeats][:3], (None, 0, "yes")}
    assert (record.exit, agent.states()) == (0, [ClaimState.DONE])
    assert all_that_is_told(record, capsys).startswith(("Done: @", "Already so: @"))
    assert (mock_world.effects(act.effect), len(mock_world.requests("POST", act.path))) == (1, 1)


@pytest.mark.parametrize("act", [pytest.param(BIND, marks=pytest.mark.heavy), UNLINK], ids=str)
def test_what_could_not_be_looked_up_is_settled_by_reconcile(agent: Agent, mock_world: Any, act: Act) -> None:
    mock_world.fault("POST", act.path, do="commit_then_hang", seconds=3)
    mock_world.fault("GET", LOOKED_UP[act], do="status_before_commit", code=500, nth=SEEN_BEFORE[act], times=None)
    assert act.start(agent).outcome is Outcome.UNKNOWN
    mock_world.clear_faults()

    ((_, settled),) = agent.reconcile()

    assert settled.state is ClaimState.DONE
