"""What a browser's error means before anything was sent: the one place that reads Playwright's messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from agent.errors import AskPerson, Code, CompanionError, LookAgain, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

_BY_TEXT: tuple[tuple[tuple[str, ...], Callable[[str], CompanionError]], ...] = (
    (("ERR_CERT", "ERR_SSL", "ERR_BLOCKED_BY_CLIENT"), lambda step: Refused(Code.G_ORIGIN, detail=step)),
    (("ERR_PROXY", "ERR_TUNNEL", "ERR_SOCKS"), lambda step: LookAgain(Code.E_PROXY, detail=step)),
    (("ERR_NAME_NOT_RESOLVED", "ERR_INTERNET_DISCONNECTED"), lambda step: LookAgain(Code.E_NETWORK, detail=step)),
    (("net::ERR_", "crashed", "has been closed"), lambda step: LookAgain(Code.E_PORTAL_DOWN, detail=step)),
    (("intercepts pointer events",), lambda step: AskPerson(Code.E_PORTAL_CHANGED, element=step, why="covered")),
    (("strict mode violation",), lambda step: AskPerson(Code.E_PORTAL_CHANGED, element=step, why="ambiguous")),
    (("interrupted by another navigation",), lambda step: LookAgain(Code.E_PORTAL_DOWN, detail=step)),
)


def meaning(error: PlaywrightError, step: str) -> CompanionError:
    """Say what an error of the browser means for a step that only reads or prepares.

    The text itself is not kept: a failed fill carries the secret in it.
    """
    for signs, build in _BY_TEXT:
        if any(sign in error.message for sign in signs):
            return build(step)
    if isinstance(error, PlaywrightTimeout):
        return LookAgain(Code.E_PORTAL_DOWN, detail=step)
    return LookAgain(Code.E_PORTAL_DOWN, detail=f"{step}: {type(error).__name__}")
