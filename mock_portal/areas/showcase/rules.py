"""What is in a showcase, and what may be added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mock_portal.areas.showcase.model import ShowcaseItem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from mock_portal.areas.showcase.model import Product
    from mock_portal.world import Shop, World

_NOWHERE = "UTC"


def shown(world: World, account: str) -> list[ShowcaseItem]:
    """An account's showcase, newest first; whatever was added before a link ended went with that link."""
    ended = unlinks(world, account)
    mine = (one for one in world.table(ShowcaseItem).about("account", account) if one.removed_at is None)
    kept = [one for one in mine if _ended_before(one, ended) == len(ended)]
    return sorted(kept, key=lambda one: (one.at, one.id), reverse=True)


def unlinks(world: World, account: str) -> Sequence[datetime]:
    """When links of the account ended."""
    return [link.unlinked_at for link in world.bonds.about("account", account) if link.unlinked_at]


def _ended_before(item: ShowcaseItem, ended: Sequence[datetime]) -> int:
    """Counted, not timed, where it was counted: in a frozen world everything happens at once."""
    return sum(at < item.at for at in ended) if item.unlinks is None else item.unlinks


def shop_of(world: World, account: str) -> Shop | None:
    """The shop that the account is linked to."""
    link = world.link_of(account)
    return world.shops[link.shop] if link else None


def zone_of(world: World, account: str) -> str:
    """Where the account's days begin: in the linked shop's zone."""
    shop = shop_of(world, account)
    return shop.zone if shop else _NOWHERE


def added_today(world: World, account: str, now: datetime) -> int:
    """How many products were added in the present day of the linked shop's zone, also those taken out again."""
    zone = ZoneInfo(zone_of(world, account))
    mine = world.table(ShowcaseItem).about("account", account)
    today, link = _day(now, zone), world.link_of(account)
    before = link.showcase_today if link and world.began and _day(world.began, zone) == today else 0
    return sum(_day(one.at, zone) == today for one in mine) + before


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def objection(world: World, account: str, product: Product, *, by_link: bool) -> str:
    """Why a product may not be added, as a key of the portal's sentences; empty where nothing is against it."""
    if any(one.product == product.id for one in shown(world, account)):
        return "in_showcase"
    if not product.listed:
        return "not_listed"
    if product.stock <= 0:
        return "sold_out"
    shop = shop_of(world, account)
    if by_link and not product.affiliate:
        return "not_affiliate"
    if not by_link and (shop is None or product.shop != shop.id):
        return "not_your_shop"
    return ""
