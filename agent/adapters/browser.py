"""One browser per process, started by the first visit; one context per visit, guarded before its first page opens."""

from __future__ import annotations

import json
import os
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeAlias, TypeVar, cast

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import async_playwright

from agent.adapters.echoes import ask
from agent.adapters.gate import WireGate
from agent.domain.identity import principal_of_login
from agent.domain.masking import PERSONAL, masked
from agent.errors import AskPerson, Code, LookAgain, MendHost
from agent.ports import Page, Visit, Visits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from datetime import timedelta
    from pathlib import Path

    from playwright.async_api import Browser, BrowserContext, Dialog, ProxySettings, StorageState
    from playwright.async_api import Page as PlaywrightPage

    from agent.domain.facts import Egress, Unknown
    from agent.domain.ledger import Lease
    from agent.domain.portal import Portal
    from agent.domain.roster import Login
    from agent.ports import Trail, Vault

P = TypeVar("P", bound=Page)


class Tab(Protocol):
    """What a visit knows of the tab that pages are given."""

    page: PlaywrightPage
    skew: timedelta | None


MakeTab: TypeAlias = "Callable[[PlaywrightPage, Callable[[str], None]], Tab]"

_WINDOW = {"width": 1280, "height": 860}
_ROOT = 0
_COVER = "#c9cdd4"


@dataclass(frozen=True, slots=True)
class Launch:
    """How the browser is started, and how long it waits for an element, in milliseconds."""

    executable: Path | None
    headed: bool
    action_ms: float


class BrowserVisits(Visits):
    """Opens contexts in one browser; closing it is the caller's `async with`."""

    def __init__(  # noqa: PLR0913 - the composition root hands over every tool by name
        self,
        *,
        launch: Launch,
        pages: Mapping[type[Page], Callable[[Any], Page]],
        make_tab: MakeTab,
        portal: Portal,
        vault: Vault,
        proxy: Callable[[Login], dict[str, str] | None],
    ) -> None:
        """Take the tools; nothing is started yet."""
        self.launch = launch
        self.pages = pages
        self.make_tab = make_tab
        self.portal = portal
        self.vault = vault
        self._proxy = proxy
        self._stack = AsyncExitStack()
        self._browser: Browser | None = None

    @property
    def started(self) -> bool:
        """Whether any visit has started the browser yet."""
        return self._browser is not None

    async def __aenter__(self) -> Self:
        """Nothing is started before the first visit."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave no browser behind."""
        await self._stack.aclose()
        self._browser = None

    @asynccontextmanager
    async def open(self, login: Login, lease: Lease, trail: Trail) -> AsyncIterator[Visit]:
        """A visit with the login's sealed session."""
        principal = principal_of_login(login.id)
        sealed = self.vault.load(principal)
        if sealed is None:
            raise AskPerson(Code.E_SESSION_EXPIRED, detail="no session is kept", login=login.name)
        async with self._context(login, json.loads(sealed)) as context, self._visit(context, lease, trail) as visit:
            yield visit
            await self._keep(context, principal, sealed, trail)

    @asynccontextmanager
    async def fresh(self, login: Login, lease: Lease, principal: str, trail: Trail) -> AsyncIterator[Visit]:
        """A visit without a session, which seals the one it gained."""
        async with self._context(login, None) as context, self._visit(context, lease, trail) as visit:
            yield visit
            await self._keep(context, principal, b"", trail)

    async def _keep(self, context: BrowserContext, principal: str, before: bytes, trail: Trail) -> None:
        session = json.dumps(await context.storage_state(), sort_keys=True).encode()
        if session != before:
            self.vault.save(principal, session, mark=trail.mark)

    @asynccontextmanager
    async def _context(self, login: Login, session: dict[str, Any] | None) -> AsyncIterator[BrowserContext]:
        browser = self._browser if self._browser and self._browser.is_connected() else await self._start()
        context = await browser.new_context(
            storage_state=cast("StorageState", session) if session else None,
            service_workers="block",
            accept_downloads=False,
            viewport=None if self.launch.headed else _WINDOW,  # type: ignore[arg-type]  # a plain dict is a ViewportSize
            proxy=cast("ProxySettings | None", self._proxy(login)),
        )
        context.set_default_timeout(self.launch.action_ms)
        try:
            yield context
        finally:
            await _closed(context)

    async def _start(self) -> Browser:
        driver = await self._stack.enter_async_context(async_playwright())
        try:
            browser = await driver.chromium.launch(
                executable_path=self.launch.executable,
                headless=not self.launch.headed,
                chromium_sandbox=not _is_root(),
                handle_sigint=False,
            )
        except PlaywrightError as error:
            raise MendHost(Code.E_BROWSER_MISSING, detail=error.message.splitlines()[0]) from None
        self._stack.push_async_callback(_closed, browser)
        self._browser = browser
        return browser

    @asynccontextmanager
    async def _visit(self, context: BrowserContext, lease: Lease, trail: Trail) -> AsyncIterator[BrowserVisit]:
        trail.mark("CP04")
        gate = WireGate(self.portal)
        await gate.stand(context)
        visit = BrowserVisit(self, context, gate, lease, trail)
        await visit.fresh_tab()
        yield visit


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == _ROOT


