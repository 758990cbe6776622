"""A promotion of a shop, by one of four tools."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Tool(StrEnum):
    """What a promotion is made with."""

    PRODUCT_DISCOUNT = "product_discount"
    FLASH_SALE = "flash_sale"
    LIVE_FLASH = "live_flash"
    LIVE_CODE = "live_code"


class State(StrEnum):
    """Where a promotion stands; time alone moves it on."""

    UPCOMING = "upcoming"
    ONGOING = "ongoing"
    ENDED = "ended"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True)
class Promotion:
    """A discount of `percent` on `products` between two instants.

    `code`, `account` (empty: every linked account), `quota` and `per_customer` belong to a code that counts in LIVEs
    only; `used` is how often it was claimed.
    """

    id: str
    shop: str
    tool: Tool
    name: str
    percent: int
    starts_at: datetime
    ends_at: datetime
    products: tuple[str, ...] = ()
    code: str = ""
    account: str = ""
    quota: int = 0
    per_customer: int = 0
    used: int = 0
    deactivated_at: datetime | None = None

    def state(self, now: datetime) -> State:
        """Where it stands at an instant."""
        if self.deactivated_at is not None and self.deactivated_at <= now:
            return State.DEACTIVATED
        if now < self.starts_at:
            return State.UPCOMING
        return State.ONGOING if now < self.ends_at else State.ENDED


@dataclass(frozen=True, slots=True)
class Claimed:
    """One buyer's use of a code."""

    id: str
    promotion: str
    buyer: str
    at: datetime
