"""A shop's numbers for tests: four accounts, four weeks, LIVEs, and days that are missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.domain.evenings import Hours
from agent.domain.gpm import Mean
from agent.domain.identity import LoginId, ShopId
from agent.domain.insight import Metric, Of, Page, Reading, Span, Subject, Trait, Window
from agent.domain.roster import Shop, Stage
from agent.domain.shop_insight import insight_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agent.domain.shop_insight import ShopInsight

LAST: Final = date(2026, 11, 29)
ZONE: Final = "America/Mexico_City"
PRIME: Final = Hours(timedelta(hours=20), timedelta(hours=22))
SHOP: Final = Shop(
    ShopId("7495000000000000011"), "Casa Aurora MX", LoginId("lucia"), "MX", ZONE, "beauty", Stage.STANDARD, None, ()
)
MEAN: Final = Mean("MX", "MXN", Decimal(650), "a trade paper, table 3", date(2026, 11, 2))
_HANDLES: Final = ("casa.aurora.live", "ana_makeup", "maria.maquillaje.profesional", "belleza24")
_PORTRAIT: Final = {
    Trait.CATEGORY: {"Beauty": "0.52", "Fashion": "0.21", "Home & Kitchen": "0.15", "Food": "0.12"},
    Trait.PRICE: {"0-100": "0.35", "100-300": "0.4", "300-600": "0.15", "600-": "0.1"},
}


@dataclass
class Told:
    """What a portal would have shown of one shop up to a day; `gaps` are how many days before it nothing was read."""

    shop: Shop = SHOP
    last: date = LAST
    gaps: tuple[int, ...] = (18, 19)
    names: tuple[str, ...] = _HANDLES
    seed: int = 5

    def readings(self) -> list[Reading]:
        """All of it."""
        subjects = [Subject(self.shop.id, Of.SHOP, self.shop.id, self.shop.name)]
        subjects += [
            Subject(self.shop.id, Of.ACCOUNT, f"71{number:017}", name) for number, name in enumerate(self.names)
        ]
        return [reading for one in subjects for reading in self._of(one)]

    def _of(self, subject: Subject) -> Iterator[Reading]:
        dice = Random(f"{self.seed}/{subject.id}")  # noqa: S311 - the same for the same seed
        for back in range(28):
            day = self.last - timedelta(days=back)
            if back not in self.gaps:
                size = 1 if subject.of is Of.ACCOUNT else 5
                yield self._reading(subject, Window(Span.DAY, day, day), _values(dice, size))
            if subject.of is Of.ACCOUNT and back < 12 and dice.random() < 0.5:
                yield self._live(subject, day, dice)
        if subject.of is Of.SHOP:
            yield self._reading(subject, self._window(), _values(dice, 140))
        if subject.of is Of.ACCOUNT:
            portrait = {trait: _shifted(shares, dice) for trait, shares in _PORTRAIT.items()}
            yield self._reading(subject, self._window(), {Metric.FOLLOWERS: Decimal(9_000)}, Page.FANS, portrait)

    def _window(self) -> Window:
        return Window(Span.LAST_28, self.last - timedelta(days=27), self.last)

    def _live(self, subject: Subject, day: date, dice: Random) -> Reading:
        began = datetime(day.year, day.month, day.day, dice.randrange(10, 22), 30, tzinfo=ZoneInfo(ZONE))
        live = Subject(subject.shop, Of.LIVE, f"L{day:%m%d}{subject.id[-2:]}", subject.name, subject.id, began)
        values = _values(dice, 1) | {Metric.VIEWERS: Decimal(dice.randrange(90, 3_000)), Metric.LASTED: Decimal(5_400)}
        return self._reading(live, Window(Span.SESSION, day, day), values, Page.LIVES)

    def _reading(
        self,
        subject: Subject,
        window: Window,
        values: Mapping[Metric, Decimal],
        page: Page = Page.OVERVIEW,
        portrait: Mapping[Trait, Mapping[str, Decimal]] | None = None,
    ) -> Reading:
        at = datetime.combine(self.last + timedelta(days=1), time(1), ZoneInfo(ZONE))
        return Reading(subject, window, page, at, at, values, "MXN", portrait=portrait or {})


def _values(dice: Random, size: int) -> dict[Metric, Decimal]:
    visitors = dice.randrange(300, 600) * size
    orders = round(visitors * dice.uniform(0.02, 0.04))
    return {
        Metric.GMV: Decimal(orders * dice.randrange(180, 420)),
        Metric.ORDERS: Decimal(orders),
        Metric.VISITORS: Decimal(visitors),
        Metric.IMPRESSIONS: Decimal(visitors * dice.randrange(9, 14)),
        Metric.CLICKS: Decimal(round(visitors * 1.3)),
        Metric.DWELL: Decimal(dice.randrange(30, 70)),
    }


def _shifted(shares: Mapping[str, str], dice: Random) -> dict[str, Decimal]:
    weights = {name: float(share) * dice.uniform(0.5, 1.5) for name, share in shares.items()}
    return {name: Decimal(str(round(one / sum(weights.values()), 3))) for name, one in weights.items()}


def told_insight(told: Told | None = None, *means: Mean) -> ShopInsight:
    """What is known of it."""
    told = told or Told()
    return insight_of(told.shop, told.readings(), PRIME, means)
