"""One creator's showcase in a visit of its own, while products are put there or taken out one by one."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from agent.domain.shelf import ShelfState
from agent.flows.handing_over import attended
from agent.flows.observe_showcase import Room, Used, counted
from agent.flows.showcase_reading import read_off, sighting
from agent.ports import CreatorShowcase

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from agent.domain.identity import AccountId, Target
    from agent.domain.ledger import Claim
    from agent.domain.roster import Shop
    from agent.domain.seen import Slots
    from agent.domain.showcase import Offer, ShowcaseItem, ShowcaseSeen
    from agent.domain.sighting import Sighting
    from agent.ports import Desk, Visit


@dataclass
class Shelf:
    """What is known of a showcase while it is worked on, in the visit `own`; `seller` is the one with the lease.

    `present` are the products that it holds.
    """

    shop: Shop
    target: Target
    account: AccountId
    own: Visit
    seller: Visit
    desk: Desk
    present: dict[str, ShowcaseItem] = field(default_factory=dict)
    _page: CreatorShowcase | None = None  # opened since the last press, and nothing was done there yet
    _before: Used = field(default_factory=lambda: Used((), 0))
    _today: Slots | None = None

    async def read(self) -> ShowcaseSeen:
        """All of it; what that ends in the ledger ends."""
        seen = await self.desk.reader.read("showcase", partial(self._read, ""))
        await self.desk.ledger.see_showcase(self.shop.id, self.account, set(self.present))
        await self.count()
        return seen

    async def count(self) -> None:
        """Remember how much it holds, for whoever looks at the ledger alone."""
        handle, now = self.target.handle, self.desk.clock.now()
        seen = ShelfState(self.shop.id, self.account, handle, len(self.present), now)
        await self.desk.ledger.see_shelf(seen)

    async def _read(self, until: str) -> ShowcaseSeen:
        """On a fresh page; the ledger's count of before it is kept with what the page shows."""
        self._page, before = None, await counted(self.shop, self.account, self.desk, self.own.skew())
        page = await self.own.open(CreatorShowcase)
        seen = await read_off(page, self.target, until)
        found = {one.product_id: one for one in seen.items.rows}
        self.present = found if seen.items.complete else self.present | found
        self._page, self._before, self._today = page, before, seen.today
        return seen

    async def room(self) -> Room:
        """How much of today's adds is used."""
        now = await counted(self.shop, self.account, self.desk, self.own.skew())
        return Room(now, self._before, self._today)

    async def offer(self, product: str) -> tuple[CreatorShowcase, Offer]:
        """What the portal says to a product's link, and the page whose dialog may then be pressed."""
        link = f"{self.desk.portal.creator}/view/product/{product}"
        return await self.desk.reader.read("showcase dialog", partial(self._offer, link))

    async def _offer(self, link: str) -> tuple[CreatorShowcase, Offer]:
        page = await self._fresh()
        return page, await page.offer(link)

    async def open_removal(self, product: str) -> CreatorShowcase:
        """The page whose dialog asks once more whether this product is to be taken out."""
        return await self.desk.reader.read("showcase dialog", partial(self._open_removal, product))

    async def _open_removal(self, product: str) -> CreatorShowcase:
        page = await self._fresh()
        await page.open_removal(product, self.present[product].title)
        return page

    async def _fresh(self) -> CreatorShowcase:
        """The page that was opened for the last look, where nobody has used it, or another one."""
        page, self._page = self._page, None
        return page or await self.own.open(CreatorShowcase)

    async def look(self, claim: Claim) -> Sighting:
        """The look of `once`: on a fresh page, which the next product can use."""
        return sighting(claim, await self.desk.reader.read("showcase", partial(self._read, claim.key.item)))

    def under_lease(self) -> Visit:
        """The visit that may press, with the lease as it was last prolonged."""
        self.own.lease = self.seller.lease
        return self.own


@asynccontextmanager
async def shelf_of(shop: Shop, target: Target, account: AccountId, seller: Visit, desk: Desk) -> AsyncIterator[Shelf]:
    """The showcase of an account whose id is proven, in its creator's own session."""
    creator = desk.visits.creator(desk.login, seller.lease, target, desk.trail)
    async with creator as own, attended(own, desk):
        yield Shelf(shop, target, account, own, seller, desk)
