"""The seller's home: whose session it is, the shop's counters, and the switch between shops."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from agent.domain.seen import HomeSeen
from agent.errors import AskPerson, Code
from agent.pages.screen import Screen, count
from agent.ports import Home

if TYPE_CHECKING:
    from agent.domain.identity import ShopId

_CARDS = ("home.unlinks_left", "home.links_in_window")
_SCORE = "home.credit_score"
_OTHER_FIGURES = ("home.health_rating", "home.violation_points")


class HomePage(Screen, Home):
    """`/homepage` of Seller Center."""

    path = "home"
    heading = "home.heading"
    filled = "home.unlinks_left"

    async def read(self) -> HomeSeen:
        """Read the counters; one that the profile does not name is not shown on this portal."""
        unlinks, links = await asyncio.gather(*map(self._card, _CARDS))
        return HomeSeen(self.session(), await self._score(), unlinks, links)

    async def choose(self, shop: ShopId) -> None:
        """Switch by the header's list, then prove that the page stands in that shop."""
        if self.session().shop == shop:
            return
        async with self.tab.step("shell.switch_shop", self.tab.find("shell.switch_shop")):
            await self.tab.find("shell.switch_shop").click()
        await self._pick(shop)
        if self.session().shop != shop:
            raise AskPerson(Code.E_WRONG_SHOP, shop=shop)

    async def _pick(self, shop: ShopId) -> None:
        options = await self.need("shell.shop_list")
        wanted = options.locator(f'[role="option"][data-value="{shop}"]')
        async with self.tab.step("shell.shop_list", wanted):
            if not await wanted.count():
                raise AskPerson(Code.E_WRONG_SHOP, shop=shop)
            async with self.tab.page.expect_navigation(wait_until="commit"):
                await wanted.click()
            await self.tab.settle(self.heading, self.filled)

    async def _score(self) -> int | None:
        """The credit score, or None where the market shows another figure; without any the page has changed."""
        told = await self.tab.glance(_SCORE)
        if told is not None:
            return count(told)
        for key in _OTHER_FIGURES:
            if key in self.tab.portal.elements and await self.tab.glance(key) is not None:
                return None
        return count(await self.tab.text(_SCORE))

    async def _card(self, key: str) -> int | None:
        """The used part of a counter such as "1/10", or the only number of "92"."""
        if key not in self.tab.portal.elements:
            return None
        return count((await self.tab.text(key)).partition("/")[0])
