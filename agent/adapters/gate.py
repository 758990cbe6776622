"""Stands on the wire of a browser context: what may leave, to which origin, and at most one commit per press.

Two layers, because each alone leaks: `context.route` does not see redirects, CDP Fetch on a page sees no popups and no
cross-site frames. Both ask the same `_Ruling`; a request has to pass both.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from agent.domain.portal import Commit, Origin, Portal, Request
from agent.ports import Gate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from playwright.async_api import BrowserContext, CDPSession, Page, Route

    from agent.domain.permit import Kind

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_LEAVES_NOTHING = ("data:", "blob:")
_REDIRECTS = range(300, 400)


class _Mode(Enum):
    LOOK = auto()
    LOGIN = auto()
    PRESS = auto()
    PERSON = auto()


class _Ruling:
    """Decides one request at a time, at one layer; counts the commits that this layer let through."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.mode = _Mode.LOOK
        self.commit: Commit | None = None
        self.let_through = 0

    def allows(self, method: str, url: str) -> bool:
        """Whether a request may leave now; a commit that may is counted."""
        if url.startswith(_LEAVES_NOTHING):
            return True
        origin = Origin.of(url)
        if origin not in self.portal.allowed:
            return False
        if method in _HARMLESS or self.mode is _Mode.PERSON:
            return True
        return self._changes_allowed(Request(method, _path(url)))

    def _changes_allowed(self, request: Request) -> bool:
        if request in self.portal.traffic.reads:
            return True
        if self.mode is _Mode.LOGIN:
            return request in self.portal.traffic.logins
        if self.mode is _Mode.PRESS and self.is_commit(request):
            self.let_through += 1
            return self.let_through == 1
        return False

    def is_commit(self, request: Request) -> bool:
        """Whether this is the commit that the press is about."""
        return self.commit is not None and request == self.commit.request


def _path(url: str) -> str:
    return "/" + url.split("://", 1)[-1].partition("/")[2].partition("?")[0].partition("#")[0]


class WireGate(Gate):
    """The gate of one context; `stand` puts it up before the first page opens."""

    def __init__(self, portal: Portal) -> None:
        """Start in look: nothing but reading leaves."""
        self._layers = (_Ruling(portal), _Ruling(portal))
        self._sent: list[str] = []
        self._stopped: list[str] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def stand(self, context: BrowserContext) -> None:
        """Put the first layer up; pages get the second by `guard`."""
        await context.route("**/*", self._on_route)

    async def guard(self, page: Page) -> None:
        """Put the second layer up on one page."""
        session = await page.context.new_cdp_session(page)
        session.on("Fetch.requestPaused", lambda event: self._later(session, event))
        await session.send("Fetch.enable", {"patterns": [{"urlPattern": "*", "requestStage": "Request"}]})

    @property
    def sent(self) -> Sequence[str]:
        """The state-changing requests that left."""
        return tuple(self._sent)

    @property
    def stopped(self) -> Sequence[str]:
        """The requests that were stopped."""
        return tuple(self._stopped)

    @asynccontextmanager
    async def press(self, kind: Kind) -> AsyncIterator[None]:
        """Let one commit of this kind leave while entered."""
        async with self._in(_Mode.PRESS, self._layers[0].portal.traffic.commit(kind)):
            yield

    @asynccontextmanager
    async def login(self) -> AsyncIterator[None]:
        """Let the profile's login requests leave while entered."""
        async with self._in(_Mode.LOGIN):
            yield

    @asynccontextmanager
    async def person(self) -> AsyncIterator[None]:
        """Let a person drive while entered."""
        async with self._in(_Mode.PERSON):
            yield

    @asynccontextmanager
    async def _in(self, mode: _Mode, commit: Commit | None = None) -> AsyncIterator[None]:
        for layer in self._layers:
            layer.mode, layer.commit, layer.let_through = mode, commit, 0
        try:
            yield
        finally:
            for layer in self._layers:
                layer.mode, layer.commit = _Mode.LOOK, None

    async def _on_route(self, route: Route) -> None:
        ruling, request = self._layers[0], route.request
        line = Request(request.method, _path(request.url))
        if not ruling.allows(request.method, request.url):
            self._stopped.append(f"{line.method} {Origin.of(request.url)}{line.path}")
            await route.abort("blockedbyclient")
            return
        if request.method not in _HARMLESS and line not in ruling.portal.traffic.reads:
            self._sent.append(f"{line.method} {line.path}")
        if ruling.commit and ruling.commit.single_shot and ruling.is_commit(line):
            await _send_once(route)
        else:
            await route.continue_()

    def _later(self, session: CDPSession, event: dict[str, Any]) -> None:
        task = asyncio.ensure_future(self._on_paused(session, event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _on_paused(self, session: CDPSession, event: dict[str, Any]) -> None:
        request, answer = event["request"], {"requestId": event["requestId"]}
        allowed = self._layers[1].allows(request["method"], request["url"])
        try:
            if allowed:
                await session.send("Fetch.continueRequest", answer)
            else:
                self._stopped.append(f"{request['method']} {Origin.of(request['url'])}{_path(request['url'])}")
                await session.send("Fetch.failRequest", answer | {"errorReason": "BlockedByClient"})
        except PlaywrightError:
            return  # the page went away while its request was held; nothing left


async def _send_once(route: Route) -> None:
    """Send past the browser, which would silently re-send on a dying connection; a redirect is not followed."""
    try:
        answer = await route.fetch(max_redirects=0, max_retries=0)
    except PlaywrightError:
        await route.abort("connectionclosed")
        return
    if answer.status in _REDIRECTS:
        await route.abort("blockedbyclient")
    else:
        await route.fulfill(response=answer)