async def _closed(thing: Browser | BrowserContext | PlaywrightPage) -> None:
    try:
        await thing.close()
    except PlaywrightError:
        return  # it was gone already


class BrowserVisit(Visit):
    """One guarded context; its one tab is replaced when it crashed."""

    def __init__(
        self, visits: BrowserVisits, context: BrowserContext, gate: WireGate, lease: Lease, trail: Trail
    ) -> None:
        """Wrap a context whose gate stands."""
        self.gate = self._wire = gate
        self.lease = lease
        self._visits = visits
        self._context = context
        self._trail = trail
        self._tab: Tab | None = None
        self._spoiled = False  # a navigation that failed may still be under way in the tab
        self._surprise = ""
        context.on("page", self._strange_page)

    async def fresh_tab(self) -> Tab:
        """Open a tab of our own and guard it before it goes anywhere; the one before it is closed."""
        before, self._tab = self._tab, None
        if before is not None:
            await _closed(before.page)
        page = await self._context.new_page()
        await self._wire.guard(page)
        page.on("dialog", self._strange_dialog)
        page.on("crash", lambda _: setattr(self, "_tab", None))
        self._tab = self._visits.make_tab(page, self._trail.mark)
        return self._tab

    async def open(self, page: type[P]) -> P:
        """Open a page afresh; a surprise since the last one stops everything."""
        if self._surprise:
            raise AskPerson(Code.E_PORTAL_CHANGED, element=self._surprise, why="unexpected")
        try:
            tab = await self.fresh_tab() if self._tab is None or self._spoiled else self._tab
        except PlaywrightError:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="the browser is gone") from None
        opened = self._visits.pages[page](tab)
        self._spoiled = True
        await opened.arrive()
        self._spoiled = False
        return cast("P", opened)

    async def egress(self) -> Egress | Unknown:
        """Ask the echo addresses through this context, so by its very network line."""
        told = await ask(self._context.request, self._visits.portal.echoes)
        self._trail.mark("CP06")
        return told

    def skew(self) -> timedelta | None:
        """Portal clock minus ours at the last navigation."""
        return self._tab.skew if self._tab else None

    async def picture(self) -> bytes:
        """A small picture with personal data covered."""
        page = self._open_page()
        leaves = page.locator("body :not(:has(*))")  # a badge's "C" before "@name" must not pass for an e-mail address
        covers = [leaves.filter(has_text=pattern) for pattern in PERSONAL]
        covers += [page.locator(css) for css in self._visits.portal.sensitive]
        try:
            return await page.screenshot(
                type="jpeg", quality=60, mask=covers, mask_color=_COVER, animations="disabled", scale="css"
            )
        except PlaywrightError:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="picture") from None

    async def outline(self) -> str:
        """The page's ARIA outline with personal data covered."""
        try:
            return masked(await self._open_page().locator("body").aria_snapshot())
        except PlaywrightError:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="outline") from None

    def _open_page(self) -> PlaywrightPage:
        if self._tab is None:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="no tab")
        return self._tab.page

    async def _strange_dialog(self, dialog: Dialog) -> None:
        self._surprise = f"dialog: {dialog.type}"
        await dialog.dismiss()

    async def _strange_page(self, page: PlaywrightPage) -> None:
        """A popup is closed: nothing that we did not open stays open."""
        if await page.opener() is not None:
            await page.close()
