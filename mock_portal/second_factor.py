"""The second step of signing in: a code that is sent, valid for a while, and closed after too many tries."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_VALID = timedelta(minutes=10)
_TRIES = 3
_CLOSED = timedelta(minutes=30)  # one guide says to wait so long after three failures (facts 5)


class CodeRefusedError(Exception):
    """The code is not accepted; `reason` is a key of the portal's sentences."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Step:
    """A login that has given its password and waits for its code."""

    login: str
    code: str
    sent_at: datetime
    tries: int = 0


class SecondFactor:
    """Every login that is between its password and its code, by the ticket in its cookie; and trusted devices."""

    def __init__(self) -> None:
        self._steps: dict[str, Step] = {}
        self._closed: dict[str, datetime] = {}
        self._trusted: dict[str, str] = {}

    def begin(self, login: str, now: datetime) -> str:
        """Send a code; answers with the ticket that the browser keeps."""
        ticket = secrets.token_urlsafe(16)
        self._steps[ticket] = Step(login, _six_digits(), now)
        return ticket

    def waiting(self, ticket: str) -> str:
        """The login that a ticket belongs to; empty where it belongs to none."""
        return self._steps[ticket].login if ticket in self._steps else ""

    def send_again(self, ticket: str, now: datetime) -> None:
        """Send another code; the one before is worth nothing from now on."""
        step = self._step(ticket)
        step.code, step.sent_at = _six_digits(), now

    def sent_to(self, login: str) -> str | None:
        """The newest code that was sent to a login: what its person reads on the phone."""
        sent = [one for one in self._steps.values() if one.login == login]
        return max(sent, key=lambda one: one.sent_at).code if sent else None

    def confirm(self, ticket: str, code: str, now: datetime) -> str:
        """The login that has proven itself; its ticket is used up.

        Raises:
            CodeRefusedError: no such ticket, a wrong or an old code, or too many tries.
        """
        step = self._step(ticket)
        if now < self._closed.get(step.login, now):
            raise CodeRefusedError(reason="two_step.closed")
        if now - step.sent_at > _VALID:
            raise CodeRefusedError(reason="two_step.old")
        if not secrets.compare_digest(step.code, code):
            self._count(step, now)
            raise CodeRefusedError(reason="two_step.wrong")
        del self._steps[ticket]
        return step.login

    def trust(self, login: str) -> str:
        """Remember a device: with this in its cookie the login needs no code."""
        token = secrets.token_urlsafe(16)
        self._trusted[token] = login
        return token

    def trusts(self, token: str, login: str) -> bool:
        """Whether a cookie belongs to a trusted device of this login."""
        return self._trusted.get(token) == login

    def _step(self, ticket: str) -> Step:
        if ticket not in self._steps:
            raise CodeRefusedError(reason="two_step.gone")
        return self._steps[ticket]

    def _count(self, step: Step, now: datetime) -> None:
        step.tries += 1
        if step.tries >= _TRIES:
            step.tries = 0
            self._closed[step.login] = now + _CLOSED
            raise CodeRefusedError(reason="two_step.closed")


def _six_digits() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"
