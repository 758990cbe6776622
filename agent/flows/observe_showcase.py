"""Facts for a showcase: first what is held without a browser, then what the seller's and the creator's pages show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from agent.domain.assortment import SHOWCASE_ADDS
from agent.domain.facts import Fact, Known, Never, ShowcaseFacts, Source, Unknown
from agent.domain.permit import Spend
from agent.domain.shop_days import day_of
from agent.flows import observe

if TYPE_CHECKING:
    from agent.domain.identity import AccountId, Target
    from agent.domain.roster import Shop
    from agent.domain.seen import Slots
    from agent.ports import Desk, Visit


@dataclass(frozen=True, slots=True)
class Used:
    """How much the ledger counts on the shop's day, and on the next one too where a press may reach it."""

    days: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Room:
    """How much of the day's adds is used: by the ledger now and before the page was read, and by the page's counter."""

    now: Used
    before: Used
    shown: Slots | None

    def left(self, most: int) -> int:
        """How many can still be added today: the smaller of what both counts leave."""
        return min(most - self.now.number, self.shown.most - self.shown.used if self.shown else most)

    def spends(self, account: AccountId, most: int) -> tuple[Spend, ...]:
        """What an add uses up; what others have added today, as far as the portal shows it, is not there for us."""
        limit, left = most, None
        if self.shown:
            others = max(0, self.shown.used - self.before.number)
            limit, left = min(most, self.shown.most) - others, self.shown.most - self.shown.used
        return tuple(Spend(SHOWCASE_ADDS, account, day, limit, left) for day in self.now.days)


async def counted(shop: Shop, account: AccountId, desk: Desk, skew: timedelta | None = None) -> Used:
    """What the ledger counts of an account's adds today, by the portal's clock and in the shop's own zone."""
    at = desk.clock.now() + (skew or timedelta())
    late = at + desk.rules.permit_lifetime.value + desk.rules.time_margin.value
    days = tuple(sorted({day_of(moment, shop.zone).isoformat() for moment in (at, late)}))
    return Used(days, max([await desk.ledger.spent(SHOWCASE_ADDS, account, day) for day in days]))


async def held(shop: Shop, target: Target | None, desk: Desk) -> ShowcaseFacts:
    """What ledger, roster and clock know; enough to refuse some requests without a browser."""
    account = target.account_id if target else None
    added = await _adds_today(shop, account, desk)
    return await observe.held_for(ShowcaseFacts, shop, target, desk, adds_today=added)


async def _adds_today(shop: Shop, account: AccountId | None, desk: Desk) -> Fact[int]:
    """Counted in the ledger by account and by the shop's own day."""
    if account is None:
        return Unknown("the account's id is not known")
    return Known((await counted(shop, account, desk)).number, Source.LEDGER)


def with_room(facts: ShowcaseFacts, room: Room, desk: Desk) -> ShowcaseFacts:
    """The same facts with how much of today is used, as it is known now."""
    used = Known(room.now.number, Source.LEDGER)
    return replace(facts, at=desk.clock.now(), adds_today=used, adds_shown=_shown(room, desk))


async def at_the_button(facts: ShowcaseFacts, room: Room, visit: Visit, desk: Desk) -> ShowcaseFacts:
    """The same facts as they are now, before one more product."""
    return replace(
        with_room(facts, room, desk),
        hours_begin=observe.hours(desk),
        presses_today=await observe.presses(desk),
        last_challenge=await observe.challenged(desk),
        egress=observe.located(await visit.egress()),
        skew=observe.told(visit.skew(), Source.PORTAL_CLOCK),
    )


def _shown(room: Room, desk: Desk) -> Fact[Slots]:
    if "showcase.today" in desk.portal.uncounted:
        return Never(Source.PAGE)
    return observe.told(room.shown, Source.PAGE)
