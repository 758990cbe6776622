"""What the portal checks before a promotion may be, and the price that counts when several would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from mock_portal.areas.health.measure import tool_barred
from mock_portal.areas.promotions.model import Promotion, State, Tool
from mock_portal.areas.showcase.catalogue import product_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from mock_portal.world import World

_CODE = re.compile(r"[A-Z0-9]{4,12}")
_NAME_LETTERS = 100  # in the create form of a cross-border shop (facts 1.6)
_LOOK_BACK = timedelta(days=30)
_STANDING = (State.UPCOMING, State.ONGOING)
# What a shop's standing bars it from; its own discounts are free.
_FLASH: Final = (Tool.FLASH_SALE, Tool.LIVE_FLASH)
_OFFICIAL: Final = (*_FLASH, Tool.LIVE_CODE)
# Creator's LIVE flash comes before a flash sale, and that before a product discount (facts 1.6).
_FIRST: Final = (Tool.LIVE_FLASH, Tool.FLASH_SALE, Tool.PRODUCT_DISCOUNT)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long one tool's promotions may be, how much they may take off, and how early they are announced."""

    shortest: timedelta
    longest: timedelta
    least: int
    most: int
    ahead: timedelta = timedelta()


# Lengths and discounts: facts 1.6. A LIVE code's own bounds are not public; those of the discount form stand in.
BOUNDS: Final = {
    Tool.PRODUCT_DISCOUNT: Bounds(timedelta(seconds=600), timedelta(seconds=31_536_000), 1, 99),
    Tool.FLASH_SALE: Bounds(timedelta(seconds=600), timedelta(hours=72), 5, 99),
    Tool.LIVE_FLASH: Bounds(timedelta(minutes=1), timedelta(minutes=20), 5, 99, timedelta(minutes=5)),
    Tool.LIVE_CODE: Bounds(timedelta(seconds=600), timedelta(seconds=31_536_000), 1, 99),
}


def of_shop(world: World, shop: str) -> list[Promotion]:
    """A shop's promotions, the latest first."""
    mine = (one for one in world.table(Promotion).values() if one.shop == shop)
    return sorted(mine, key=lambda one: (one.starts_at, one.id), reverse=True)


def objection(world: World, wish: Promotion, now: datetime) -> str:
    """The first thing against a promotion, as a key of the portal's sentences; empty where nothing is."""
    return next(_objections(world, wish, now), "")


def _objections(world: World, wish: Promotion, now: datetime) -> Iterator[str]:
    others = [one for one in of_shop(world, wish.shop) if one.id != wish.id]
    bounds, length = BOUNDS[wish.tool], wish.ends_at - wish.starts_at
    if not wish.name.strip() or len(wish.name) > _NAME_LETTERS:
        yield "promo_name"
    if any(one.name == wish.name for one in others):
        yield "promo_name_twice"
    if not bounds.least <= wish.percent <= bounds.most:
        yield "promo_percent"
    if wish.starts_at < now + bounds.ahead:
        yield "promo_start"
    if not bounds.shortest <= length <= bounds.longest:
        yield "promo_length"
    if wish.tool in _OFFICIAL and (why := tool_barred(world, wish.shop, now, flash=wish.tool in _FLASH)):
        yield why
    yield from _of_code(world, wish, others, now) if wish.tool is Tool.LIVE_CODE else _of_products(wish, world, others)


def _of_products(wish: Promotion, world: World, others: Sequence[Promotion]) -> Iterator[str]:
    chosen = [product_of(world, number) for number in wish.products]
    if not chosen or not all(one and one.shop == wish.shop and one.listed for one in chosen):
        yield "promo_products"
    same = [one for one in others if one.tool is wish.tool and set(one.products) & set(wish.products)]
    if any(_stands(one) and one.starts_at < wish.ends_at and wish.starts_at < one.ends_at for one in same):
        yield "promo_overlap"
    if wish.tool is not Tool.PRODUCT_DISCOUNT and any(_cheaper_lately(one, wish) for one in others):
        yield "promo_not_lower"


def _stands(one: Promotion) -> bool:
    return one.deactivated_at is None


def _cheaper_lately(one: Promotion, wish: Promotion) -> bool:
    """A flash price must be below the lowest that was paid in the 30 days before it (facts 1.6)."""
    ran = one.starts_at < wish.starts_at and one.ends_at > wish.starts_at - _LOOK_BACK
    return ran and bool(set(one.products) & set(wish.products)) and one.percent >= wish.percent and _stands(one)


def _of_code(world: World, wish: Promotion, others: Sequence[Promotion], now: datetime) -> Iterator[str]:
    if not _CODE.fullmatch(wish.code):
        yield "promo_code"
    if any(one.code == wish.code and one.state(now) in _STANDING for one in others):
        yield "promo_code_twice"
    link = world.link_of(wish.account) if wish.account else None
    if wish.account and (link is None or link.shop != wish.shop):
        yield "promo_account"
    if not 0 < wish.per_customer <= wish.quota:
        yield "promo_quota"


def price_now(world: World, shop: str, number: str, now: datetime) -> tuple[str, Promotion | None]:
    """What a product costs at an instant, and the promotion that makes it so."""
    product = product_of(world, number)
    amount = Decimal(product.price if product else "0")
    running = [one for one in of_shop(world, shop) if number in one.products and one.state(now) is State.ONGOING]
    best = min(running, key=lambda one: (_FIRST.index(one.tool), -one.percent), default=None)
    return f"{amount * (100 - best.percent) / 100 if best else amount:.2f}", best
