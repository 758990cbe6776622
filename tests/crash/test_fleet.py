"""Several workers on one PostgreSQL: killed or not, each account is invited once, and everything is done in the end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from agent_bench import Agent, until
from postgres import Server

from agent.domain.jobs import JobState, Task
from agent.tomlfile import default_folder

INVITED = 5  # of the example roster; the others are refused


@pytest.fixture
def fleet(server: Server, agent_loop: Any, agent_browser: Any, mock_world: Any, tmp_path: Path) -> Any:
    """An operator whose ledger and sessions are on a server, both of his logins logged in."""
    made = Agent(agent_loop, tmp_path, mock_world.origin, agent_browser, **{"ledger.url": server.new_database()})
    made.let_in("MX")
    made.let_in("GB")
    yield made
    made.close()


def a_worker(fleet: Agent) -> subprocess.Popen[bytes]:
    """A worker as on a machine of its own, with what the operator's settings say there."""
    config = fleet.folder_of_all / "desk"
    config.mkdir(exist_ok=True)
    shutil.copy2(default_folder() / "shops.toml", config)
    env = os.environ | {
        "COMPANION_LEDGER__URL": fleet.house.ledger_url,
        "COMPANION_VAULT__KEY_FILE": str(fleet.house.key_file),
        "COMPANION_EVIDENCE__ENABLED": "false",
        "COMPANION_WAITS__LEASE_S": "6",
        "COMPANION_PORTALS": json.dumps({"mock": {"seller": fleet.origin, "creator": fleet.origin}}),
    }
    places = ["--config", str(config), "--state", str(fleet.house.state)]
    words = [sys.executable, "-m", "agent", *places, "worker", "--fleet", "--pause", "0.5", "--concurrency", "1"]
    return subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def how_often(mock_world: Any) -> list[int]:
    """How often each account was invited."""
    return sorted(Counter(one["account"] for one in mock_world.effect_log() if one["kind"] == "invite").values())


def settled(fleet: Agent) -> bool:
    """Whether every line was worked on and nothing of it is due now."""
    jobs = [one for one in fleet.ledger("jobs") if one.task is Task.LINK]
    return bool(jobs) and all(one.state not in {JobState.OPEN, JobState.FAILED} for one in jobs)


@pytest.mark.heavy
def test_two_workers_share_the_work_and_one_that_is_killed_is_inherited_from(fleet: Agent, mock_world: Any) -> None:
    first, second = a_worker(fleet), a_worker(fleet)
    until(lambda: bool(how_often(mock_world)), 60)
    first.send_signal(signal.SIGKILL)
    first.wait()

    until(lambda: settled(fleet), 100)
    second.send_signal(signal.SIGTERM)

    assert second.wait(60) == 143
    assert how_often(mock_world) == [1] * INVITED
