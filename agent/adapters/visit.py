"""One guarded context of a browser: opens pages by their class, and gives pictures with personal data covered."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar, cast

from playwright.async_api import Error as PlaywrightError

from agent.adapters.echoes import ask
from agent.domain.masking import PERSONAL, masked
from agent.errors import AskPerson, Code, LookAgain
from agent.ports import Page, Visit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
    from contextlib import AbstractAsyncContextManager
    from datetime import timedelta

    from playwright.async_api import Browser, BrowserContext, Dialog, Locator
    from playwright.async_api import Page as PlaywrightPage

    from agent.adapters.gate import WireGate
    from agent.adapters.politeness import Turns
    from agent.domain.facts import Egress, Unknown
    from agent.domain.ledger import Lease
    from agent.domain.portal import Portal
    from agent.ports import Trail

P = TypeVar("P", bound=Page)


class Tab(Protocol):
    """What a visit knows of the tab that pages are given."""

    page: PlaywrightPage
    skew: timedelta | None
    asked: str
    another: Callable[[], Awaitable[PlaywrightPage]]
    portrait: Callable[[], Awaitable[bytes]]
    by_hand: Callable[[], AbstractAsyncContextManager[None]]


MakeTab: TypeAlias = "Callable[[PlaywrightPage, Callable[[str], None]], Tab]"

_COVER = "#c9cdd4"
_ANSWERS_S = 10.0  # a living browser opens anything in far less
_CLOSES_S = 3.0  # what takes longer goes with its browser


@dataclass(frozen=True, slots=True)
class Tools:
    """What every visit of a portal works with."""

    portal: Portal
    pages: Mapping[type[Page], Callable[[Any], Page]]
    make_tab: MakeTab
    turns: Turns


@asynccontextmanager
async def answering(seconds: float = _ANSWERS_S) -> AsyncIterator[None]:
    """What is asked of the browser itself is answered soon, or the browser is gone: raises LookAgain(E_PORTAL_DOWN)."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except (PlaywrightError, TimeoutError):
        raise LookAgain(Code.E_PORTAL_DOWN, detail="browser_gone") from None


async def closed(thing: Browser | BrowserContext | PlaywrightPage) -> None:
    """Close what may be gone already, or hang."""
    with suppress(LookAgain):
        async with answering(_CLOSES_S):
            await thing.close()


class BrowserVisit(Visit):
    """One guarded context; its one tab is replaced when it crashed."""

    def __init__(self, tools: Tools, context: BrowserContext, gate: WireGate, lease: Lease, trail: Trail) -> None:
        """Wrap a context whose gate stands."""
        self.gate = self._wire = gate
        self.lease = lease
        self._tools = tools
        self.context = context
        self._trail = trail
        self._tab: Tab | None = None
        self._spoiled = False  # a navigation that failed may still be under way in the tab
        self._gone = False  # the browser did not answer, and is not asked again
        self._surprise = ""
        self._asked = ""

    async def fresh_tab(self) -> Tab:
        """Open a tab of our own and guard it before it goes anywhere; the one before it is closed."""
        before, self._tab = self._tab, None
        if before is not None:
            await self.put_away(before.page)
        page = await self._guarded_page()
        page.on("dialog", self._strange_dialog)
        page.on("crash", lambda _: setattr(self, "_tab", None))
        self._tab = self._tools.make_tab(page, self._trail.mark)
        self._tab.another = self._guarded_page
        self._tab.portrait = self.picture
        self._tab.by_hand = self.gate.person
        return self._tab

    async def _guarded_page(self) -> PlaywrightPage:
        """A guarded page; a browser that once gave none is not waited for again."""
        if self._gone:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="browser_gone")
        self._gone = True
        async with answering():
            page = await self.new_page()
            await self._wire.guard(page)
        self._gone = False
        return page

    async def put_away(self, page: PlaywrightPage) -> None:
        """Close a page of ours."""
        await closed(page)

    async def new_page(self) -> PlaywrightPage:
        """A page as the context gives it."""
        return await self.context.new_page()

    async def open(self, page: type[P]) -> P:
        """Open a page afresh; a surprise since the last one stops everything."""
        if self._surprise:
            raise AskPerson(Code.E_PORTAL_CHANGED, element=self._surprise, why="unexpected")
        tab = await self.fresh_tab() if self._tab is None or self._spoiled else self._tab
        tab.asked = self._asked
        opened = self._tools.pages[page](tab)
        await self._tools.turns.next()
        self._spoiled = True
        await opened.arrive()
        self._spoiled = False
        return cast("P", opened)

    def here(self, page: type[P]) -> P:
        """A page class on the tab as it stands."""
        return cast("P", self._tools.pages[page](self._open_tab()))

    def speak(self, language: str) -> None:
        """Ask for a language from the next page on."""
        self._asked = language

    async def egress(self) -> Egress | Unknown:
        """Ask the echo addresses through this context, so by its very network line."""
        told = await ask(self.context.request, self._tools.portal.echoes)
        self._trail.mark("CP06")
        return told

    def skew(self) -> timedelta | None:
        """Portal clock minus ours at the last navigation."""
        return self._tab.skew if self._tab else None

    async def picture(self) -> bytes:
        """A small picture with personal data covered."""
        page = self._open_tab().page
        leaves = page.locator("body :not(:has(*))")  # a badge's "C" before "@name" must not pass for an e-mail address
        covers = [leaves.filter(has_text=PERSONAL)]
        covers += [page.locator(", ".join(self._tools.portal.sensitive))] * bool(self._tools.portal.sensitive)
        try:
            covers += await _told_in_fields(page)
            return await page.screenshot(
                type="jpeg", quality=60, mask=covers, mask_color=_COVER, animations="disabled", scale="css"
            )
        except PlaywrightError:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="no_picture") from None

    async def outline(self) -> str:
        """The page's ARIA outline with personal data covered."""
        try:
            return masked(await self._open_tab().page.locator("body").aria_snapshot())
        except PlaywrightError:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="no_picture") from None

    def _open_tab(self) -> Tab:
        if self._tab is None:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="browser_gone")
        return self._tab

    async def _strange_dialog(self, dialog: Dialog) -> None:
        self._surprise = f"dialog: {dialog.type}"
        await dialog.dismiss()


async def _told_in_fields(page: PlaywrightPage) -> list[Locator]:
    """The large fields in which somebody's data was typed: what stands in a field is no text of the page."""
    fields = page.locator("textarea")
    typed: list[str] = await fields.evaluate_all("(all) => all.map((one) => one.value)")
    return [fields.nth(place) for place, text in enumerate(typed) if PERSONAL.search(text)]


async def close_stranger(page: PlaywrightPage) -> None:
    """A popup is closed: nothing that we did not open stays open."""
    if await page.opener() is not None:
        await page.close()
