"""The tab that a page is given: finds elements by meaning, tells each step, and says what stands in the way."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, nullcontext
from copy import copy
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Self, cast

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from agent.domain.httpdate import date_in
from agent.domain.portal import Origin
from agent.errors import AskPerson, Code, LookAgain, Refused
from agent.pages.obstacles import OBSTACLES, look_around, missing, obstacle
from agent.pages.overlay import Overlay
from agent.pages.reading import ask, read
from agent.pages.rights import NO_PAGE, no_entry, no_press
from agent.pages.stage import TabStage, answered
from agent.pages.standing import caught_up
from agent.pages.troubles import meaning, refuse_status
from agent.ports import Use

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from contextlib import AbstractAsyncContextManager

    from playwright.async_api import Locator, Page, Response
    from playwright.async_api._generated import AriaRole  # type: ignore[attr-defined]

    from agent.domain.portal import Element, Portal
    from agent.errors import CompanionError
    from agent.ports import Clock, Pace

_TEXT = "(element) => element.textContent"

_GLANCE_S = 3.0


class Tab:
    """One browser tab of a visit, with the portal's names for things.

    `heading` is the page's that it last went to, `skew` portal clock minus ours then, `barred` whether that page said
    that the login has no right to it; `shop` is the one that was chosen; `action_ms` bounds the wait for a page or an
    element, `word_ms` that for a page's own word; `asked` is the language that addresses ask for, if any; `another`
    opens one more page of the visit, under the same gate, `portrait` takes its masked picture, while `by_hand` is
    entered a person's own click may send; `overlay` is what lies over the page for people, and no part of it.
    """

    def __init__(  # noqa: PLR0913 - the visit hands over every tool by name
        self,
        page: Page,
        portal: Portal,
        clock: Clock,
        pace: Pace,
        mark: Callable[[str], None],
        *,
        action_ms: float,
        word_ms: float,
    ) -> None:
        """Wrap a guarded Playwright page; `mark` tells the labelled points that only a page knows."""
        self.mark = mark
        self.page = page
        self.portal = portal
        self.action_ms = action_ms
        self.word_ms = word_ms
        self.asked = ""
        self.language = ""
        self.skew: timedelta | None = None
        self.shop_context: dict[str, str] = {}
        self.heading = ""
        self.shop = ""
        self.barred = False
        self.another: Callable[[], Awaitable[Page]] = page.context.new_page
        self.portrait: Callable[[], Awaitable[bytes]] = page.screenshot
        self.by_hand: Callable[[], AbstractAsyncContextManager[None]] = nullcontext
        self.overlay = Overlay(page)
        self._clock = clock
        self._pace = pace

    def beside(self, page: Page) -> Self:
        """The same for another page of the same context."""
        twin = copy(self)
        twin.page = page
        twin.overlay = Overlay(page)
        return twin

    def find(self, key: str, within: Locator | None = None, **filled: str) -> Locator:
        """The element that the profile calls `key`, in the language of the page; `filled` are the parts of its name."""
        name = self.name(key) if self.portal.elements[key].role and self.portal.elements[key].names else ""
        for part, text in filled.items():
            name = name.replace(f"{{{part}}}", text)
        return self._by_meaning(self.portal.elements[key], name, within or self.page, hidden=False)

    def everywhere(self, key: str) -> Locator:
        """The same with its invisible copies."""
        element = self.portal.elements[key]
        return self._by_meaning(element, self.name(key) if element.names else "", self.page, hidden=True)

    def _by_meaning(self, element: Element, name: str, scope: Locator | Page, *, hidden: bool) -> Locator:
        if not element.role:
            return scope.locator(element.css)
        role = cast("AriaRole", element.role)
        if not name:
            return scope.get_by_role(role, include_hidden=hidden)
        return scope.get_by_role(role, name=name, exact=True, include_hidden=hidden)

    async def read(self, script: str, path: Sequence[str], *more: object) -> Any:  # noqa: ANN401 - plain data of the script's own shape
        """What `script`, a function of an element and of `more`, tells about the path's last."""
        named = [(self.portal.elements[key], self.name(key) if self.portal.elements[key].names else "") for key in path]
        return await read(self.page, named, self.action_ms, script, *more)

    async def text(self, key: str) -> str:
        """The text of the one element that the profile calls `key`."""
        async with self.step(key):
            return str(await self.read(_TEXT, [key]))

    async def glance(self, key: str) -> str | None:
        """The same where the page shows it already; None where it does not."""
        named = [(self.portal.elements[key], self.name(key) if self.portal.elements[key].names else "")]
        async with self.step(key):
            try:
                return str(await read(self.page, named, 0, _TEXT))
            except PlaywrightTimeout:
                return None

    def name(self, key: str) -> str:
        """The exact name of an element in the language of the page."""
        return self.portal.elements[key].named(self.language)

    @asynccontextmanager
    async def step(self, name: str, element: Locator | None = None, use: Use | None = None) -> AsyncIterator[None]:
        """One step on the page: shown to whoever follows along; the browser's errors are given their meaning."""
        async with self.looking(name, element):
            await self._pace.before(TabStage(self, name, element, use or (Use.CLICK if element else Use.LOOK)))
            yield

    @asynccontextmanager
    async def looking(self, name: str, element: Locator | None = None) -> AsyncIterator[None]:
        """A glance that nobody needs to be shown; the browser's errors are given their meaning all the same."""
        try:
            yield
        except PlaywrightError as error:
            raise await self._explained(error, name, element) from None

    async def _explained(self, error: PlaywrightError, step: str, element: Locator | None = None) -> CompanionError:
        """What a person would name first as the reason why a step failed."""
        meant = meaning(error, step)
        if not isinstance(error, PlaywrightTimeout):
            return meant
        if seen := await self._seen(obstacle, step) or (element and await self.denied(step, element)):
            return seen
        return await self._seen(no_entry, step) or await self._seen(missing, step) or meant

    async def denied(self, step: str, element: Locator) -> CompanionError | None:
        """That a button which stays dead does so for want of a right."""
        return await self._seen(partial(no_press, element), step)

    async def late(self, step: str) -> CompanionError:
        """Why a page did not show something in time: a challenge or another obstacle, else only time."""
        return await self._seen(obstacle, step) or LookAgain(Code.E_PORTAL_DOWN, detail=step)

    async def _seen(
        self, what: Callable[[Tab, str], Awaitable[CompanionError | None]], step: str
    ) -> CompanionError | None:
        """What a look finds; a page that hangs, as while another is on its way that never comes, is not waited for."""
        try:
            async with asyncio.timeout(_GLANCE_S):
                return await what(self, step)
        except (PlaywrightError, TimeoutError):
            return None

    async def go(self, address: str, heading: str, filled: str = "") -> None:
        """Navigate afresh to an address of the profile; wait until it is the page, or see what stands in its way."""
        self.heading = heading
        response = await self._gone_to(address, heading)
        try:
            self._accept(response)
            await self.settle(heading, filled)
        except PlaywrightError as error:
            await self._learn_language()
            raise await self._explained(error, heading) from None

    async def walk(self, home: str, way: Sequence[str], heading: str, filled: str = "") -> None:
        """Come to a page as a person does, from home through the menu; an open group is not pressed shut."""
        await self.go(home, "home.heading")
        for key in way:
            entry = self.find(key)
            async with self.step(key, entry):
                if await entry.get_attribute("aria-expanded") != "true":
                    await entry.click()
        self.heading = heading
        async with self.looking(heading):
            await self.settle(heading, filled)

    async def follow(self, name: str, link: Locator, heading: str, filled: str = "") -> None:
        """Click what leads to another page, and wait for that as for one that was gone to: a gateway's no is none."""
        async with self.step(name, link):
            async with self.page.expect_navigation(wait_until="commit") as going:
                await link.click()
            self._accept(await going.value)
            await self.settle(heading, filled)

    async def _gone_to(self, address: str, heading: str) -> Response | None:
        """The answer's beginning; where none comes there is no page yet in which to look for a reason."""
        try:
            return await self.page.goto(self.portal.asking(address, self.asked), wait_until="commit")
        except PlaywrightError as error:
            raise meaning(error, heading) from None

    async def settle(self, heading: str, filled: str = "") -> None:
        """Wait for a page's heading, or for a known obstacle, and learn language and shop in the same look."""
        seen = await look_around(self, heading, filled)
        if seen["challenged"] and await answered(self, self._pace):
            seen = await look_around(self, heading, filled)
        if seen["challenged"]:
            raise AskPerson(Code.E_CHALLENGE, detail=heading)
        self._refuse_language(str(seen["language"]))
        self.shop_context = seen["shop"]
        self.barred = seen["obstacle"] == NO_PAGE
        if not seen["here"] and not self.barred:
            missed = LookAgain(Code.E_PORTAL_CHANGED, element=heading, why="not_found")
            raise OBSTACLES[seen["obstacle"]](self, heading) if seen["obstacle"] else missed
        self.shop_context = await caught_up(self)

    async def _learn_language(self) -> None:
        """Whatever page this is, its obstacles have names in its language."""
        try:
            language = str(await ask(self.page, "() => document.documentElement.lang", None, 0)).partition("-")[0]
        except PlaywrightError:
            return
        self.language = language if language in self.portal.languages else self.language

    def _accept(self, response: Response | None) -> None:
        if response is not None:
            self._note_clock(response)
            refuse_status(response)
        if Origin.of(self.page.url) not in self.portal.allowed:
            raise Refused(Code.G_ORIGIN, detail=str(Origin.of(self.page.url)))

    def _refuse_language(self, told: str) -> None:
        self.language = told.partition("-")[0]
        if self.language not in self.portal.languages:
            raise AskPerson(Code.E_PORTAL_CHANGED, element="html lang", why=told)

    def _note_clock(self, response: Response) -> None:
        date = date_in(response.headers)
        if date:
            self.skew = date - self._clock.now()

    async def loading(self) -> bool:
        """Whether a loading mask lies over the page (the small spinners that never vanish do not count)."""
        return await self.any(self.portal.elements["links.loading"].css)

    async def any(self, *selectors: str) -> bool:
        """Whether one of these is to be seen."""
        return await self.page.locator(", ".join(selectors)).filter(visible=True).count() > 0

    def moment(self, text: str | None) -> datetime | None:
        """Read a machine-readable time of the page, in UTC; None where there is none, or one without a zone."""
        try:
            moment = datetime.fromisoformat(text or "")
            return moment.astimezone(UTC) if moment.tzinfo else None
        except (ValueError, OverflowError):  # the year 1 in a zone east of Greenwich
            return None
