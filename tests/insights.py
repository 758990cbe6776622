"""What tests of reports share: readings that one can tell from each other at a glance."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from fakes import START

from agent.domain.identity import ShopId
from agent.domain.insight import Metric, Of, Page, Reading, Span, Subject, Window

SHOP = ShopId("7495000000000000011")
DAY = START.date()


def a_day(day: date = DAY) -> Window:
    """One full day."""
    return Window(Span.DAY, day, day)


def of_shop(shop: ShopId = SHOP) -> Subject:
    """A shop as a whole."""
    return Subject(shop, Of.SHOP, shop, "Casa Aurora")


def of_account(number: str = "7100000000000000101", shop: ShopId = SHOP) -> Subject:
    """One of its accounts."""
    return Subject(shop, Of.ACCOUNT, number, "casa.aurora.live")


def a_reading(gmv: str | None = "12.50", **other: Any) -> Reading:
    """A shop's day with this GMV."""
    told: dict[str, Any] = {
        "subject": of_shop(),
        "window": a_day(),
        "page": Page.OVERVIEW,
        "as_of": START + timedelta(days=1),
        "read_at": START + timedelta(days=1, hours=2),
        "values": {Metric.GMV: None if gmv is None else Decimal(gmv), Metric.ORDERS: Decimal(3)},
        "currency": "MXN",
    }
    return Reading(**told | other)
