"""Tabcut's rankings of creators, videos and goods by country, and the page that says who sold what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from playwright.async_api import Error as PlaywrightError

from agent.domain.figures import figure
from agent.domain.identity import legible, parse_id
from agent.domain.numerals import says_nothing
from agent.domain.rankings import Ranking, RankRow
from agent.errors import AskPerson, Code, LookAgain, MendInput
from agent.pages.screen import Screen
from agent.pages.table import number
from agent.ports import Use
from agent.ports.tabcut import TabcutRankings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from playwright.async_api import ElementHandle

_TABLES: Final = {one: f"tabcut.{one}" for one in ("creators", "videos", "goods", "goods_of", "creators_of")}
_FIGURES: Final = {"sold": "col.sold", "views": "col.views", "followers": "col.followers"}
_MOST_PAGES: Final = 100

# The rows as they are; a figure is told exactly where the page keeps it behind what it shows.
_READ = """
(table) => ({
  heads: [...table.querySelectorAll('th')].map((one) => one.textContent.trim()),
  rows: [...table.querySelectorAll('tbody tr[data-id]')].map((row) => ({
    id: row.dataset.id,
    cells: [...row.cells].map((cell) => {
      const parts = [...cell.querySelectorAll('a, b, span')];
      const exact = parts.map((one) => one.getAttribute('title') ?? '').find((one) => /^[0-9]+$/.test(one));
      return { text: exact ?? cell.textContent.trim(), parts: parts.map((one) => one.textContent.trim()) };
    }),
  })),
})
"""
_COUNTRIES: Final = "(list) => [...list.options].map((one) => one.textContent.trim())"
_CHOSEN: Final = "(list) => list.selectedOptions[0]?.textContent.trim() ?? ''"
_MOMENT: Final = "(time) => time.getAttribute('datetime')"


class TabcutRankingsPage(Screen, TabcutRankings):
    """One ranking after the other, each at its own address, and each proven by the name of its table."""

    path = "tabcut_creators"
    heading = "tabcut.heading"
    filled = "tabcut.creators"

    async def read(self, kind: Literal["creators", "videos", "goods"], market: str, most: int) -> Ranking:
        """From the top, page by page, as far as is wanted, or as the plan shows them."""
        table = _TABLES[kind]
        await self.tab.go(self.tab.portal.address("seller", f"tabcut_{kind}"), self.heading, table)
        rows: dict[str, RankRow] = {one.id: one for one in await self._rows(table)}
        await self._signed_in()
        if await self._choose(market, table):
            rows = {one.id: one for one in await self._rows(table)}
        for _ in range(_MOST_PAGES):
            if len(rows) >= most or not await self._turn_over(table):
                break
            rows |= {one.id: one for one in await self._rows(table)}
        await self._prove(market)
        total = number(await self.tab.text("tabcut.total"))
        return Ranking(tuple(rows.values())[:most], total, self.tab.moment(await self._stamp()))

    async def sold_by(self, creator: str, market: str) -> Sequence[RankRow]:
        """The goods of a creator."""
        return await self._associated("goods_of", creator, market)

    async def sellers_of(self, product: str, market: str) -> Sequence[RankRow]:
        """The creators of a product."""
        return await self._associated("creators_of", product, market)

    async def _associated(self, what: str, of: str, market: str) -> Sequence[RankRow]:
        address = f"{self.tab.portal.address('seller', f'tabcut_{what}')}?id={parse_id(of)}&region={market}"
        await self.tab.go(address, self.heading, _TABLES[what])
        return await self._rows(_TABLES[what])

    async def _signed_in(self) -> None:
        """Whoever is no customer sees the beginning alone, which must not be taken for all."""
        if not (await self.tab.text("tabcut.customer")).strip():
            raise AskPerson(Code.E_SESSION_EXPIRED, detail=self.heading)

    async def _choose(self, market: str, table: str) -> bool:
        """Let the site show a country; whether its rows are other ones now."""
        names = self.tab.portal.markets.get(market, ())
        async with self.tab.step("tabcut.country"):
            offered = await self.tab.read(_COUNTRIES, ["tabcut.country"])
            name = next((one for one in offered if one in names), None)
            if name is None:
                known = ", ".join(legible(one, 40) for one in offered)
                raise MendInput(Code.E_INPUT, why="market_not_covered", value=market, known=known)
            if await self.tab.read(_CHOSEN, ["tabcut.country"]) == name:
                return False
            before = await self._present(table)
            await self.tab.find("tabcut.country").select_option(label=name)
            await self._gone(before, table)
        return True

    async def _prove(self, market: str) -> None:
        """The country that the rows are of is the one that was asked for."""
        async with self.tab.step("tabcut.country"):
            chosen = await self.tab.read(_CHOSEN, ["tabcut.country"])
        if chosen not in self.tab.portal.markets.get(market, ()):
            raise LookAgain(Code.E_PORTAL_DOWN, detail="tabcut.country")

    async def _turn_over(self, table: str) -> bool:
        """Go on to the next page; whether there is one."""
        button = self.tab.find("tabcut.next_page")
        async with self.tab.step("tabcut.next_page", button):
            if not await button.is_enabled():
                return False
            before = await self._present(table)
            await button.click()
            await self._gone(before, table)
        return True

    async def _present(self, table: str) -> ElementHandle:
        """The table as it stands: the next one is another."""
        return await self.tab.find(table).element_handle()

    async def _gone(self, before: ElementHandle, table: str) -> None:
        """The old rows stay until the site has answered."""
        try:
            await before.wait_for_element_state("hidden", timeout=self.tab.action_ms)
        except PlaywrightError:
            raise LookAgain(Code.E_PORTAL_DOWN, detail=table) from None

    async def _stamp(self) -> str | None:
        async with self.tab.step("tabcut.updated"):
            stamp: str | None = await self.tab.read(_MOMENT, ["tabcut.updated"])
        return stamp

    async def _rows(self, table: str) -> list[RankRow]:
        async with self.tab.step(table, self.tab.find(table), Use.LOOK):
            seen: dict[str, Any] = await self.tab.read(_READ, [table])
        places = self._places(seen["heads"], table)
        return [_row(one, places, table) for one in seen["rows"]]

    def _places(self, heads: Sequence[str], table: str) -> dict[str, int]:
        """Where each column stands, whatever their order; some rankings lack some."""
        named = {key: self.tab.name(column) for key, column in _FIGURES.items()}
        needed = {"name": self.tab.name("col.name"), "category": self.tab.name("col.category")}
        for text in needed.values():
            if heads.count(text) != 1:
                raise LookAgain(Code.E_PORTAL_CHANGED, element=table, why="found_times", value=heads.count(text))
        return {key: heads.index(text) for key, text in (named | needed).items() if text in heads}


def _row(seen: Mapping[str, Any], places: Mapping[str, int], table: str) -> RankRow:
    cells = seen["cells"]
    parts = cells[places["name"]]["parts"]
    told = {key: _count(cells[places[key]]["text"], table) for key in _FIGURES if key in places}
    name, by = (*parts, "", "")[:2]
    return RankRow(seen["id"], name, by, cells[places["category"]]["text"], **told)


def _count(text: str, table: str) -> Decimal | None:
    """A figure; what reads as none is looked at again rather than guessed."""
    if says_nothing(text):
        return None
    try:
        return figure(text)
    except ValueError:
        raise LookAgain(Code.E_PORTAL_CHANGED, element=table, why="not_a_figure", value=legible(text, 40)) from None
