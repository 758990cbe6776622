"""The rankings: made up from the world's seed, so the same for everybody who looks, and some numbers are missing."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mock_portal.areas.showcase.catalogue import sold_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mock_portal.areas.showcase.model import Product
    from mock_portal.world import Account, World

PERIODS = (1, 7, 28)
_MISSING = 0.06
_SELLERS = 4
_MOST_GOODS = 400


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the site knows of one country in a period of so many days."""

    world: World
    region: str
    days: int

    def goods(self) -> list[dict[str, Any]]:
        """Products, with what was sold of them and how many creators sold it."""
        return [self._good(one) for one in self._products()]

    def creators(self) -> list[dict[str, Any]]:
        """Creators, with what they sold by videos and LIVEs."""
        return [self._creator(one) for one in self._accounts()]

    def videos(self) -> list[dict[str, Any]]:
        """One video of each creator for each of the goods it sold."""
        return [self._video(account, good) for account in self._accounts() for good in self.goods_of(account.id)]

    def creators_of(self, good: str) -> list[dict[str, Any]]:
        """The creators who sold a product."""
        sellers = [one for one in self._accounts() if any(row["id"] == good for row in self.goods_of(one.id))]
        return [self._creator(one) for one in sellers]

    def goods_of(self, account: str) -> list[dict[str, Any]]:
        """The products that a creator sold: the same ones from both sides."""
        return [self._good(one) for one in self._products() if self._sells(account, one.id)]

    def _sells(self, account: str, good: str) -> bool:
        return random.Random(f"{self.world.seed} {account} {good}").randrange(_SELLERS) == 0  # noqa: S311 - repeatable

    def _products(self) -> list[Product]:
        shops = [one.id for one in self.world.shops.values() if one.region == self.region]
        return [one for shop in shops for one in sold_by(self.world, shop)][:_MOST_GOODS]

    def _accounts(self) -> Iterator[Account]:
        return (one for one in self.world.accounts.values() if one.region == self.region)

    def _dice(self, what: str) -> Callable[[int, int], int | None]:
        dice = random.Random(f"{self.world.seed} {self.region} {self.days} {what}")  # noqa: S311 - repeatable
        return lambda least, most: None if dice.random() < _MISSING else dice.randint(least, most) * self.days

    def _good(self, one: Product) -> dict[str, Any]:
        roll = self._dice(f"good {one.id}")
        sold = roll(3, 4000)
        shop = self.world.shops[one.shop]
        return {
            "id": one.id,
            "name": one.title,
            "by": shop.name,
            "category": one.category or shop.category,
            "sold": sold,
            "gmv": None if sold is None else round(sold * float(one.price)),
            "views": roll(500, 90_000),
            "currency": shop.currency,
        }

    def _creator(self, one: Account) -> dict[str, Any]:
        roll = self._dice(f"creator {one.id}")
        return {
            "id": one.id,
            "name": f"@{one.handle}",
            "by": one.nickname,
            "category": one.category,
            "sold": roll(1, 900),
            "gmv": roll(200, 60_000),
            "views": roll(900, 200_000),
            "followers": one.followers,
            "currency": "USD",
        }

    def _video(self, account: Account, good: dict[str, Any]) -> dict[str, Any]:
        roll = self._dice(f"video {account.id} {good['id']}")
        return {
            "id": f"{account.id}-{good['id']}",
            "name": good["name"],
            "by": f"@{account.handle}",
            "category": good["category"],
            "sold": roll(0, 300),
            "gmv": roll(0, 9000),
            "views": roll(300, 800_000),
            "currency": good["currency"],
        }
