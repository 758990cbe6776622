"""Say on which days the products of assortments are added, by what the ledger remembers; nothing is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.domain.assortment import SHOWCASE_ADDS, Day, spread
from agent.domain.shop_days import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.assortment import Assortment
    from agent.domain.identity import AccountId
    from agent.domain.roster import Shop
    from agent.ports import Ledger


@dataclass(frozen=True, slots=True)
class Spread:
    """One account's days; `present` is what its showcase held when it was last seen, None where it never was."""

    assortment: Assortment
    account: AccountId | None
    present: tuple[str, ...] | None
    seen_at: datetime | None
    used_today: int
    days: tuple[Day, ...]

    @property
    def adds(self) -> int:
        """How many products are added on all days together."""
        return sum(len(one.adds) for one in self.days)

    @property
    def surplus(self) -> tuple[str, ...]:
        """What the showcase held and nobody wants."""
        return self.assortment.surplus(self.present or ())


async def spreads(
    assortments: Sequence[Assortment], shop: Shop, ledger: Ledger, quota: int, now: datetime
) -> list[Spread]:
    """Every account's days; each has a quota of its own."""
    return [await _spread(one, shop, ledger, quota, now) for one in assortments]


async def seen_before(shop: Shop, ledger: Ledger) -> frozenset[str]:
    """The products that showcases of this shop's accounts held: their ids are right, however they look."""
    accounts = [one.account_id or await ledger.pinned(one.handle) for one in shop.accounts]
    kept = [await ledger.kept_showcase(one) for one in accounts if one]
    return frozenset(item.product_id for one in kept if one for item in one.items)


async def _spread(assortment: Assortment, shop: Shop, ledger: Ledger, quota: int, now: datetime) -> Spread:
    line = shop.wanted(assortment.handle)
    account = (line.account_id if line else None) or await ledger.pinned(assortment.handle)
    kept = await ledger.kept_showcase(account) if account else None
    today = day_of(now, shop.zone)
    used = await ledger.spent(SHOWCASE_ADDS, account, today.isoformat()) if account else 0
    present = None if kept is None else tuple(one.product_id for one in kept.items)
    days = spread(assortment.missing(frozenset(present or ())), {today: used}, quota, now, shop.zone)
    return Spread(assortment, account, present, kept.kept_at if kept else None, used, days)
