"""A promotion as it is wanted, as a shop's list shows it, and as it stands in the form before the press."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.domain.identity import AccountId

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from agent.domain.facts import SessionSeen
    from agent.domain.identity import Handle
    from agent.domain.money import Money
    from agent.domain.seen import Listing


class Tool(StrEnum):
    """What a promotion is made with; `creator_live_flash` is known in order to be refused."""

    PRODUCT_DISCOUNT = "product_discount"
    FLASH_SALE = "flash_sale"
    LIVE_FLASH = "live_flash"
    LIVE_CODE = "live_code"
    CREATOR_LIVE_FLASH = "creator_live_flash"

    @property
    def is_flash(self) -> bool:
        """Whether its price must be lower than what was paid lately."""
        return self in {Tool.FLASH_SALE, Tool.LIVE_FLASH}


class PromotionState(StrEnum):
    """Where a promotion stands in the shop's list."""

    UPCOMING = "upcoming"
    ONGOING = "ongoing"
    ENDED = "ended"
    DEACTIVATED = "deactivated"


STANDING: Final = frozenset({PromotionState.UPCOMING, PromotionState.ONGOING})


@dataclass(frozen=True, slots=True)
class Lowest:
    """The lowest price that was paid for a product in the last 30 days: who says so, and as of which day."""

    product: str
    price: Decimal
    source: str
    seen_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """One promotion that somebody wants: `percent` off, between two instants (UTC).

    `products` belong to every tool but a LIVE code, which has `code`, the linked `account` that it is for (none: all of
    them), how often it can be claimed in all and by one customer. `line` is where its file says so.
    """

    tool: Tool
    name: str
    percent: int
    starts: datetime
    ends: datetime
    products: tuple[str, ...] = ()
    code: str = ""
    account: Handle | None = None
    quota: int = 0
    per_customer: int = 0
    lowest: tuple[Lowest, ...] = ()
    line: int = 0

    @property
    def subject(self) -> AccountId:
        """What a claim about it is kept under."""
        return subject_of(self.tool, self.name)

    def overlaps(self, starts: datetime, ends: datetime) -> bool:
        """Whether it runs at some time between two instants."""
        return self.starts < ends and starts < self.ends


def subject_of(tool: Tool | None, name: str) -> AccountId:
    """The same for the same tool and name in a shop, which the portal allows once, and for nothing else."""
    return AccountId(f"promotion-{sha256(f'{tool}/{name}'.encode()).hexdigest()[:16]}")


def at_the_shop(shown: datetime, zone: str) -> datetime | None:
    """The instant at which the shop's clocks show this; None for a time that they show twice, or never."""
    there = [shown.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1)]
    return there[0] if there[0].utcoffset() == there[1].utcoffset() else None


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """One promotion as the shop's list shows it; `tool` and `state` are None where their words are not known."""

    promotion_id: str
    tool: Tool | None
    name: str
    percent: int | None
    starts: datetime | None
    ends: datetime | None
    state: PromotionState | None
    about: str = ""

    @property
    def subject(self) -> AccountId:
        """As of a wanted one."""
        return subject_of(self.tool, self.name)

    def is_what(self, wanted: Promotion) -> bool:
        """Whether it says everything that was wanted, as far as the list tells."""
        said = (self.tool, self.name, self.percent, self.starts, self.ends)
        return said == (wanted.tool, wanted.name, wanted.percent, wanted.starts, wanted.ends)


@dataclass(frozen=True, slots=True)
class PromotionsSeen:
    """The promotions of one shop."""

    session: SessionSeen
    promotions: Listing[PromotionRow]


@dataclass(frozen=True, slots=True)
class Offered:
    """A product that the portal offers for a promotion; `price` is None where it cannot be read."""

    product_id: str
    title: str
    price: Money | None


@dataclass(frozen=True, slots=True)
class FormSeen:
    """What a form offers: the wanted products that can be chosen in it, and the accounts that a code may be for."""

    session: SessionSeen
    offered: tuple[Offered, ...]
    accounts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quote:
    """What a buyer will pay: the product, the price now and after the discount, and the lowest that is known."""

    offered: Offered
    percent: int
    final: Money | None
    lowest: Lowest | None = None


def quoted(wanted: Promotion, offered: tuple[Offered, ...]) -> tuple[Quote, ...]:
    """The table of final prices: each product, what it costs now, and what it will."""
    lowest = {one.product: one for one in wanted.lowest}
    return tuple(
        Quote(one, wanted.percent, one.price.less(wanted.percent) if one.price else None, lowest.get(one.product_id))
        for one in offered
    )
