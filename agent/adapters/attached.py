"""The operator's own browser, which he opened and keeps: one tab of ours in it, and nothing else of it is touched."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from agent.adapters.echoes import ask_in
from agent.adapters.tab_wall import TabGate
from agent.adapters.visit import BrowserVisit, answering, closed
from agent.domain.facts import Unknown
from agent.errors import Code, LookAgain, MendHost

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import APIRequestContext, BrowserContext, Dialog, Playwright
    from playwright.async_api import Page as PlaywrightPage

    from agent.adapters.visit import Tab, Tools
    from agent.domain.facts import Egress
    from agent.domain.ledger import Lease
    from agent.ports import Trail

_PRODUCT = re.compile(r"(?:Headless)?(?:Chrome|Chromium|Edg)/[0-9.]+")
_SOCKET = re.compile(r"/devtools/browser/[0-9a-zA-Z-]{1,64}")
_PATIENCE_MS = 3000.0  # a browser of this very machine answers at once
_CONNECTS_MS = 8000.0  # Playwright's own bound, below ours: it then takes its half-made connection away again
_EMPTIES_S = 3.0
_LONGEST = 4096


async def greeted(request: APIRequestContext, address: str) -> tuple[str, str]:
    """Who listens at an address of this machine, and where its browser is driven; MendHost(E_BROWSER_AWAY)."""
    try:
        answer = await request.get(f"{address}/json/version", max_redirects=0, timeout=_PATIENCE_MS)
        told = (await answer.body())[:_LONGEST]
    except PlaywrightError:
        raise MendHost(Code.E_BROWSER_AWAY, address=address, detail="nobody_listens") from None
    if not answer.ok:
        raise MendHost(Code.E_BROWSER_AWAY, address=address, detail="no_greeting")
    product, path = _read(told)
    if not _PRODUCT.fullmatch(product) or not _SOCKET.fullmatch(path):
        raise MendHost(Code.E_BROWSER_AWAY, address=address, detail="no_chromium", value=product[:40])
    return product, address.replace("http://", "ws://") + path


def _read(told: bytes) -> tuple[str, str]:
    try:
        greeting: Any = json.loads(told)
    except (ValueError, RecursionError):
        return "", ""
    match greeting:
        case {"Browser": str(product), "webSocketDebuggerUrl": str(url)}:
            return product, "/" + url.partition("://")[2].partition("/")[2]
        case {"Browser": str(product)}:
            return product, ""
        case _:
            return "", ""


@asynccontextmanager
async def attached(driver: Playwright, address: str) -> AsyncIterator[BrowserContext]:
    """The context in which the operator works; leaving it ends our connection, and closes nothing of his."""
    request = await driver.request.new_context()
    try:
        _, socket = await greeted(request, address)
    finally:
        await request.dispose()
    try:
        async with answering():
            browser = await driver.chromium.connect_over_cdp(socket, no_defaults=True, timeout=_CONNECTS_MS)
    except LookAgain:
        raise MendHost(Code.E_BROWSER_AWAY, address=address, detail="no_answer") from None
    try:
        context = browser.contexts[0]
        context.on("dialog", _his_own)
        yield context
    finally:
        await closed(browser)


async def _his_own(_: Dialog) -> None:
    """A dialog of his tabs is his to answer; without a listener Playwright would answer it."""


class AttachedVisit(BrowserVisit):
    """One tab of ours in a browser of somebody else's."""

    def __init__(self, tools: Tools, context: BrowserContext, lease: Lease, trail: Trail) -> None:
        """Wrap his context; nothing is opened yet."""
        super().__init__(tools, context, TabGate(tools.portal), lease, trail)
        self._ours: list[asyncio.Future[PlaywrightPage]] = []

    async def fresh_tab(self) -> Tab:
        """Open a tab of ours; what it opens by itself is ours too, and closed."""
        tab = await super().fresh_tab()
        tab.page.on("popup", closed)
        return tab

    async def new_page(self) -> PlaywrightPage:
        """A page of ours, kept in mind from its first moment on: a signal while it opens must not leave it behind."""
        opening = asyncio.ensure_future(super().new_page())
        self._ours.append(opening)
        return await asyncio.shield(opening)

    async def put_away(self, page: PlaywrightPage) -> None:
        """Empty it first: with a page's end its gate ends too, and a browser then lets go what was held at it."""
        with suppress(LookAgain):
            async with answering(_EMPTIES_S):
                await page.goto("about:blank")
        await closed(page)

    async def leave(self) -> None:
        """Close what we opened."""
        for opening in self._ours:
            with suppress(LookAgain):
                async with answering():
                    page = await opening
                if not page.is_closed():
                    await self.put_away(page)

    async def egress(self) -> Egress | Unknown:
        """Ask the echo addresses by his browser's own line: Playwright's requests would leave by this machine's."""
        portal = self._tools.portal
        told: Egress | Unknown = Unknown("an echo gave no country")
        if self._tab:
            told = await ask_in(self._tab.page, portal.echoes, portal.allowed)
        self._trail.mark("CP06")
        return told
