"""A hostile portal: an allowed origin whose pages try every way out, and a foreign one that keeps what it hears."""

from __future__ import annotations

import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from playwright.async_api import async_playwright

from agent.adapters.browser import BrowserVisits
from agent.adapters.launching import Launch
from agent.adapters.politeness import Turns
from agent.adapters.visit import BrowserVisit, Tools
from agent.domain.identity import LoginId
from agent.domain.ledger import Lease
from agent.domain.permit import Kind
from agent.domain.portal import Commit, Origin, Portal, Request, Traffic
from agent.domain.roster import Login, SellerKind
from agent.ports import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from anyio.from_thread import BlockingPortal
    from playwright.async_api import Browser, Page

LOGIN = Login(LoginId("7480000000000000001"), "ops", "rogue", SellerKind.LOCAL, frozenset(), "")
REACHES_ALL = {"server": "http://127.0.0.1:0", "bypass": "127.0.0.1,localhost"}
LEASE = Lease(LOGIN.id, "holder", 1, datetime(2026, 11, 23, 12, tzinfo=UTC))


class Site:
    """An origin of its own: answers what it was given, and remembers each request with all its bytes."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], str]] = {}
        self.heard: list[tuple[str, str, bytes]] = []
        self.connections = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                site.connections += 1

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                site.heard.append((self.command, self.path, bytes(self.headers) + body))
                site.reply(self)

            def __getattr__(self, name: str) -> object:
                if name.startswith("do_"):
                    return self.answer
                raise AttributeError(name)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler

    def reply(self, to: BaseHTTPRequestHandler) -> None:
        status, headers, text = self.answers.get(to.path.partition("?")[0], (200, {}, ""))
        to.send_response(status)
        for name, value in {"Content-Type": "text/html", "Access-Control-Allow-Origin": "*", **headers}.items():
            to.send_header(name, value)
        to.send_header("Content-Length", str(len(text.encode())))
        to.end_headers()
        to.wfile.write(text.encode())

    def page(self, path: str, html: str, **headers: str) -> None:
        text = f"<!doctype html><html lang=en><body>{html}</body></html>"
        self.answers[path] = (200, {name.replace("_", "-"): value for name, value in headers.items()}, text)

    def redirect(self, path: str, to: str, status: int = 307) -> None:
        self.answers[path] = (status, {"Location": to}, "")

    def times(self, method: str, path: str) -> int:
        return sum(one[:2] == (method, path) for one in self.heard)

    @contextmanager
    def running(self) -> Iterator[Site]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()


class Ear:
    """A foreign address that speaks no language at all, and keeps every byte that reaches it, by TCP or UDP."""

    def __init__(self) -> None:
        self.heard = b""
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self._tcp.getsockname()[1]
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", self.port))
        self._open = True

    def _accept(self) -> None:
        while self._open:
            talker, _ = self._tcp.accept()
            talker.settimeout(1)
            self._keep(lambda talker=talker: talker.recv(4096))
            talker.close()

    def _listen(self) -> None:
        while self._open:
            self._keep(lambda: self._udp.recv(4096))

    def _keep(self, receive: Callable[[], bytes]) -> None:
        try:
            self.heard += receive() if self._open else b""
        except OSError:
            return

    @contextmanager
    def running(self) -> Iterator[Ear]:
        threads = [threading.Thread(target=one) for one in (self._accept, self._listen)]
        for one in threads:
            one.start()
        try:
            yield self
        finally:
            self._open = False
            socket.create_connection(("127.0.0.1", self.port)).close()
            self._udp.sendto(b"", ("127.0.0.1", self.port))
            for one in threads:
                one.join()
            self._tcp.close()
            self._udp.close()


class KeptVault(Vault):
    """Keeps sessions in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load(self, principal: str) -> bytes | None:
        return self.kept.get(principal)

    def save(self, principal: str, session: bytes, *_: object, **__: object) -> None:
        self.kept[principal] = session

    def list(self) -> Sequence[Any]:
        return list(self.kept)

    def forget(self, principal: str) -> bool:
        return self.kept.pop(principal, None) is not None

    def rotate(self) -> int:
        return len(self.kept)


class QuietTrail:
    """Nobody asks for the points here."""

    def mark(self, point: str) -> None:
        """Do nothing."""


class OpenTab:
    """A tab that hands the browser's page to the test."""

    skew: timedelta | None = None

    def __init__(self, page: Page) -> None:
        self.page = page


