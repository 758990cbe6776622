"""What the acts of one call have sent: however the call ends, it says no less."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from agent.errors import Submitted

_SENT: Final[ContextVar[list[Submitted]]] = ContextVar("SENT")


def begin() -> list[Submitted]:
    """A call begins; what its acts send comes into this list."""
    of_this_call: list[Submitted] = []
    _SENT.set(of_this_call)
    return of_this_call


def sent(submitted: Submitted) -> None:
    """An act of this call has ended; outside a call nobody asks."""
    _SENT.get([]).append(submitted)
