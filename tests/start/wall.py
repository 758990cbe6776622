"""A wall that lets a command reach loopback and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

BEHIND = Path(__file__).parent / "behind_wall"
NAMESPACE = (
    ["unshare", "--net"] if os.name == "posix" and os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
)


@cache
def namespaces_work() -> bool:
    """Whether this system lets us have a network of our own."""
    try:
        return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def walled(command: list[str], cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a network namespace of its own; where none can be had, with an audit hook in every Python."""
    wall = [*NAMESPACE, sys.executable, str(BEHIND / "only_loopback.py")] if namespaces_work() else []
    environ = {**os.environ, "PYTHONPATH": str(BEHIND), **more}
    return subprocess.run([*wall, *command], capture_output=True, check=False, cwd=cwd, env=environ, text=True)
