"""The seller's home: whose session it is, the shop's counters, and the switch between shops."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.async_api import TimeoutError as PlaywrightTimeout

from agent.domain.seen import HomeSeen
from agent.domain.violation import Standing, System
from agent.errors import AskPerson, Code
from agent.pages.rights import NO_SHOP, no_shop
from agent.pages.screen import Screen, count
from agent.ports import Home

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from playwright.async_api import Locator

    from agent.domain.identity import ShopId

_CARDS = ("home.unlinks_left", "home.links_in_window")
_SEARCH = "shell.find_shop"
_SCORE = "home.credit_score"


class HomePage(Screen, Home):
    """`/homepage` of Seller Center."""

    path = "home"
    heading = "home.heading"
    filled = "home.unlinks_left"
    leads_out = True

    async def read(self) -> HomeSeen:
        """Read the counters; one that the profile does not name is not shown on this portal."""
        unlinks, links = await asyncio.gather(*map(self._card, _CARDS))
        return HomeSeen(self.session(), await self._standing(), unlinks, links)

    async def choose(self, shop: ShopId) -> None:
        """Switch by the header's list, then prove that the page stands in that shop."""
        self.tab.shop = shop
        if self.session().shop != shop:
            await self._switch_to(shop)
        if self.tab.barred:
            raise no_shop(shop)

    async def _switch_to(self, shop: ShopId) -> None:
        async with self.tab.step("shell.switch_shop", self.tab.find("shell.switch_shop")):
            await self.tab.find("shell.switch_shop").click()
        await self._pick(shop)
        if self.session().shop != shop:
            raise AskPerson(Code.E_WRONG_SHOP, shop=shop)

    async def _pick(self, shop: ShopId) -> None:
        options = await self.need("shell.shop_list")
        wanted = options.locator(f'[role="option"][data-value="{shop}"]')
        async with self.tab.step("shell.shop_list", wanted):
            if not await self._listed(wanted, shop):
                raise AskPerson(Code.E_WRONG_SHOP, shop=shop, detail="shop_not_listed")
            async with self.tab.page.expect_navigation(wait_until="commit") as going:
                await wanted.click()
                await self._entered(going.value, shop)
            await self.tab.settle(self.heading, self.filled)

    async def _listed(self, wanted: Locator, shop: ShopId) -> bool:
        """Whether the list offers the shop, perhaps only to whoever searches for it: of many, a few stand there."""
        if not await wanted.count() and _SEARCH in self.tab.portal.elements:
            field = self.tab.find(_SEARCH)
            if await field.count():
                await field.fill(shop)
        with suppress(PlaywrightTimeout):
            await wanted.wait_for(timeout=self.tab.word_ms)
        return await wanted.count() == 1

    async def _entered(self, going: Awaitable[object], shop: ShopId) -> None:
        """Wait until the page goes on, or says that this login may not enter the shop."""
        if NO_SHOP not in self.tab.portal.elements:
            return
        refusal = self.tab.find(NO_SHOP).filter(has_text=self.tab.name(NO_SHOP)).first
        refused = asyncio.ensure_future(refusal.wait_for())
        await asyncio.wait({refused, asyncio.ensure_future(going)}, return_when=asyncio.FIRST_COMPLETED)
        if refused.done() and not refused.exception():
            raise no_shop(shop)
        refused.cancel()

    async def _standing(self) -> Standing | None:
        """The figure that the market has, under its own name; without any the page has changed."""
        for system in System:
            key = f"home.{system}"
            told = await self.tab.glance(key) if key in self.tab.portal.elements else None
            if told is not None:
                return _under(system, told)
        return _under(System.CREDIT_SCORE, await self.tab.text(_SCORE))

    async def _card(self, key: str) -> int | None:
        """The used part of a counter such as "1/10", or the only number of "92"."""
        if key not in self.tab.portal.elements:
            return None
        return count((await self.tab.text(key)).partition("/")[0])


def _under(system: System, told: str) -> Standing | None:
    value = count(told)
    return None if value is None else Standing(system, value)
