"""Stands on the wire of a whole browser and asks a gate about every hop of every request, whoever sends it.

One CDP Fetch session on the browser sees pages, popups, frames, workers and redirects. (`context.route` sees no
redirects and switches the HTTP cache off; Fetch on a page sees no popups and no cross-site frames.) A request of a
guarded page is ruled by that visit's gate; a stranger's, a popup's or a worker's, may read inside.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from weakref import WeakKeyDictionary

from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from playwright.async_api import Browser, BrowserContext

Send: TypeAlias = Callable[[str, dict[str, Any]], Awaitable[Any]]

EVERY_REQUEST = {"urlPattern": "*", "requestStage": "Request"}
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
REDIRECTS = range(300, 400)


class Ruler(Protocol):
    """What the wall asks."""

    context: BrowserContext | None

    def allows(self, method: str, url: str) -> bool:
        """Rule over a request of a guarded page, and note it."""

    def inside(self, url: str) -> bool:
        """Whether an address is one of the portal's own."""

    @property
    def driven(self) -> bool:
        """Whether a person drives just now."""

    def is_single_shot(self, method: str, url: str) -> bool:
        """Whether this commit must not be left to the browser."""

    def note_stopped(self, method: str, url: str) -> None:
        """Keep for the evidence what was stopped."""


class Wall:
    """The one Fetch session of a browser, and the gates by the main frame that each rules."""

    def __init__(self) -> None:
        self.gates: dict[str, Ruler] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    async def around(cls, browser: Browser) -> Wall:
        """Put it up before the first page goes anywhere."""
        wall, session = cls(), await browser.new_browser_cdp_session()
        session.on("Fetch.requestPaused", lambda event: wall.later(wall.on_paused(event, session.send)))
        await session.send("Fetch.enable", {"patterns": [EVERY_REQUEST]})
        return wall

    def forget(self, frame: str) -> None:
        """End a gate's rule over a page that is closed."""
        self.gates.pop(frame, None)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it beside what is going on."""
        task = asyncio.ensure_future(_while_there(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def on_paused(self, event: dict[str, Any], send: Send) -> None:
        """Rule over one request, and tell whoever holds it."""
        gate, request = self.gates.get(event.get("frameId", "")), event["request"]
        answer = {"requestId": event["requestId"]}
        if not self._lets_through(event, gate):
            await send("Fetch.failRequest", answer | {"errorReason": "BlockedByClient"})
        elif gate and gate.is_single_shot(request["method"], request["url"]):
            await _send_once(gate, event, send)
        else:
            await send("Fetch.continueRequest", answer)

    def _lets_through(self, event: dict[str, Any], gate: Ruler | None) -> bool:
        method, url = event["request"]["method"], event["request"]["url"]
        if "redirectedRequestId" in event and method not in HARMLESS:
            self._note(method, url, gate)
            return False
        return gate.allows(method, url) if gate else self._stranger(method, url)

    def _stranger(self, method: str, url: str) -> bool:
        """A popup, a frame or a worker may read inside, and write only for a person: challenges come in frames."""
        inside = [gate for gate in self.gates.values() if gate.inside(url)]
        if (inside and method in HARMLESS) or any(gate.driven for gate in inside):
            return True
        self._note(method, url, None)
        return False

    def _note(self, method: str, url: str, gate: Ruler | None) -> None:
        for one in (gate,) if gate else set(self.gates.values()):
            one.note_stopped(method, url)


async def _while_there(work: Coroutine[Any, Any, None]) -> None:
    with suppress(PlaywrightError):  # the page went away while its request was held; nothing left
        await work


async def _send_once(gate: Ruler, event: dict[str, Any], send: Send) -> None:
    """Send past the browser; a redirect is not followed."""
    failed = {"requestId": event["requestId"], "errorReason": "ConnectionClosed"}
    request = event["request"]
    body = _body(request)
    if gate.context is None or body is None:
        await send("Fetch.failRequest", failed)
        return
    try:
        answer = await gate.context.request.fetch(
            request["url"],
            method=request["method"],
            headers=request["headers"],
            data=body,
            max_redirects=0,
            max_retries=0,
        )
        told = await answer.body()
    except PlaywrightError:
        await send("Fetch.failRequest", failed)
        return
    if answer.status in REDIRECTS:
        await send("Fetch.failRequest", failed | {"errorReason": "BlockedByClient"})
        return
    await send("Fetch.fulfillRequest", _as_fulfilled(event, answer.status, answer.headers, told))


def _body(request: dict[str, Any]) -> bytes | None:
    """A request's whole body; None where the browser keeps a part of it to itself, as with files and very long ones."""
    parts = [entry.get("bytes") for entry in request.get("postDataEntries", [])]
    if None in parts or (request.get("hasPostData") and not parts):
        return None
    return b"".join(map(base64.b64decode, parts))


def _as_fulfilled(event: dict[str, Any], status: int, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    return {
        "requestId": event["requestId"],
        "responseCode": status,
        "responseHeaders": [{"name": name, "value": value} for name, value in headers.items()],
        "body": base64.b64encode(body).decode(),
    }


_walls: WeakKeyDictionary[Browser, asyncio.Future[Wall]] = WeakKeyDictionary()


async def wall_around(context: BrowserContext) -> Wall:
    """The one wall of a context's browser, put up by whoever comes first."""
    browser = context.browser
    if browser is None:  # cannot be: this program launched it
        raise PlaywrightError(str(context))
    there = _walls.get(browser)
    if there is None or (there.done() and (there.cancelled() or there.exception())):
        there = _walls[browser] = asyncio.ensure_future(Wall.around(browser))
    return await asyncio.shield(there)  # who stops waiting does not take it away from the others
