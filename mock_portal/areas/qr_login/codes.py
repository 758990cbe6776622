"""The codes that desks show, each for a minute: scanned by a phone, confirmed there, claimed once by its desk."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mock_portal.deeds import RefusedError

if TYPE_CHECKING:
    from datetime import datetime

# Facts know the endpoint only (2.1): how long the real code lasts is not public, a minute is our number.
LASTS = timedelta(seconds=60)


class CodeState(StrEnum):
    """How far a code has come."""

    NEW = "new"
    SCANNED = "scanned"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    EXPIRED = "expired"
    USED = "used"


@dataclass(slots=True)
class QrCode:
    """One code: `token` is in the picture, `claim` in the cookie of the desk that shows it, `login` is who scanned."""

    token: str
    claim: str
    shown_at: datetime
    state: CodeState = CodeState.NEW
    login: str = ""

    def state_at(self, now: datetime) -> CodeState:
        """The state as it is now: a minute after it was shown nobody can scan or confirm it any more."""
        waiting = self.state in (CodeState.NEW, CodeState.SCANNED)
        return CodeState.EXPIRED if waiting and now - self.shown_at >= LASTS else self.state


class QrCodes:
    """All codes of this process, oldest first."""

    def __init__(self) -> None:
        self._by_token: dict[str, QrCode] = {}

    def show(self, now: datetime) -> QrCode:
        """A new code for a desk."""
        code = QrCode(secrets.token_urlsafe(16), secrets.token_urlsafe(16), now)
        self._by_token[code.token] = code
        return code

    def of_desk(self, claim: str) -> QrCode | None:
        """The code that the desk with this cookie shows."""
        return next((one for one in self._by_token.values() if claim and one.claim == claim), None)

    def newest(self) -> QrCode | None:
        """The code that was shown last, on whatever desk."""
        return next(reversed(self._by_token.values()), None)

    def scan(self, token: str, login: str, now: datetime) -> QrCode:
        """A phone that is logged in sees the code; from then on it is its login's.

        Raises:
            RefusedError: the code is gone, or somebody else has scanned it.
        """
        code = self._waiting(token, now)
        if code.state is CodeState.SCANNED and code.login != login:
            raise RefusedError(reason="qr_gone")
        code.state, code.login = CodeState.SCANNED, login
        return code

    def answer(self, token: str, login: str, now: datetime, *, agree: bool) -> QrCode:
        """The phone that has scanned the code says yes or no.

        Raises:
            RefusedError: the code is gone, or is not this phone's.
        """
        code = self._waiting(token, now)
        if code.state is not CodeState.SCANNED or code.login != login:
            raise RefusedError(reason="qr_gone")
        code.state = CodeState.CONFIRMED if agree else CodeState.REFUSED
        return code

    def _waiting(self, token: str, now: datetime) -> QrCode:
        code = self._by_token.get(token)
        if code is None or code.state_at(now) not in (CodeState.NEW, CodeState.SCANNED):
            raise RefusedError(reason="qr_gone")
        return code
