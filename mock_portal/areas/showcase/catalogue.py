"""What shops sell: the products of the world file, and those that are made up when somebody looks first."""

from __future__ import annotations

import random
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mock_portal.areas.showcase.model import Product

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mock_portal.world import Shop, World

_GOODS = Path(__file__).with_name("goods.toml")
# Numbers of made-up products tell their shop's place in the world, so that a link leads to one without a search.
_FIRST = 1_731_000_000_000_000_000
_A_SHOP = 10_000_019
_SHOPS_REMEMBERED = 32


def product_of(world: World, number: str) -> Product | None:
    """The product with this number, of whatever shop; None where nobody sells it."""
    if given := world.table(Product).get(number):
        return given
    if not (number.isdecimal() and len(number) == len(str(_FIRST))):
        return None
    place, nth = divmod(int(number) - _FIRST, _A_SHOP)
    if not (0 <= place < len(world.shops) and nth < world.generate.products_per_shop):
        return None
    return _made_up(world, list(world.shops)[place])[nth]


def sold_by(world: World, shop: str) -> Sequence[Product]:
    """Everything that a shop sells, what the world file names first."""
    given = world.table(Product).about("shop", shop)
    return (*given, *_made_up(world, shop))


def _made_up(world: World, shop: str) -> Sequence[Product]:
    first = _FIRST + list(world.shops).index(shop) * _A_SHOP
    return _shelf(world.seed, world.shops[shop], first, world.generate.products_per_shop)


@lru_cache(_SHOPS_REMEMBERED)
def _shelf(seed: int, shop: Shop, first: int, count: int) -> tuple[Product, ...]:
    """A shop's made-up products: the same for the same seed and shop, so they may be forgotten and made again."""
    return tuple(_product(f"{seed} {shop.id} {nth}", shop, str(first + nth)) for nth in range(count))


def _product(seed: str, shop: Shop, number: str) -> Product:
    """One in twenty is sold out, one in twelve is no affiliate product, one in thirty is not listed any more."""
    dice = random.Random(seed)  # noqa: S311 - repeatable numbers are the point
    goods = _goods(shop.region, shop.category)
    words = {name: dice.choice(goods[f"{name}s"]) for name in ("thing", "make", "size")}
    return Product(
        id=number,
        shop=shop.id,
        title=goods["title"].format(**words),
        price=f"{dice.randint(*goods['prices'])}.{dice.choice(('00', '50', '90', '99'))}",
        stock=dice.randint(1, 900) if dice.random() > 1 / 20 else 0,
        affiliate=dice.random() > 1 / 12,
        listed=dice.random() > 1 / 30,
    )


@cache
def _goods(region: str, category: str) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = tomllib.loads(_GOODS.read_text(encoding="utf-8"))["goods"]
    return max(kinds, key=lambda one: 2 * (one["region"] == region) + (one["category"] == category))
