"""Which browser the tests use."""

from __future__ import annotations

import os
import shutil


def name_the_browser() -> None:
    """A test or command run by hand finds the system's browser, as `start.py` would have told it."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if found:
        os.environ.setdefault("COMPANION_BROWSER__EXECUTABLE", found)
