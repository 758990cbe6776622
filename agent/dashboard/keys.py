"""Who may come in: links that open a door once, and the sessions behind it; all of it in memory alone."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_IDLE_S: Final = 12 * 3600.0
_MOST: Final = 50  # sessions: the oldest goes when another comes


class Keys:
    """One link at a time, good for one use, and the sessions that links have opened; kept as hashes."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        """Take a count of seconds that never goes back."""
        self._ticks = ticks
        self._sessions: dict[str, float] = {}
        self._link = ""

    def new_link(self) -> str:
        """The secret of a new link; the one before it opens nothing any more."""
        token = secrets.token_urlsafe(32)
        self._link = _print(token)
        return token

    def enter(self, token: str) -> str | None:
        """A new session's secret for a link's; None where it opens nothing."""
        if not self._link or not secrets.compare_digest(self._link, _print(token)):
            return None
        self._link = ""
        session = secrets.token_urlsafe(32)
        self._sessions = dict(list(self._sessions.items())[1 - _MOST :])
        self._sessions[_print(session)] = self._ticks()
        return session

    def knows(self, session: str) -> bool:
        """Whether this session lives; being used keeps it alive."""
        seen = self._sessions.pop(_print(session), None)
        if seen is None or self._ticks() - seen > _IDLE_S:
            return False
        self._sessions[_print(session)] = self._ticks()
        return True

    def leave(self, session: str) -> None:
        """End a session."""
        self._sessions.pop(_print(session), None)


def _print(secret: str) -> str:
    return sha256(secret.encode("utf-8", "backslashreplace")).hexdigest()
