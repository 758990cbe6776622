"""Let the processes that are measured start as installed programs do: with their modules compiled."""

from __future__ import annotations

import os
from pathlib import Path


def keep_bytecode(folder: Path) -> None:
    """From now on each child keeps what it compiles in this folder, so that only the first, unmeasured one compiles."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)
