"""A screen that nobody sees, and the browser whose windows stand on it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

FULL = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def full_browser() -> str:
    """A browser with windows; the test is skipped where there is none, or no screen."""
    named = os.environ.get("COMPANION_BROWSER__HEADED_EXECUTABLE", "")
    found = named or next(filter(None, map(shutil.which, FULL)), "")
    if not found or not shutil.which("Xvfb"):
        pytest.skip("no Xvfb or no full Chromium; on Debian root gets them by `start.py test`")
    return found


@contextmanager
def screen(width: int = 1920, height: int = 1080) -> Iterator[str]:
    """Its name, as DISPLAY has it; the server takes a free number by itself."""
    reads, writes = os.pipe()
    size = f"{width}x{height}x24"
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", size, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writes], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writes)
    try:
        with os.fdopen(reads) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)
