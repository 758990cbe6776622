"""kill -9 of a real process with a real browser at labelled points; the next run looks first and nothing is doubled."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from agent_bench import Agent

from agent.domain.ledger import ClaimState, Outcome

VICTIM = Path(__file__).with_name("victim.py")
SEND = "/api/v1/seller/creator/invitation/send"
BEFORE = ("CP02", "CP04", "CP06", "CP09")
AFTER = ("CP10", "CP11", "CP15", "CP16", "CP17")
EVERY = ("CP01", "CP02", "CP03", "CP04", "CP05", "CP06", "CP07", "CP08", *BEFORE[3:], *AFTER, "CP20", "CP21", "CP22")


def victim(agent: Agent, origin: str, point: str) -> subprocess.Popen[bytes]:
    state = agent.house.state.parent
    return subprocess.Popen([sys.executable, str(VICTIM), str(state), origin, point], stderr=subprocess.DEVNULL)


def children_left(pid: int) -> list[str]:
    """Processes that still name the dead one as the parent of their group."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return found.stdout.split()


def after_the_lease(agent: Agent, mock_world: Any) -> Any:
    """The dead run's lease must be over before the next may take the login."""
    mock_world.advance(seconds=6)
    agent.follow_clock()
    return agent.bind("cocina.conluz")


@pytest.mark.parametrize("point", [*BEFORE, *AFTER])
def test_a_killed_run_is_recovered_by_the_next(agent: Agent, mock_world: Any, point: str) -> None:
    died = victim(agent, mock_world.origin, point).wait(60)

    record = after_the_lease(agent, mock_world)

    assert died == -9
    assert record.outcome in {Outcome.DONE, Outcome.ALREADY}
    assert mock_world.effects("invite") == 1


@pytest.mark.heavy
@pytest.mark.parametrize("point", EVERY)
@pytest.mark.parametrize("seed", range(3))
def test_every_point_is_recovered(agent: Agent, mock_world: Any, point: str, seed: int) -> None:
    _ = seed
    victim(agent, mock_world.origin, point).wait(60)

    record = after_the_lease(agent, mock_world)

    assert record.outcome in {Outcome.DONE, Outcome.ALREADY}
    assert mock_world.effects("invite") == 1


@pytest.mark.parametrize("at", ["before_commit", "after_commit", "half_answer"])
def test_a_kill_while_the_portal_answers_is_recovered(agent: Agent, mock_world: Any, at: str) -> None:
    process = victim(agent, mock_world.origin, "nowhere")
    mock_world.fault("POST", SEND, do="kill_client", pid=process.pid, at=at)
    process.wait(60)

    record = after_the_lease(agent, mock_world)

    assert record.outcome in {Outcome.DONE, Outcome.ALREADY}
    assert mock_world.effects("invite") == 1


def test_a_killed_run_leaves_no_process_behind(agent: Agent, mock_world: Any) -> None:
    process = victim(agent, mock_world.origin, "CP10")
    process.wait(60)
    time.sleep(2)  # the browser needs a moment to notice that its pipe is gone

    assert children_left(process.pid) == []
    assert [one.state for one in agent.ledger("claims")] == [ClaimState.OPEN]
