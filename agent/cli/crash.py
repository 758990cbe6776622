"""Where the traceback of our own bug goes: a private file, its secrets taken out, never the terminal."""

from __future__ import annotations

import secrets
import tempfile
import traceback
from pathlib import Path

from agent.errors import MendHost


def keep_crash(error: BaseException) -> str:
    """Write the traceback without the values in it; answers the file's path, or an empty text where it cannot be kept.

    The message of the error is left out: it may hold what was typed.
    """
    from agent.adapters.files import create_private  # noqa: PLC0415 - only a crash needs it
    from agent.adapters.redact import cleaned  # noqa: PLC0415 - same

    frames = "".join(traceback.format_tb(error.__traceback__))
    path = Path(tempfile.gettempdir()) / f"companion-crash-{secrets.token_hex(8)}.txt"
    try:
        create_private(path, str(cleaned(f"{type(error).__name__}\n{frames}")).encode())
    except MendHost:
        return ""
    return str(path)
