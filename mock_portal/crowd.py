"""Who lives in large worlds: shops, their accounts and creators, made up from a seed in the ways of their markets."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mock_portal.book import Book
from mock_portal.world import Account, Link, Shop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mock_portal.world import World

    Market = dict[str, Any]

_MARKETS = Path(__file__).with_name("crowd.toml")
# Far from the numbers that world files use by hand, with gaps as real ones have.
_SHOPS, _ACCOUNTS, _GAP = 7_496_000_000_000_000_000, 7_110_000_000_000_000_000, 1_000_003
_OLDEST_LINK_HOURS = 170 * 24
_ADULT = 21


def settled(world: World, now: datetime) -> World:
    """The same world with everybody it makes up, after those that its file names; links are as old as `now` tells."""
    plan, crowd = world.generate, _Crowd(world)
    made = [_Household(crowd, crowd.market(), nth) for nth in range(plan.shops)]
    creators = (crowd.creator(crowd.market()) for _ in range(plan.creators))
    accounts = [account for one in made for account in one.accounts] + list(creators)
    return replace(
        world,
        shops=Book.of((*world.shops.values(), *(one.shop for one in made))),
        accounts=Book.of((*world.accounts.values(), *accounts)),
    ).with_link(*(link for one in made for link in one.links(now)))


class _Crowd:
    """Makes up people and names, one after the other: the same for the same seed, and no handle twice."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = random.Random(f"{world.seed} crowd")  # noqa: S311 - repeatable numbers are the point
        self._handles = {one.handle for one in world.accounts.values()}
        self._count = 0

    def market(self) -> Market:
        """Where somebody lives: markets differ in size."""
        markets = _markets()
        return self.dice.choices(markets, [one["share"] for one in markets])[0]

    def creator(self, market: Market) -> Account:
        """Somebody of a market; a few are too young, restricted, or have violations."""
        names = {name: self.dice.choice(list(market[many].items())) for name, many in _PEOPLE}
        handle = self.dice.choice(market["handles"]).format(**{name: key for name, (key, _) in names.items()})
        nickname = self.dice.choice(market["nicknames"]).format(**{name: text for name, (_, text) in names.items()})
        return self.account(
            market,
            handle,
            nickname,
            age=self.dice.choice((16, 17, *range(18, 60))),
            status="restricted" if self._one_in(40) else "normal",
            violations=self.dice.randint(1, 3) if self._one_in(25) else 0,
            identity_check=self._one_in(8),
        )

    def account(self, market: Market, handle: str, nickname: str, **rest: Any) -> Account:  # noqa: ANN401 - its fields
        """An account; a handle that is taken gets a number, as people do."""
        self._count += 1
        free = self._free(handle)
        return Account(
            id=str(_ACCOUNTS + self._count * _GAP),
            handle=free,
            nickname=nickname,
            region=market["region"],
            category=self.dice.choice(market["categories"]),
            followers=int(self.dice.lognormvariate(9, 1.4)),
            email=f"{free}@mail.example",
            **rest,
        )

    def shop(self, market: Market, nth: int) -> tuple[str, Shop]:
        """A shop, and how its own account's handle begins."""
        key, text = self.dice.choice(list(market["words"].items()))
        name = self.dice.choice(market["shops"]).format(word=text, place=self.dice.choice(market["places"]))
        made = Shop(
            id=str(_SHOPS + nth * _GAP),
            name=name,
            region=market["region"],
            zone=market["zone"],
            category=self.dice.choice(market["categories"]),
            stage="probation" if self._one_in(10) else "regular",
            score=self.dice.randint(70, 100),
            review=self._one_in(3),
        )
        return key, made

    def _one_in(self, many: int) -> bool:
        return self.dice.randrange(many) == 0

    def _free(self, handle: str) -> str:
        name = handle
        while name in self._handles:
            name = f"{handle}{self.dice.randint(2, 9999)}"
        self._handles.add(name)
        return name


class _Household:
    """A shop with its own account and the creators around it."""

    def __init__(self, crowd: _Crowd, market: Market, nth: int) -> None:
        self._crowd = crowd
        key, shop = crowd.shop(market, nth)
        official = crowd.account(market, f"{key}.{shop.region.lower()}", f"{shop.name} Official")
        others = [_grown_up(crowd.creator(market)) for _ in range(crowd.world.generate.accounts_per_shop - 1)]
        self.shop, self.accounts = replace(shop, official=official.handle), [official, *others]

    def links(self, now: datetime) -> Iterator[Link]:
        """As many of its creators as the plan and the shop's slots allow."""
        limits = self._crowd.world.limits
        slots = limits.probation_slots if self.shop.stage == "probation" else limits.slots
        for account in self.accounts[1 : 1 + min(slots, self._crowd.world.generate.links_per_shop)]:
            hours = self._crowd.dice.randint(30, _OLDEST_LINK_HOURS)
            yield Link(self.shop.id, account.id, now - timedelta(hours=hours))


def _grown_up(account: Account) -> Account:
    """Nobody else could have been linked."""
    return replace(account, age=max(_ADULT, account.age))


_PEOPLE = (("given", "given"), ("family", "family"), ("topic", "topics"))


@cache
def _markets() -> list[Market]:
    markets: list[Market] = tomllib.loads(_MARKETS.read_text(encoding="utf-8"))["market"]
    return markets
