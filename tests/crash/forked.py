"""Processes that are forked from a server which has loaded the program already: each costs a browser, no cold start."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

from agent_bench import until

PROC = Path("/proc")  # asked again and again: a `ps` for each would cost more than what is waited for
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(
    ["agent.cli.main", "agent.wiring", "agent.adapters.browser", "agent.adapters.ledger_sql", "agent.settings"]
)


def named_plainly() -> None:
    """What is named at random is named by zeros from now on: half-written files can then be watched by their name."""
    secrets.token_hex = lambda size=None: "00" * (size or 32)


class Forked:
    """One such process from outside."""

    def __init__(self, deed: Callable[..., None], *told: object) -> None:
        self.process = FORKS.Process(target=deed, args=told)
        self.process.start()
        self.family: list[int] = []

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self.process.pid
        return self.process.pid

    def stops(self) -> None:
        """Wait until it has stopped itself, and look whom it has started."""
        until(lambda: stat(self.pid)[:1] in ("T", "Z", ""), 60)
        assert stat(self.pid)[:1] == "T", f"it ended with {self.ended()} before it came to its point"
        self.family = descendants(self.pid)

    def signalled(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def ended(self, within: float = 60) -> int | None:
        """How it ended; None where it has not in time."""
        self.process.join(within)
        return self.process.exitcode

    def left(self) -> list[int]:
        """Which of the processes that it had started still run."""
        return [pid for pid in self.family if stat(pid)[:1] not in ("", "Z")]


def stat(pid: int) -> str:
    """A process's state in the letters of ps; empty where there is none."""
    if not (PROC / "self").exists():
        return _ps("-o", "stat=", "-p", str(pid)).strip()
    try:
        return (PROC / str(pid) / "stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return ""


def descendants(pid: int) -> list[int]:
    """A process's children, their children, and so on."""
    pairs = [tuple(map(int, line.split())) for line in _ps("-A", "-o", "pid=,ppid=").splitlines()]
    found, new = set[int](), {pid}
    while new:
        new = {one for one, parent in pairs if parent in new} - found
        found |= new
    return sorted(found)


def _ps(*words: str) -> str:
    return subprocess.run(["ps", *words], capture_output=True, text=True, check=False).stdout
