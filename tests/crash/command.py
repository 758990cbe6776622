"""The command `companion` on the state of a test's agent: in a forked process, or with a cold start of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.cli.main import main
from agent.tomlfile import default_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent_bench import Agent


def environment(agent: Agent) -> dict[str, str]:
    """What tells the command where portal and key are."""
    return {
        "COMPANION_PORTALS__MOCK__SELLER": agent.origin,
        "COMPANION_PORTALS__MOCK__CREATOR": agent.origin,
        "COMPANION_VAULT__KEY_FILE": str(agent.house.key_file),
    }


def words(agent: Agent, *more: str) -> list[str]:
    """A command line on the agent's state and the example's roster."""
    config = agent.folder_of_all / "config"
    config.mkdir(exist_ok=True)
    shutil.copy(default_folder() / "shops.toml", config)
    return ["--config", str(config), "--state", str(agent.house.state), *more]


def live(line: Sequence[str], environ: Mapping[str, str], told: Path, gate: Any = None) -> None:
    """The life of a forked process: the whole command, its words appended to a file."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # a terminal that may be closed, also where the suite runs by `nohup`
    os.environ.update(environ)
    sys.argv = ["companion", *line]
    with told.open("ab") as file:
        for outlet in (1, 2):
            os.dup2(file.fileno(), outlet)
    if gate:
        gate.wait()
    main()


def cold(line: Sequence[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """The command as a scheduler starts it."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, "-m", "agent", *line], env=os.environ | environ, stdout=quiet, stderr=quiet, stdin=quiet
    )