def profile(own: str, *others: str, single_shot: bool = False) -> Portal:
    """A portal with one request of every sort."""
    seller = Origin.of(own)
    assert seller
    allowed = frozenset({seller, *(one for one in map(Origin.of, others) if one)})
    send = Commit(Kind.BIND, Request("POST", "/commit"), single_shot)
    traffic = Traffic(frozenset({Request("POST", "/read")}), frozenset({Request("POST", "/login")}), (send,))
    return Portal(
        name="rogue",
        verified=True,
        fingerprint="",
        seller=seller,
        creator=seller,
        allowed=allowed,
        paths={},
        ways={},
        speaks={},
        elements={},
        words={},
        checks={},
        obstacles={},
        refusals={},
        uncounted=frozenset(),
        traffic=traffic,
        echoes=(),
        surfaces={},
        challenges=(),
        overlays=(),
        sensitive=(),
        follows_portal_clock=False,
    )


class Rogue:
    """The agent's real browser, context and gate in front of hostile pages."""

    def __init__(self, loop: BlockingPortal, executable: Path | None, own: Site, foreign: Site) -> None:
        self.loop, self.own, self.foreign = loop, own, foreign
        self.visits = BrowserVisits(
            launch=Launch(executable, headed=False, action_ms=800),
            tools=Tools(profile(own.origin), {}, lambda page, _: OpenTab(page), Turns(0)),
            vault=KeptVault(),
            proxy=lambda _: self.line,
        )
        self.line: dict[str, str] | None = REACHES_ALL
        self.login = LOGIN
        self._stack = AsyncExitStack()
        self._bare: Browser | None = None

    def forget(self, *others: str, single_shot: bool = False) -> None:
        """Start a test anew, with a line that reaches everybody: what is stopped then, the wall has stopped."""
        self.line, self.login = REACHES_ALL, LOGIN
        self.visits.tools = replace(
            self.visits.tools, portal=profile(self.own.origin, *others, single_shot=single_shot)
        )
        for site in (self.own, self.foreign):
            site.heard, site.connections = [], 0
            site.answers.clear()

    @asynccontextmanager
    async def visit(self) -> AsyncIterator[tuple[BrowserVisit, Page]]:
        visits, trail = self.visits, QuietTrail()
        ours = visits.fresh(self.login, LEASE, "login:x", trail)  # type: ignore[arg-type]
        async with visits.open(self.login, LEASE, trail) if self.login.attach else ours as visit:  # type: ignore[arg-type]
            assert isinstance(visit, BrowserVisit)
            tab = await visit.fresh_tab()
            yield visit, tab.page

    def run(self, how: Callable[[BrowserVisit, Page], Awaitable[Any]]) -> Any:
        """Do something in a guarded visit."""

        async def work() -> Any:
            async with self.visit() as (visit, page):
                return await how(visit, page)

        return self.loop.call(work)

    def unguarded(self, how: Callable[[Page], Awaitable[Any]], line: Any = None) -> Any:
        """Do it in a browser without a gate, and by this line: the control that a trick is one."""

        async def work() -> Any:
            self._bare = self._bare or await self._start()
            context = await self._bare.new_context(proxy=line)
            told = await how(await context.new_page())
            await context.close()
            return told

        return self.loop.call(work)

    async def _start(self) -> Browser:
        driver = await self._stack.enter_async_context(async_playwright())
        launch = self.visits.launch
        browser = await driver.chromium.launch(executable_path=launch.executable, chromium_sandbox=False)
        self._stack.push_async_callback(browser.close)
        return browser

    async def close(self) -> None:
        await self.visits.__aexit__(None, None, None)
        await self._stack.aclose()

    async def watch(self, page: Page, enough: Callable[[], bool]) -> None:
        """Open the page with the trick, and stay as long as it takes: what is to come without a gate may come late."""
        await page.goto(f"{self.own.origin}/trick", wait_until="commit", timeout=10_000)
        await self.wait(page, enough)

    async def wait(self, page: Page, enough: Callable[[], bool]) -> None:
        """Stay until something has come, for 20 seconds at most."""
        for _ in range(400):
            if enough():
                return
            await page.wait_for_timeout(50)

    async def stay(self, page: Page, path: str = "/trick") -> None:
        """Open the page with the trick, and stay until it says that it is over."""
        await page.goto(f"{self.own.origin}{path}", wait_until="commit", timeout=10_000)
        await page.wait_for_function("() => window.over === true", timeout=10_000)


__all__ = ["Ear", "Mapping", "Rogue", "Site"]
