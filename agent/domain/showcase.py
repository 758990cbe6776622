"""An account's showcase as it was seen, and as it is kept before a link ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.identity import AccountId, ShopId
    from agent.domain.seen import Listing, Slots


@dataclass(frozen=True, slots=True)
class ShowcaseItem:
    """One product in a showcase; `shop_name` is the shop that sells it."""

    product_id: str
    title: str
    shop_name: str
    added_at: datetime | None
    stock: int | None = None


@dataclass(frozen=True, slots=True)
class ShowcaseSeen:
    """The whole showcase, newest first, as its creator's own page lists it; `today` is its counter of today's adds."""

    account_id: AccountId
    handle: str
    items: Listing[ShowcaseItem]
    today: Slots | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the portal says to the link of a product: its own number of it, and what it holds against adding it."""

    product_id: str
    title: str
    objection: str = ""


@dataclass(frozen=True, slots=True)
class KeptShowcase:
    """A complete copy of a showcase, made before its link ends; what it held can be put back from here."""

    shop: ShopId
    account: AccountId
    kept_at: datetime
    items: tuple[ShowcaseItem, ...]
