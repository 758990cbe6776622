"""Where the traceback of our own bug goes: a private file, its secrets taken out, never the terminal."""

from __future__ import annotations

import secrets
import tempfile
import traceback
from pathlib import Path

from agent.domain.masking import masked


def keep_crash(error: BaseException) -> str:
    """Write the traceback without the values in it; answers the file's path, or an empty text where it cannot be kept.

    The message of the error is left out: it may hold what was typed.
    """
    frames = "".join(traceback.format_tb(error.__traceback__))
    path = Path(tempfile.gettempdir()) / f"companion-crash-{secrets.token_hex(4)}.txt"
    try:
        path.touch(mode=0o600)
        path.write_text(masked(f"{type(error).__name__}\n{frames}"), encoding="utf-8")
    except OSError:
        return ""
    return str(path)
