"""Run the portal as a child process, and know where it listens once it does."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mock_portal.client import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STOP_SECONDS = 5


class PortalEndedError(RuntimeError):
    """The process ended before it was ready; its exit code says why."""


@contextmanager
def running(folder: Path, *options: str) -> Iterator[World]:
    """A portal for the length of a `with`; `folder` takes its ready file, `options` are its command line's."""
    ready = folder / "ready.json"
    command = [sys.executable, "-m", "mock_portal", "--ready-file", str(ready), *options]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module, no shell
    try:
        yield _announced(child, ready)
    finally:
        _stop(child)


def _announced(child: subprocess.Popen[str], ready: Path) -> World:
    """The line on stdout comes after the ready file is written, or never."""
    if not (child.stdout and child.stdout.readline()):
        raise PortalEndedError(child.wait())
    told = json.loads(ready.read_text(encoding="utf-8"))
    return World(told["origin"], told["control"], told["token"], told.get("ca_file", ""), told.get("pin", ""))


def _stop(child: subprocess.Popen[str]) -> None:
    child.terminate()
    try:
        child.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if child.stdout:
        child.stdout.close()
