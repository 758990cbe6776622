"""What each product had of a day: the shop's numbers, shared out so that the products add up to the shop."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from mock_portal.areas.compass.metrics import OF_SEVERAL_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mock_portal.areas.compass.metrics import Numbers, Shelf
    from mock_portal.areas.compass.spans import Span
    from mock_portal.areas.showcase.model import Product

_DAYS_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Sold:
    """One product over a stretch of time; money in hundredths of the shop's currency."""

    impressions: int = 0
    clicks: int = 0
    visitors: int = 0
    orders: int = 0
    gmv: int = 0

    @property
    def click_through(self) -> float:
        """Clicks for each time it was shown."""
        return round(self.clicks / self.impressions, 4) if self.impressions else 0.0

    @property
    def conversion(self) -> float:
        """Orders for each visitor."""
        return round(self.orders / self.visitors, 4) if self.visitors else 0.0


def sold(shelf: Shelf, goods: Sequence[Product], span: Span) -> list[Sold]:
    """What each of the goods had over a stretch of time, in their order."""
    stalls = tuple((float(one.price), one.noticed) for one in goods)
    key = f"{shelf.seed}/{shelf.shop.id}"
    days = [_shared(key, day.isoformat(), shelf.day(day), stalls) for day in span.days]
    return [_together(of_days) for of_days in zip(*days, strict=True)]


def _together(days: Sequence[Sold]) -> Sold:
    """Visitors who come again are counted once, as in the shop's own numbers."""
    again = OF_SEVERAL_DAYS if len(days) > 1 else 1
    return Sold(
        sum(day.impressions for day in days),
        sum(day.clicks for day in days),
        round(sum(day.visitors for day in days) * again),
        sum(day.orders for day in days),
        sum(day.gmv for day in days),
    )


@lru_cache(_DAYS_REMEMBERED)
def _shared(key: str, day: str, whole: Numbers, stalls: tuple[tuple[float, bool], ...]) -> tuple[Sold, ...]:
    """Some products sell well every day, whatever the day's own luck."""
    fame, luck = _dice(key), _dice(f"{key}/{day}/products")
    visitors = parts(whole.visitors, [fame.paretovariate(1.2) * luck.uniform(0.6, 1.4) * seen for _, seen in stalls])
    impressions = parts(whole.impressions, [one * luck.uniform(0.7, 1.4) for one in visitors])
    orders = parts(whole.orders, [one * luck.uniform(0.4, 1.6) for one in visitors])
    gmv = parts(whole.gmv, [count * price for count, (price, _) in zip(orders, stalls, strict=True)])
    clicks = [min(shown, round(seen * luck.uniform(1, 1.5))) for shown, seen in zip(impressions, visitors, strict=True)]
    return tuple(map(Sold, impressions, clicks, visitors, orders, gmv))


def parts(total: int, weights: Iterable[float]) -> list[int]:
    """Share out a number by weight; the parts add up to it, unless nobody has any weight."""
    sums = [0.0, *accumulate(weights)]
    if not sums[-1]:
        return [0] * (len(sums) - 1)
    marks = [round(total * one / sums[-1]) for one in sums]
    return [after - before for before, after in pairwise(marks)]


def _dice(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311 - repeatable numbers are the point
