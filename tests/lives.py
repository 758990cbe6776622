"""A plan of one LIVE for tests: as full a programme as there can be, unless a test says otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from facts_builder import AT, rules
from fakes import SHOP

from agent.domain.identity import Handle
from agent.domain.live import LiveAccount, Pilot, Traffic
from agent.domain.live_plan import LivePlan, Wishes, arranged
from agent.domain.money import Money
from agent.domain.offers import Terms
from agent.domain.programme import LiveProduct

COCINA = Handle("cocina.conluz")
PAN = Money(Decimal("399.00"), "MXN")


def products(count: int = 12, name: str = "Pan", marked: tuple[int, ...] = ()) -> tuple[LiveProduct, ...]:
    return tuple(
        LiveProduct(f"1729400000000000{at:03}", f"{name} {at}", PAN, traffic=at in marked) for at in range(count)
    )


def one_live(
    shown: tuple[LiveProduct, ...], traffic: Traffic = Traffic.FIRST, minutes: int = 60, position: str = ""
) -> LivePlan:
    """The plan of a single evening, 1 December 2026 in Mexico City."""
    wishes = Wishes(date(2026, 12, 1), 1, timedelta(minutes=minutes), 1, traffic, Terms(10, 100, 20))
    account = LiveAccount(COCINA, position, 1, Pilot.NONE, linked=True, products=shown)
    return arranged(SHOP, rules(), wishes, [account], AT)


def a_week(*handles: str, minutes: int = 30) -> LivePlan:
    """The plan of seven days for accounts that show the same products and go LIVE every day."""
    wishes = Wishes(date(2026, 12, 1), 7, timedelta(minutes=minutes), 7, Traffic.FIRST, Terms(10, 100, 20))
    shown = products(marked=(0, 1))
    accounts = [LiveAccount(Handle(one), "", 7, Pilot.NONE, linked=True, products=shown) for one in handles]
    return arranged(SHOP, rules(), wishes, accounts, AT)
