"""What sold, made up from the world's seed: the same for the same shop and day, and adding up as real numbers do."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from mock_portal.world import Shop

_SECONDS_A_DAY = 86_400
# Customers and people reached come again on other days: over several days they are fewer than the days' sum.
# So is the time that they stay: a visitor's average is that of the days.
_COME_AGAIN = ("customers", "visitors", "unique_impressions", "stayed")
OF_SEVERAL_DAYS = 0.86


@dataclass(frozen=True, slots=True)
class Numbers:
    """One stretch of time; money in hundredths of the shop's currency, `stayed` in seconds of all visitors."""

    gmv: int = 0
    live: int = 0
    video: int = 0
    card: int = 0
    items: int = 0
    sku_orders: int = 0
    orders: int = 0
    customers: int = 0
    visitors: int = 0
    impressions: int = 0
    unique_impressions: int = 0
    clicks: int = 0
    stayed: int = 0

    @property
    def rates(self) -> dict[str, Any]:
        """Clicks for each impression, orders and seconds for each visitor, money for a thousand impressions."""
        return {
            "ctr": round(self.clicks / self.impressions, 4) if self.impressions else None,
            "cvr": round(self.orders / self.visitors, 4) if self.visitors else None,
            "dwell": round(self.stayed / self.visitors) if self.visitors else None,
            "gpm": for_a_thousand(self.gmv, self.impressions),
        }


def for_a_thousand(gmv: int, impressions: int) -> str | None:
    """Money for a thousand impressions, as the site sends money; nothing where nothing was shown."""
    return f"{gmv * 10 / impressions:.2f}" if impressions else None


@dataclass(frozen=True, slots=True)
class Live:
    """One LIVE of an account; `ends_at` may still lie ahead."""

    id: str
    account: str
    starts_at: datetime
    ends_at: datetime
    gmv: int
    orders: int
    viewers: int
    click_rate: float
    impressions: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where numbers come from: one shop of one seeded world, as it looks at an instant."""

    seed: int
    shop: Shop
    now: datetime

    def today(self) -> date:
        """The present day in the shop's zone."""
        return self.now.astimezone(ZoneInfo(self.shop.zone)).date()

    def industry(self, last: date) -> int:
        """GPM of the shop's category in its market, in hundredths of its money, as it stands after a day."""
        about = f"{self.seed}/industry/{self.shop.region}/{self.shop.category}/{last}"
        return random.Random(about).randrange(30_000, 70_000)  # noqa: S311 - repeatable numbers are the point

    def day(self, day: date, account: str = "") -> Numbers:
        """What was sold on a day, by the whole shop or by one account; of today, what was sold so far."""
        return _scaled(self._whole(day, account), self._gone(day))

    def _whole(self, day: date, account: str) -> Numbers:
        dice = self._dice(day, account)
        visitors = dice.randrange(40, 400) if account else dice.randrange(400, 4_000)
        orders = round(visitors * dice.uniform(0.01, 0.06))
        gmv = sum(dice.randrange(4_900, 49_900) for _ in range(orders))
        live, video = round(gmv * dice.uniform(0.2, 0.6)), round(gmv * dice.uniform(0.05, 0.3))
        impressions = round(visitors * dice.uniform(8, 30))
        return Numbers(
            gmv=gmv,
            live=live,
            video=video,
            card=gmv - live - video,
            items=round(orders * dice.uniform(1, 1.6)),
            sku_orders=round(orders * dice.uniform(1, 1.2)),
            orders=orders,
            customers=round(orders * dice.uniform(0.8, 1)),
            visitors=visitors,
            impressions=impressions,
            unique_impressions=round(impressions * dice.uniform(0.4, 0.7)),
            clicks=min(impressions, round(visitors * dice.uniform(1.05, 1.45))),
            stayed=round(visitors * dice.uniform(12, 140)),
        )

    def lives(self, account: str, day: date) -> Iterator[Live]:
        """The LIVEs of an account that began on a day, up to now."""
        dice = self._dice(day, f"{account}/live")
        midnight = datetime.combine(day, time(), ZoneInfo(self.shop.zone))
        for number in range(dice.choice([0, 0, 1, 1, 2])):
            starts = midnight + timedelta(minutes=dice.randrange(480, 1_320))
            lasts = timedelta(minutes=dice.randrange(45, 200))
            viewers = dice.randrange(60, 4_000)
            orders = round(viewers * dice.uniform(0.002, 0.03))
            price, click_rate = dice.randrange(4_900, 39_900), round(dice.uniform(0.01, 0.18), 4)
            impressions = round(viewers * self._dice(day, f"{account}/live/{number}").uniform(2, 9))
            part = min(1.0, max(0.0, (self.now - starts) / lasts))
            live = Live(
                id=f"{day:%Y%m%d}{number}{account[-6:]}",
                account=account,
                starts_at=starts,
                ends_at=starts + lasts,
                gmv=int(orders * part) * price,
                orders=int(orders * part),
                viewers=int(viewers * part),
                click_rate=click_rate,
                impressions=int(impressions * part),
            )
            if starts <= self.now:
                yield live

    def _dice(self, day: date, account: str) -> random.Random:
        return random.Random(f"{self.seed}/{self.shop.id}/{account}/{day}")  # noqa: S311 - repeatable numbers are the point

    def _gone(self, day: date) -> float:
        """How much of a day has passed: all of a former one, nothing of one to come."""
        midnight = datetime.combine(day, time(), ZoneInfo(self.shop.zone))
        return min(1.0, max(0.0, (self.now - midnight).total_seconds() / _SECONDS_A_DAY))


def together(days: Iterable[Numbers]) -> Numbers:
    """Several days in one: sums, but people who come again are counted once."""
    listed = list(days)
    sums: dict[str, Any] = {one.name: sum(getattr(day, one.name) for day in listed) for one in fields(Numbers)}
    if len(listed) > 1:
        sums |= {name: round(sums[name] * OF_SEVERAL_DAYS) for name in _COME_AGAIN}
    return Numbers(**sums)


def _scaled(whole: Numbers, part: float) -> Numbers:
    if part == 1:
        return whole
    less: dict[str, Any] = {one.name: int(getattr(whole, one.name) * part) for one in fields(Numbers)}
    return Numbers(**less | {"card": less["gmv"] - less["live"] - less["video"]})
