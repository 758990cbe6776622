"""A plan of LIVEs: for each one its programme and its offers, and what everybody who reads it has to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from agent.domain.evenings import Hours, Shape, slots
from agent.domain.live import Traffic, proposed
from agent.domain.offers import offers_of
from agent.domain.programme import programme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from agent.domain.identity import Handle
    from agent.domain.live import LiveAccount, Session, Sessions
    from agent.domain.offers import Terms
    from agent.domain.programme import Programme
    from agent.domain.promotion import Promotion
    from agent.domain.roster import Shop
    from agent.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an operator wants: from which day on, for how many days, how long and how often, and what is offered."""

    first: date
    days: int
    lasts: timedelta
    per_week: int
    traffic: Traffic
    terms: Terms


@dataclass(frozen=True, slots=True)
class Live:
    """One LIVE that is proposed, whole."""

    session: Session
    programme: Programme
    offers: tuple[Promotion, ...]


@dataclass(frozen=True, slots=True)
class LivePlan:
    """All of them, and what they were made from; `without_place` are accounts that the shop cannot have linked too."""

    shop: Shop
    rules: Rules
    wishes: Wishes
    made_at: datetime
    accounts: tuple[LiveAccount, ...]
    sessions: Sessions
    lives: tuple[Live, ...]
    without_place: tuple[Handle, ...] = ()

    @property
    def hours(self) -> Hours:
        """The best hours, on the shop's clock."""
        return hours_of(self.rules)


def hours_of(rules: Rules) -> Hours:
    """The best hours by the rules; ValueError where they are no part of a day."""
    return Hours(rules.live_prime_begins.value, rules.live_prime_ends.value)


def arranged(shop: Shop, rules: Rules, wishes: Wishes, accounts: Sequence[LiveAccount], now: datetime) -> LivePlan:
    """The plan for these accounts; nothing that would have begun by now is proposed."""
    traffic = rules.live_traffic_lasts.value
    shape = Shape(wishes.lasts, traffic if wishes.traffic is Traffic.BEFORE else timedelta())
    days = [wishes.first + timedelta(days=ahead) for ahead in range(wishes.days)]
    room = [one for one in slots(days, hours_of(rules), shape, shop.zone) if one.opens > now]
    sessions = proposed(accounts, room, wishes.first, wishes.days)
    lives = []
    for one in sessions.proposed:
        shown = programme(one.account.products, shape, traffic)
        lives.append(Live(one, shown, tuple(offers_of(one, shown, wishes.terms, shop.zone))))
    return LivePlan(shop, rules, wishes, now, tuple(accounts), sessions, tuple(lives))
