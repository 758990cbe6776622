"""The picker of products in a promotion's form: what it offers at which price, what is ticked in it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from agent.domain.identity import legible
from agent.domain.money import Money
from agent.domain.promotion import Offered
from agent.errors import Code, LookAgain
from agent.pages.screen import Screen, count
from agent.pages.table import Grid, Row

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from playwright.async_api import Locator

T = TypeVar("T")

_OFFERS = Grid(
    "promotion.products",
    "promotions.total",
    "promotions.next_page",
    "promotions.loading",
    ("col.offered", "col.price"),
    within="promotion.picker",
)
_PRICE = re.compile(r"\s*([0-9]{1,12}(?:\.[0-9]{1,4})?)\s*([A-Z]{3})\s*", re.ASCII)


class ProductPicker:
    """The dialog that the form opens for its products."""

    def __init__(self, screen: Screen) -> None:
        """It opens on demand, on the form that carries it."""
        self._screen = screen
        self._tab = screen.tab
        self._order: list[str] = []

    async def choose(self, wanted: Sequence[str]) -> tuple[Offered, ...]:
        """Tick the wanted products, where all of them are offered; answers those that are."""
        await self._open()
        rows, total = await self._screen.rows(_OFFERS)
        await self._finish()
        found = tuple(_offered(row) for row in rows if row.key in wanted)
        if len(found) < len(wanted) and len(rows) != total:
            raise LookAgain(Code.E_PORTAL_DOWN, detail=f"{_OFFERS.table} {len(rows)}/{total}")
        self._order = [one.product_id for one in found]
        if len(found) == len(wanted):
            await self._each(lambda box: box.check())
        return found

    async def chosen(self) -> list[str]:
        """Which of the wanted products are ticked; none where something else is ticked beside them."""
        boxes = await self._each(lambda box: box.is_checked())
        ticked = [number for number, on in boxes.items() if on]
        told = count(await self._tab.text("promotion.chosen"))
        return ticked if told == len(ticked) else []

    async def _each(self, deed: Callable[[Locator], Awaitable[T]]) -> dict[str, T]:
        """Do this to the box of each product, in the order in which the picker lists them."""
        await self._open()
        told: dict[str, T] = {}
        for number in self._order:
            row = await self._screen.turn_to(_OFFERS, number)
            if row is None:
                raise LookAgain(Code.E_PORTAL_CHANGED, element=_OFFERS.table, why="not_found")
            box = row.get_by_role("checkbox")
            async with self._tab.step("promotion.products", box):
                told[number] = await deed(box)
        await self._finish()
        return told

    async def _open(self) -> None:
        button = self._tab.find("promotion.choose")
        async with self._tab.step("promotion.choose", button):
            await button.click()

    async def _finish(self) -> None:
        button = self._tab.find("promotion.finish", self._tab.find("promotion.picker").filter(visible=True))
        async with self._tab.step("promotion.finish", button):
            await button.click()


def _offered(row: Row) -> Offered:
    title = legible(" ".join(row.texts["col.offered"].split()))
    return Offered(row.key, title, _price(row.texts["col.price"]))


def _price(text: str) -> Money | None:
    """An amount and its currency; anything that could be read in two ways is no price."""
    found = _PRICE.fullmatch(text)
    return Money(Decimal(found[1]), found[2]) if found else None
