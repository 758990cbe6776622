"""What creators do with their showcase."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mock_portal.areas.showcase.model import ShowcaseItem
from mock_portal.areas.showcase.rules import added_today, objection, shop_of, shown
from mock_portal.deeds import Done, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mock_portal.areas.showcase.model import Product
    from mock_portal.world import World


def add(  # noqa: PLR0913 - who adds what, when and how; each is another fact
    world: World, account: str, products: Sequence[Product], now: datetime, ids: Sequence[str], *, by_link: bool
) -> Done:
    """Put products on top of the showcase: all of them, or none."""
    if added_today(world, account, now) + len(products) > world.limits.showcase_a_day:
        raise RefusedError(reason="showcase_day")
    for product, number in zip(products, ids, strict=True):
        if against := objection(world, account, product, by_link=by_link):
            raise RefusedError(against)
        world = world.with_rows(ShowcaseItem(number, account, product.id, now))
    return Done(world, ("showcase_add",) * len(products), _shop(world, account), account)


def remove(world: World, account: str, item: str, now: datetime) -> Done:
    """Take one product out."""
    found = next((one for one in shown(world, account) if one.id == item), None)
    if found is None:
        raise RefusedError(reason="not_in_showcase")
    gone = replace(found, removed_at=now)
    return Done(world.with_rows(gone), ("showcase_remove",), _shop(world, account), account)


def _shop(world: World, account: str) -> str:
    shop = shop_of(world, account)
    return shop.id if shop else ""
