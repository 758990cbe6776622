"""What a browser's error or an answer's status means before anything was sent; only this reads Playwright's texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from agent.errors import AskPerson, Code, CompanionError, LookAgain, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import Response

_UNAVAILABLE = frozenset({429, 503})
_SERVER_ERROR = 500
_LINE_REFUSES = 407
_BY_TEXT: tuple[tuple[tuple[str, ...], Callable[[str], CompanionError]], ...] = (
    (("ERR_CERT", "ERR_SSL", "ERR_BLOCKED_BY_CLIENT"), lambda step: Refused(Code.G_ORIGIN, detail=step)),
    (("ERR_PROXY", "ERR_TUNNEL", "ERR_SOCKS"), lambda step: LookAgain(Code.E_PROXY, detail=step)),
    (("ERR_NAME_NOT_RESOLVED", "ERR_INTERNET_DISCONNECTED"), lambda step: LookAgain(Code.E_NETWORK, detail=step)),
    (("ERR_TOO_MANY_REDIRECTS",), lambda step: AskPerson(Code.E_PORTAL_CHANGED, element=step, why="goes_on_and_on")),
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


def refuse_status(response: Response) -> None:
    """Raise LookAgain for an answer that is no page: slow down, maintenance, a line's or a server's no."""
    if response.status in _UNAVAILABLE:
        code = Code.E_MAINTENANCE if response.status == 503 else Code.E_RATE_LIMITED  # noqa: PLR2004 - HTTP's own number
        raise LookAgain(code, retry_after=response.headers.get("retry-after", ""))
    if response.status == _LINE_REFUSES:
        raise LookAgain(Code.E_PROXY, detail="line_refuses")
    if response.status >= _SERVER_ERROR:
        raise LookAgain(Code.E_PORTAL_DOWN, detail=str(response.status))
