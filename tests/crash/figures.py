"""What the long proofs measure: one JSON line for each case, where the environment names a file for them."""

from __future__ import annotations

import json
import os
from pathlib import Path

LOG = "CRASH_FIGURES"


def note(proof: str, **figures: object) -> None:
    """Append what one case showed; nothing where nobody asked for it."""
    if path := os.environ.get(LOG):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"proof": proof, **figures}) + "\n")
