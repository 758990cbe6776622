"""The program on a machine that has little of something: time, memory, room, rights."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

ROOT = os.name == "posix" and os.geteuid() == 0
OWN_MOUNTS = ["unshare", "--mount"] if ROOT else ["unshare", "--map-root-user", "--mount"]
# Root may write everywhere, unless the right to overrule what a folder says is taken away.
NO_OVERRULING = ["setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-dac_override"] if ROOT else []
_LIMITED = """
import resource, sys
for what, most in ((resource.RLIMIT_CPU, {seconds}), (resource.RLIMIT_AS, {memory}), (resource.RLIMIT_FSIZE, {file})):
    if most:
        resource.setrlimit(what, (most, most))
from agent.cli.main import main
main()
"""


def companion(words: list[str], before: list[str] | None = None, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own, after the words of another one that prepares the machine."""
    return _run([*(before or []), sys.executable, "-m", "agent", "--lang", "en", *words], **more)


def within(
    words: list[str], *, seconds: int = 0, megabytes: int = 0, file_bytes: int = 0
) -> subprocess.CompletedProcess[str]:
    """Run the program with so much computing time, memory and room for one file; 0 is no bound."""
    code = _LIMITED.format(seconds=seconds, memory=megabytes << 20, file=file_bytes)
    return _run([sys.executable, "-c", code, "--lang", "en", *words])


def _run(command: list[str], **more: Any) -> subprocess.CompletedProcess[str]:
    given: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.run(command, check=False, encoding="utf-8", **(given | more))


def on_a_full_disk(words: list[str], disk: Path) -> subprocess.CompletedProcess[str]:
    """Run the program with 64 kB of room at a folder; where we may not mount, no file may outgrow that."""
    if _mounts_work():
        return companion(words, _mounted(disk, "size=64k"))
    return within(words, file_bytes=60_000)


def on_a_disk_for_reading(words: list[str], disk: Path) -> subprocess.CompletedProcess[str]:
    """Run the program with a disk for reading at a folder; where we may not mount, nobody may write to the folder."""
    if _mounts_work():
        return companion(words, _mounted(disk, "ro"))
    disk.chmod(0o500)
    return companion(words, NO_OVERRULING)


def _mounted(disk: Path, option: str) -> list[str]:
    return [*OWN_MOUNTS, "sh", "-c", f'mount -t tmpfs -o {option} tmpfs {shlex.quote(str(disk))} && exec "$0" "$@"']


@cache
def _mounts_work() -> bool:
    """Whether this system lets us have mounts of our own."""
    try:
        return subprocess.run([*OWN_MOUNTS, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
