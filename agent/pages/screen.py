"""What every page of the seller shares: arriving and proving itself, the shop it stands in, and its tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from agent.domain.drift import Found
from agent.domain.seen import Listing
from agent.errors import Code, LookAgain
from agent.pages.inventory import looked_over
from agent.pages.pictures import without_pictures
from agent.pages.rights import no_entry, no_page
from agent.pages.standing import session_in
from agent.pages.table import READ_TABLE, SCROLL, named, number
from agent.ports import Use, Walked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.async_api import Locator

    from agent.domain.drift import ElementSeen, Layout
    from agent.domain.facts import SessionSeen
    from agent.pages.tab import Tab
    from agent.pages.table import Grid, Row

_MOST_PAGES = 500
_MOST_LOOKS = 40
_IN_SIGHT = 60  # more rows than any table without pages holds at a time


class Screen(Walked):
    """A page of one side of the portal."""

    side: ClassVar[Literal["seller", "creator"]] = "seller"
    path: ClassVar[str]
    heading: ClassVar[str]
    leads_out: ClassVar[bool] = False  # of a shop that may not be entered, by the header's list
    filled: ClassVar[str] = ""  # what the page shows once its own requests are answered; arriving waits a moment for it

    def __init__(self, tab: Tab) -> None:
        """A page is given a tab and cannot open one."""
        self.tab = tab

    async def arrive(self) -> None:
        """Navigate afresh and prove that this is the page; where only the menu is known to lead there, through it."""
        portal = self.tab.portal
        if self.path in portal.ways:
            home = portal.address(self.side, "home")
            await self.tab.walk(home, portal.ways[self.path], self.heading, self.filled)
        else:
            await self.tab.go(portal.address(self.side, self.path), self.heading, self.filled)
        self.require_entry()

    def require_entry(self) -> None:
        """Refuse to stand before a page that says the login may not open it: AskPerson(E_RIGHT_MISSING)."""
        if self.tab.barred and not self.leads_out:
            raise no_page(self.tab)

    async def look_for(
        self, keys: Sequence[str], within: str = "", **filled: str
    ) -> tuple[tuple[ElementSeen, ...], Layout]:
        """Count the elements; the browser's errors are given their meaning."""
        async with self.tab.step(self.heading):
            seen, layout = await looked_over(self.tab, keys, within, filled)
            for one in seen:
                if one.found is Found.MISSING and (denied := await no_entry(self.tab, one.key)):
                    raise denied
        return seen, layout

    async def point_at(self, keys: Sequence[str]) -> None:
        """Let the browser draw a frame around them."""
        async with self.tab.step(self.heading):
            for key in keys:
                await self.tab.find(key).filter(visible=True).highlight()

    async def unfold(self, key: str, **filled: str) -> None:
        """Press it, whatever it then shows."""
        element = self.tab.find(key, None, **filled)
        async with self.tab.step(key, element):
            await element.click()

    @property
    def language(self) -> str:
        """As the page declared it when we arrived."""
        return self.tab.language

    async def need(self, key: str, within: Locator | None = None) -> Locator:
        """Wait for one element; a page that is there but lacks it has changed."""
        element = self.tab.find(key, within)
        async with self.tab.step(key):
            await element.wait_for()
        return element

    def session(self) -> SessionSeen:
        """Whose session the page showed when we arrived, and which shop it stood in."""
        return session_in(self.tab.shop_context, self.tab.language)

    async def rows(self, grid: Grid) -> tuple[tuple[Row, ...], int | None]:
        """All rows over all pages, each key once, and the total that the page states (None where it is unreadable)."""
        listed = await self.listed(grid)
        return listed.rows, listed.total

    async def listed(self, grid: Grid, until: str = "") -> Listing[Row]:
        """The same, with whether one look showed all of them; `until` is the key of a row at which reading may end.

        A row that leaves while pages are turned draws another one back past the turn, and the last total counts for
        what was read before. So pages that tell different totals are no reading: LookAgain.
        """
        found: dict[str, Row] = {}
        seen = await self._table(grid)
        total = number(seen["total"])
        for _ in range(_MOST_PAGES):
            fresh = {row.key: row for row in named(grid, seen, self.tab) if row.key not in found}
            found |= fresh
            if number(seen["total"]) != total:
                if until not in found:
                    raise LookAgain(Code.E_PORTAL_DOWN, detail="not_adding_up", value=grid.table)
                total = None
            if until in found or len(found) == total or not fresh:
                break
            if not await self._turn(grid):
                if grid.scrolls:
                    await self._scrolled(grid, seen, found, until)
                break
            seen = await self._next(grid, set(found))
        else:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="no_end", value=grid.table)
        return Listing(tuple(found.values()), total, at_once=len(found) == len(seen["rows"]))

    async def _scrolled(self, grid: Grid, seen: dict[str, Any], found: dict[str, Row], until: str) -> None:
        """Find what comes while one scrolls through a table without pages, as long as anything does."""
        total = number(seen["total"])
        for _ in range(_MOST_PAGES):
            asked = [
                until,
                list(found)[-_IN_SIGHT:],
                -1 if total is None else total - len(found),
                self.tab.action_ms / 2,
            ]
            async with self.tab.step(grid.table, self.tab.find(grid.table), Use.LOOK), without_pictures(self.tab.page):
                rows = await self.tab.read(SCROLL, [grid.table], *asked)
            found |= {row.key: row for row in named(grid, seen | {"rows": rows}, self.tab)}
            if until in found or len(found) == total or not rows:
                break

    async def turn_to(self, grid: Grid, key: str) -> Locator | None:
        """The row with this key on the present page of a table or a later one; None where there is none."""
        scope = self.tab.find(grid.within).filter(visible=True) if grid.within else None
        row = self.tab.find(grid.table, scope).locator(f'[data-row-key="{key}"]')
        for _ in range(_MOST_PAGES):
            if not await self._shows(row, grid):
                await self._table(grid)  # its rows may only be coming
            if await self._shows(row, grid):
                return row
            if not await self._turn(grid):
                if grid.scrolls:
                    await self._scrolled(grid, await self._table(grid), {}, key)
                return row if await self._shows(row, grid) else None
        return None

    async def _shows(self, row: Locator, grid: Grid) -> bool:
        async with self.tab.looking(grid.table):
            return await row.count() > 0

    async def _table(self, grid: Grid) -> dict[str, Any]:
        total, loading = (self.tab.portal.elements[key].css for key in (grid.total, grid.loading))
        path = [key for key in (grid.within, grid.table) if key]
        async with self.tab.step(grid.table, self.tab.find(grid.table), Use.LOOK):
            seen: dict[str, Any] = await self.tab.read(READ_TABLE, path, total, loading, self.tab.word_ms)
        if seen.get("late"):
            raise await self.tab.late(grid.table)
        return seen

    async def _next(self, grid: Grid, known: set[str]) -> dict[str, Any]:
        """The next page's rows: the old ones may stay a while under the spinner."""
        seen = await self._table(grid)
        for _ in range(_MOST_LOOKS):
            if any(row["key"] not in known for row in seen["rows"]):
                break
            seen = await self._table(grid)
        return seen

    async def _turn(self, grid: Grid) -> bool:
        scope = self.tab.find(grid.within).filter(visible=True) if grid.within else None
        button = self.tab.find(grid.next_page, scope)
        async with self.tab.step(grid.next_page):
            if not await button.count() or await button.get_attribute("aria-disabled") == "true":
                return False
            await button.click()
        return True


