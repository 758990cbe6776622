"""One browser per process, started by the first visit; one context per visit, guarded before its first page opens."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Self, cast

from playwright.async_api import async_playwright

from agent.adapters.attached import AttachedVisit, attached
from agent.adapters.gate import WireGate
from agent.adapters.launching import launched
from agent.adapters.line import nowhere_but
from agent.adapters.running import Running
from agent.adapters.side_window import SideWindow, side_window, stand_beside
from agent.adapters.visit import BrowserVisit, Tools, answering, close_stranger, closed
from agent.domain.identity import principal_of_creator, principal_of_login
from agent.errors import AskPerson, Code, CompanionError, LookAgain, MendInput
from agent.ports import HandedBack, Visit, Visits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from playwright.async_api import BrowserContext, Playwright, ProxySettings, StorageState

    from agent.adapters.launching import Launch
    from agent.domain.identity import Target
    from agent.domain.ledger import Lease
    from agent.domain.roster import Login
    from agent.ports import Trail, Vault

_WINDOW = {"width": 1280, "height": 860}
# A phone's screen and finger, as Playwright describes a Pixel 7; the browser goes on saying that it is a browser.
_PHONE = {
    "viewport": {"width": 412, "height": 839},
    "device_scale_factor": 2.625,
    "is_mobile": True,
    "has_touch": True,
}


class BrowserVisits(Visits):
    """Opens contexts in one browser; closing it is the caller's `async with`."""

    def __init__(
        self,
        *,
        launch: Launch,
        tools: Tools,
        vault: Vault,
        proxy: Callable[[Login], dict[str, str] | None],
    ) -> None:
        """Take the tools; nothing is started yet."""
        self.launch = launch
        self.tools = tools
        self.vault = vault
        self.proxy = proxy
        self._stack = AsyncExitStack()
        self._running: Running | None = None
        self._starting = asyncio.Lock()
        self._has_company = False  # a side window stands at the screen's edge
        self._driver: Playwright | None = None  # of browsers that the operator opened

    @property
    def started(self) -> bool:
        """Whether any visit has started the browser yet."""
        return self._running is not None

    async def __aenter__(self) -> Self:
        """Nothing is started before the first visit."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave no browser behind."""
        await self._stack.aclose()
        self._running = self._driver = None

    @asynccontextmanager
    async def open(self, login: Login, lease: Lease, trail: Trail) -> AsyncIterator[Visit]:
        """A visit with the login's sealed session, or in the operator's own browser, where his session is."""
        principal = principal_of_login(login.id)
        his, ours = self._attached, self._sealed
        opening = his(login, lease, trail) if login.attach else ours(principal, login.name, login, lease, trail)
        async with opening as visit:
            yield visit

    @asynccontextmanager
    async def _attached(self, login: Login, lease: Lease, trail: Trail) -> AsyncIterator[BrowserVisit]:
        if self._driver is None:
            self._driver = await self._stack.enter_async_context(async_playwright())
        async with attached(self._driver, login.attach) as context:
            trail.mark("CP04")
            context.set_default_timeout(self.launch.action_ms)
            visit = AttachedVisit(self.tools, context, lease, trail)
            try:
                await visit.fresh_tab()
                yield visit
            finally:
                await visit.leave()

    @asynccontextmanager
    async def creator(self, login: Login, lease: Lease, target: Target, trail: Trail) -> AsyncIterator[Visit]:
        """A visit with a creator's sealed session; who has no id yet has none."""
        _refuse_attached(login)
        principal = principal_of_creator(target.account_id) if target.account_id else ""
        async with self._sealed(principal, f"@{target.handle}", login, lease, trail) as visit:
            yield visit

    @asynccontextmanager
    async def _sealed(
        self, principal: str, name: str, login: Login, lease: Lease, trail: Trail
    ) -> AsyncIterator[BrowserVisit]:
        sealed = self.vault.load(principal) if principal else None
        if sealed is None:
            raise AskPerson(Code.E_SESSION_EXPIRED, detail="no_session", login=name)
        async with self._context(login, json.loads(sealed)) as context, self._visit(context, lease, trail) as visit:
            try:
                yield visit
            except HandedBack:  # what the person has proven to the portal is not asked again
                with suppress(CompanionError):
                    await self._keep(context, principal, sealed, trail)
                raise
            with suppress(CompanionError):  # what the visit did is told, whatever its session is worth
                await self._keep(context, principal, sealed, trail)

    @asynccontextmanager
    async def phone(self, login: Login, visit: Visit, trail: Trail) -> AsyncIterator[Visit]:
        """A visit with the session that another one has now, as a phone shows pages; both leave with the same one."""
        _refuse_attached(login)
        mine = cast("BrowserVisit", visit).context
        async with answering():
            session = await mine.storage_state()
        shown = self._context(login, dict(session), _PHONE)
        async with shown as context, self._visit(context, visit.lease, trail) as phone:
            try:
                yield phone
            finally:
                with suppress(LookAgain):
                    async with answering():
                        await mine.add_cookies(cast("list[Any]", await context.cookies()))

    @asynccontextmanager
    async def fresh(self, login: Login, lease: Lease, principal: str, trail: Trail) -> AsyncIterator[Visit]:
        """A visit without a session, which seals the one it gained for who is named."""
        _refuse_attached(login)
        async with self._context(login, None) as context, self._visit(context, lease, trail) as visit:
            yield visit
            if principal:
                await self._keep(context, principal, b"", trail)

    async def _keep(self, context: BrowserContext, principal: str, before: bytes, trail: Trail) -> None:
        async with answering():
            session = json.dumps(await context.storage_state(), sort_keys=True).encode()
        if session != before:
            self.vault.save(principal, session, mark=trail.mark)

    @asynccontextmanager
    async def _context(
        self, login: Login, session: dict[str, Any] | None, device: Mapping[str, Any] | None = None
    ) -> AsyncIterator[BrowserContext]:
        screen = {"no_viewport": True} if self.launch.headed else {"viewport": _WINDOW}
        running, context = await self._new_context(
            storage_state=cast("StorageState", session) if session else None,
            service_workers="block",
            accept_downloads=False,
            **(device or screen),
            bypass_csp=self.launch.headed and self.tools.portal.loopback,  # captions are read as they are drawn
            proxy=cast("ProxySettings", self.proxy(login) or nowhere_but(self.tools.portal)),
        )
        context.set_default_timeout(self.launch.action_ms)
        try:
            yield context
        finally:
            await closed(context)
            await running.leave()

    @asynccontextmanager
    async def beside(self, language: str) -> AsyncIterator[SideWindow]:
        """A small window of our own in the same browser, which nothing of a portal ever enters."""
        running, context = await self._new_context(offline=True, no_viewport=True)
        self._has_company = True
        try:
            yield await side_window(context, language)
        finally:
            self._has_company = False
            await closed(context)
            await running.leave()

    async def _new_context(self, **options: Any) -> tuple[Running, BrowserContext]:  # noqa: ANN401 - Playwright's own
        """In the browser that runs, or in another one where that does not answer: nothing was done in it yet."""
        running = self._running
        if running and running.usable:
            with suppress(LookAgain):
                return await _entered(running, options)
        async with self._starting:  # of many visits that begin at once one starts the browser
            if self._running is running:
                self._running = await self._start()
                if running:
                    await running.retire()
            running = self._running or running
        assert running  # noqa: S101 - tells the type checker what was just started
        return await _entered(running, options)

    async def _start(self) -> Running:
        async with AsyncExitStack() as stack:
            driver = await stack.enter_async_context(async_playwright())
            browser = await launched(driver, self.launch)
            running = Running(browser, stack.pop_all())
        self._stack.push_async_callback(running.close)
        return running

    @asynccontextmanager
    async def _visit(self, context: BrowserContext, lease: Lease, trail: Trail) -> AsyncIterator[BrowserVisit]:
        trail.mark("CP04")
        gate = WireGate(self.tools.portal)
        visit = BrowserVisit(self.tools, context, gate, lease, trail)
        async with answering():
            await gate.stand(context)
        context.on("page", close_stranger)
        tab = await visit.fresh_tab()
        if self._has_company:
            await stand_beside(tab.page)
        yield visit


async def _entered(running: Running, options: dict[str, Any]) -> tuple[Running, BrowserContext]:
    await running.enter()
    try:
        async with answering():
            return running, await running.browser.new_context(**options)
    except LookAgain:
        running.worn = True
        await running.leave()
        raise


def _refuse_attached(login: Login) -> None:
    """By another line than his browser's nobody is let in, and his session is not ours to seal."""
    if login.attach:
        raise MendInput(Code.E_INPUT, why="attached", login=login.name, value=login.attach)
