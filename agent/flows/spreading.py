"""Say on which days the products of assortments are added, by what the ledger remembers; nothing is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.domain.assortment import SHOWCASE_ADDS, Day, spread
from agent.domain.ledger import ClaimState
from agent.domain.permit import SHOWCASE, Kind
from agent.domain.shop_days import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.assortment import Assortment
    from agent.domain.identity import AccountId, Handle
    from agent.domain.ledger import Claim
    from agent.domain.roster import Shop
    from agent.ports import Ledger


@dataclass(frozen=True, slots=True)
class Spread:
    """One account's days; `present` is what its showcase holds by the ledger, None where nothing is known of it.

    `seen_at` is when its last copy was made.
    """

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
    claims = [one for one in await ledger.claims(shop=shop.id) if one.state is ClaimState.DONE]
    work = _Spreading(shop, ledger, [one for one in claims if one.key.kind in SHOWCASE], quota, now)
    return [await work.spread(one) for one in assortments]


async def seen_before(shop: Shop, ledger: Ledger) -> frozenset[str]:
    """The products that showcases of this shop's accounts held: their ids are right, however they look."""
    accounts = [await _account(one.handle, shop, ledger) for one in shop.accounts]
    kept = [await ledger.kept_showcase(one) for one in accounts if one]
    return frozenset(item.product_id for one in kept if one for item in one.items)


async def _account(handle: Handle, shop: Shop, ledger: Ledger) -> AccountId | None:
    line = shop.wanted(handle)
    return (line.account_id if line else None) or await ledger.pinned(handle)


@dataclass(frozen=True, slots=True)
class _Spreading:
    """What all accounts of a shop are spread by; `acts` are the adds and removals that were done."""

    shop: Shop
    ledger: Ledger
    acts: Sequence[Claim]
    quota: int
    now: datetime

    async def spread(self, assortment: Assortment) -> Spread:
        account = await _account(assortment.handle, self.shop, self.ledger)
        present, seen_at = await self._held(account) if account else (None, None)
        today = day_of(self.now, self.shop.zone)
        used = await self.ledger.spent(SHOWCASE_ADDS, account, today.isoformat()) if account else 0
        missing = assortment.missing(frozenset(present or ()))
        days = spread(missing, {today: used}, self.quota, self.now, self.shop.zone)
        return Spread(assortment, account, present, seen_at, used, days)

    async def _held(self, account: AccountId) -> tuple[tuple[str, ...] | None, datetime | None]:
        """What the last copy held and what was done since; before the link's last end nothing counts any more."""
        ended = (await self.ledger.memory(self.shop.id, account, Kind.SHOWCASE_ADD)).last_unlinked
        kept = await self.ledger.kept_showcase(account)
        if kept and (kept.shop != self.shop.id or (ended and kept.kept_at <= ended)):
            kept = None
        since = kept.kept_at if kept else ended
        acts = [one for one in self.acts if one.key.account == account and _after(one, since)]
        held = dict.fromkeys(one.product_id for one in kept.items) if kept else {}
        for one in acts:
            if one.key.kind is Kind.SHOWCASE_ADD:
                held[one.key.item] = None
            else:
                held.pop(one.key.item, None)
        return (tuple(held) if kept or acts else None), kept.kept_at if kept else None


def _after(act: Claim, moment: datetime | None) -> bool:
    return moment is None or act.claimed_at > moment