def raw_handle(text: str) -> str:
    """A handle's code points exactly as the page holds them; only the leading @ and the markup's own spaces go."""
    return text.strip(" \t\r\n").removeprefix("@")


def handle_in(card: str) -> str:
    """The raw handle on an account card: what follows its first @ up to the markup's own white space."""
    _, _, rest = card.partition("@")
    return re.split(r"[ \t\r\n\f]", rest, maxsplit=1)[0]


def ratio(text: str) -> tuple[int, int] | None:
    """The two numbers of a counter such as "1/4"; None where it reads otherwise."""
    match = re.search(r"(?<![0-9])([0-9]{1,6})\s*/\s*([0-9]{1,6})(?![0-9])", text, re.ASCII)
    return (int(match[1]), int(match[2])) if match else None


def counter(text: str) -> int | None:
    """The first number of a counter such as "2/3", or its only one; None for anything that reads otherwise."""
    match = re.fullmatch(r"\s*([0-9]{1,6})\s*(?:/\s*[0-9]{1,6}\s*)?", text, re.ASCII)
    return int(match[1]) if match else None


def count(text: str) -> int | None:
    """The last number of a short text such as a card's; None where there is none."""
    numbers = re.findall(r"[0-9]+", text, re.ASCII)
    return int(numbers[-1]) if numbers else None
