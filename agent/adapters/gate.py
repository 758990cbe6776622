"""Rules over what one visit's pages may send: to which origin, in which mode, and at most one commit per press.

The wall (`adapters.wall`) asks it about every request. What passes no wire at all, sockets and peer connections, is
taken away from pages.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from enum import Enum, auto
from typing import TYPE_CHECKING

from agent.adapters.wall import HARMLESS, wall_around
from agent.domain.portal import Commit, Origin, Portal, Request
from agent.domain.roster import Via
from agent.errors import Code, TryLater
from agent.ports import Gate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from playwright.async_api import BrowserContext, Page

    from agent.adapters.wall import Wall
    from agent.domain.permit import Kind

_LEAVES_NOTHING = ("data:", "blob:")
_PAST_THE_WIRE = (
    *("WebSocket", "WebSocketStream", "WebTransport"),
    *("RTCPeerConnection", "webkitRTCPeerConnection", "SharedWorker"),
)
TAKE_AWAY = f"for (const way of {list(_PAST_THE_WIRE)}) delete globalThis[way];"


class _Mode(Enum):
    LOOK = auto()
    LOGIN = auto()
    UPLOAD = auto()
    PRESS = auto()
    PERSON = auto()


def _path(url: str) -> str:
    return "/" + url.split("://", 1)[-1].partition("/")[2].partition("?")[0].partition("#")[0]


def _told(method: str, url: str) -> str:
    """A request as evidence may show it: without its query, which may carry anything."""
    return f"{method} {Origin.of(url)}{_path(url)}"


class WireGate(Gate):
    """The gate of one context; `stand` puts it up before the first page opens, `guard` takes a page under it."""

    def __init__(self, portal: Portal) -> None:
        """Start in look: nothing but reading leaves."""
        self._portal = portal
        self._mode = _Mode.LOOK
        self._commit: Commit | None = None
        self._let_through = 0
        self._in_time: Callable[[], bool] = lambda: False
        self._late = False
        self._sent: list[str] = []
        self._stopped: list[str] = []
        self.context: BrowserContext | None = None

    async def stand(self, context: BrowserContext) -> None:
        """Put the gate up around a context."""
        self.context = context
        await context.add_init_script(TAKE_AWAY)

    async def guard(self, page: Page) -> None:
        """Let this gate rule over one page's requests, before the page goes anywhere."""
        wall = await self._wall_of(page)
        session = await page.context.new_cdp_session(page)
        tree = await session.send("Page.getFrameTree")
        frame = tree["frameTree"]["frame"]["id"]
        wall.gates[frame] = self
        page.on("close", lambda _: wall.forget(frame))

    async def _wall_of(self, page: Page) -> Wall:
        return await wall_around(page.context)

    @property
    def sent(self) -> Sequence[str]:
        """The state-changing requests that left."""
        return tuple(self._sent)

    @property
    def stopped(self) -> Sequence[str]:
        """The requests that were stopped."""
        return tuple(self._stopped)

    @asynccontextmanager
    async def press(self, kind: Kind, in_time: Callable[[], bool], via: Via = Via.WEB) -> AsyncIterator[None]:
        """Let one commit of this kind leave while entered, and only in time: a process may sleep at any moment."""
        self._in_time, self._late = in_time, False
        async with self._in(_Mode.PRESS, self._portal.traffic.commit(kind, via)):
            yield
        if self._late:  # what the page says to that is not the portal's word
            raise TryLater(Code.E_BUSY, detail="lease_lost")

    @asynccontextmanager
    async def login(self) -> AsyncIterator[None]:
        """Let the profile's login requests leave while entered."""
        async with self._in(_Mode.LOGIN):
            yield

    @asynccontextmanager
    async def upload(self) -> AsyncIterator[None]:
        """Let the profile's uploads leave while entered."""
        async with self._in(_Mode.UPLOAD):
            yield

    @asynccontextmanager
    async def person(self) -> AsyncIterator[None]:
        """Let a person drive while entered."""
        async with self._in(_Mode.PERSON):
            yield

    @asynccontextmanager
    async def _in(self, mode: _Mode, commit: Commit | None = None) -> AsyncIterator[None]:
        self._mode, self._commit, self._let_through = mode, commit, 0
        try:
            yield
        finally:
            self._mode, self._commit = _Mode.LOOK, None

    def allows(self, method: str, url: str) -> bool:
        """Rule over a request of a guarded page; a commit that may leave is counted, and either way it is noted."""
        inside = self.inside(url)
        if inside and method in HARMLESS:
            return True
        line = Request(method, _path(url))
        if not inside or not self._changes_allowed(line):
            self.note_stopped(method, url)
            return False
        if line not in self._portal.traffic.reads:
            self._sent.append(f"{line.method} {line.path}")
        return True

    def inside(self, url: str) -> bool:
        """Whether an address is one of the portal's own."""
        return url.startswith(_LEAVES_NOTHING) or Origin.of(url) in self._portal.allowed

    def _changes_allowed(self, request: Request) -> bool:
        if request in self._portal.traffic.reads or self.driven:
            return True
        if self._mode is _Mode.LOGIN:
            return request in self._portal.traffic.logins
        if self._mode is _Mode.UPLOAD:
            return request in self._portal.traffic.uploads
        if self._mode is _Mode.PRESS and self._is_commit(request):
            self._let_through += 1
            self._late = not self._in_time()
            return self._let_through == 1 and not self._late
        return False

    def _is_commit(self, request: Request) -> bool:
        return self._commit is not None and request == self._commit.request

    @property
    def driven(self) -> bool:
        """Whether a person drives just now."""
        return self._mode is _Mode.PERSON

    def is_single_shot(self, method: str, url: str) -> bool:
        """Whether this is a commit that must not be left to the browser, which re-sends on a dying connection."""
        single = self._commit is not None and self._commit.single_shot
        return single and self._is_commit(Request(method, _path(url)))

    def note_stopped(self, method: str, url: str) -> None:
        """Keep for the evidence what was stopped."""
        self._stopped.append(_told(method, url))
