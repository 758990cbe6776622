"""The seller's home: whose session it is, the shop's counters, and the switch between shops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.seen import HomeSeen
from agent.errors import AskPerson, Code
from agent.pages.screen import Screen, count
from agent.ports import Home

if TYPE_CHECKING:
    from agent.domain.identity import ShopId

_CARDS = ("home.credit_score", "home.unlinks_left", "home.links_in_window")


class HomePage(Screen, Home):
    """`/homepage` of Seller Center."""

    path = "home"
    heading = "home.heading"

    async def read(self) -> HomeSeen:
        """The cards are optional: a card that is missing is a counter that is not shown."""
        session = await self.session()
        score, unlinks, links = [await self._card(key) for key in _CARDS]
        stage = await self.tab.page.evaluate(
            "(css) => document.querySelector(css)?.dataset.shopStage ?? ''",
            self.tab.portal.elements["shell.shop_context"].css,
        )
        return HomeSeen(session, str(stage), _first(score), _first(unlinks), _first(links), {})

    async def choose(self, shop: ShopId) -> None:
        """Switch by the header's list, then prove that the page stands in that shop."""
        if (await self.session()).shop == shop:
            return
        async with self.tab.step("shell.switch_shop", self.tab.find("shell.switch_shop")):
            await self.tab.find("shell.switch_shop").click()
        await self._pick(shop)
        if (await self.session()).shop != shop:
            raise AskPerson(Code.E_WRONG_SHOP, shop=shop)

    async def _pick(self, shop: ShopId) -> None:
        options = await self.need("shell.shop_list")
        wanted = options.locator(f'[role="option"][data-value="{shop}"]')
        async with self.tab.step("shell.shop_list", wanted):
            if not await wanted.count():
                raise AskPerson(Code.E_WRONG_SHOP, shop=shop)
            async with self.tab.page.expect_navigation(wait_until="domcontentloaded"):
                await wanted.click()
        await self.need(self.heading)

    async def _card(self, key: str) -> str:
        async with self.tab.step(key):
            texts = await self.tab.find(key).all_text_contents()
        return texts[0] if len(texts) == 1 else ""


def _first(text: str) -> int | None:
    """A card's counter: the used part of "1/10", or the only number of "92"."""
    return count(text.partition("/")[0])
