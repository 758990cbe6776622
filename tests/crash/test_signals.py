"""A signal of scheduler, keyboard or closed terminal: before the claim nothing happened, after it nothing is hidden."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from agent_bench import Agent, until

from agent.tomlfile import default_folder

SEND = "/api/v1/seller/creator/invitation/send"
VERIFY = "/api/v1/seller/creator/availability/verify"


@pytest.fixture
def command(agent: Agent, mock_world: Any, tmp_path: Path) -> subprocess.Popen[bytes]:
    """`companion bind` as a process of its own, on the agent's state."""
    shutil.copy(default_folder() / "shops.toml", tmp_path)
    given = {
        "COMPANION_PORTALS__MOCK__SELLER": mock_world.origin,
        "COMPANION_PORTALS__MOCK__CREATOR": mock_world.origin,
        "COMPANION_VAULT__KEY_FILE": str(agent.house.key_file),
    }
    places = ["--config", str(tmp_path), "--state", str(agent.house.state)]
    words = [sys.executable, "-m", "agent", *places, "bind", "Casa Aurora MX", "cocina.conluz"]
    return subprocess.Popen(words, env=os.environ | given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize(("end", "exit_"), [(signal.SIGTERM, 143), (signal.SIGHUP, 143), (signal.SIGINT, 130)])
def test_ended_before_the_claim_nothing_was_sent(
    mock_world: Any, command: subprocess.Popen[bytes], end: signal.Signals, exit_: int
) -> None:
    mock_world.fault("POST", VERIFY, do="hang_no_commit", seconds=20)
    until(lambda: bool(mock_world.requests("POST", VERIFY)), 30)

    command.send_signal(end)

    told = b"".join(command.communicate(timeout=30))
    assert (command.returncode, mock_world.effects("invite")) == (exit_, 0)
    assert b"Traceback" not in told


def test_terminated_after_the_press_the_outcome_is_unknown(mock_world: Any, command: subprocess.Popen[bytes]) -> None:
    mock_world.fault("POST", SEND, do="commit_then_hang", seconds=20)
    until(lambda: bool(mock_world.requests("POST", SEND)), 30)

    command.send_signal(signal.SIGTERM)

    told = b"".join(command.communicate(timeout=30))
    assert (command.returncode, mock_world.effects("invite")) == (20, 1)
    assert b"companion reconcile" in told
