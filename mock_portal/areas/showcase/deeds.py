"""What creators do with their showcase."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mock_portal.areas.showcase.model import ShowcaseItem
from mock_portal.areas.showcase.rules import added_today, objection, shop_of, shown, unlinks
from mock_portal.deeds import Done, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from mock_portal.areas.showcase.model import Product
    from mock_portal.world import World


@dataclass(frozen=True, slots=True)
class Showcase:
    """An account's showcase at an instant."""

    world: World
    account: str
    now: datetime

    def add(self, products: Sequence[Product], new_id: Callable[[], str], *, by_link: bool) -> Done:
        """Put products on top: all of them, or none."""
        if added_today(self.world, self.account, self.now) + len(products) > self.world.limits.showcase_a_day:
            raise RefusedError(reason="showcase_day")
        world, ended = self.world, len(unlinks(self.world, self.account))
        for product in products:
            if against := objection(world, self.account, product, by_link=by_link):
                raise RefusedError(against)
            world = world.with_rows(ShowcaseItem(new_id(), self.account, product.id, self.now, unlinks=ended))
        return self._done(world, ("showcase_add",) * len(products))

    def remove(self, product: str) -> Done:
        """Take one product out."""
        found = next((one for one in shown(self.world, self.account) if one.product == product), None)
        if found is None:
            raise RefusedError(reason="not_in_showcase")
        return self._done(self.world.with_rows(replace(found, removed_at=self.now)), ("showcase_remove",))

    def _done(self, world: World, kinds: tuple[str, ...]) -> Done:
        shop = shop_of(world, self.account)
        return Done(world, kinds, shop.id if shop else "", self.account)
