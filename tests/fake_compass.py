"""Reports of a made-up shop whose true figures the test knows: written in any language's way, and torn by faults."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from agent.domain.facts import SessionSeen
from agent.domain.identity import AccountId, LoginId, ShopId
from agent.domain.insight import Metric, Page, Span, Trait, Unit, Window
from agent.domain.reports import FansSeen, IndustrySeen, ReportRow, ReportSeen
from agent.ports import Compass

ZONE = "America/Mexico_City"
ADDED = (Metric.GMV, Metric.LIVE_GMV, Metric.VIDEO_GMV, Metric.CARD_GMV, Metric.ITEMS, Metric.ORDERS)
ADDED += (Metric.VISITORS, Metric.IMPRESSIONS)
CARDS = (*ADDED, Metric.CTR, Metric.CVR, Metric.DWELL, Metric.GPM)
DAYS = (Metric.GMV, Metric.ORDERS, Metric.ITEMS, Metric.IMPRESSIONS, Metric.CVR, Metric.DWELL)
ACCOUNTS = (Metric.GMV, Metric.ORDERS, Metric.ITEMS, Metric.IMPRESSIONS, Metric.LIVES, Metric.CTR, Metric.COMMISSION)
LIVES = (Metric.LASTED, Metric.GMV, Metric.ORDERS, Metric.VIEWERS, Metric.CVR)
PORTRAIT = {
    Trait.GENDER: (("women", "62%"), ("men", "38%")),
    Trait.PRICE: (("$0 \u2013 $100", "70%"), ("$1,000\u2013", "30%")),
}
Values = dict[Metric, Decimal | None]
Tear = Callable[[ReportSeen, Page, Window], ReportSeen]


@dataclass(frozen=True)
class Style:
    """How a language writes: what parts thousands, the decimal mark, where the money's sign stands."""

    group: str
    point: str
    after: bool = False
    stay: str = "{m}m {s}s"

    def write(self, value: Decimal | None, metric: Metric) -> str:
        if value is None:
            return "--"
        match metric.unit:
            case Unit.MONEY:
                text = self._grouped(f"{value:,.2f}")
                return f"{text}\u00a0$" if self.after else f"${text}"
            case Unit.SHARE:
                return f"{self._grouped(f'{value * 100:.2f}')} %"
            case Unit.SECONDS:
                return self.stay.format(m=int(value) // 60, s=int(value) % 60)
            case _:
                return self._grouped(f"{value:,}")

    def _grouped(self, text: str) -> str:
        return text.replace(",", "G").replace(".", self.point).replace("G", self.group)


STYLES = (Style(",", "."), Style(".", ",", after=True), Style("\u202f", ",", after=True), Style("", "."))
STYLES += (Style(",", ".", stay="{m}分{s}秒"),)


@dataclass
class Books:
    """What is true of a shop, by day and subject; the same for the same seed."""

    seed: int = 1
    style: Style = STYLES[0]
    commission: Decimal = Decimal("0.00")
    tears: list[Tear] = field(default_factory=list)  # what is done to the next reports, one after the other
    looks: int = 0
    industry: IndustrySeen | None = None

    def day(self, day: date, subject: str = "") -> Values:
        dice = random.Random(f"{self.seed}/{subject}/{day}")  # noqa: S311 - repeatable numbers are the point
        live, video, card = (Decimal(dice.randrange(10**7)) / 100 for _ in range(3))
        told = [live + video + card, live, video, card, *(Decimal(dice.randrange(10**6)) for _ in range(4))]
        return dict(zip(ADDED, told, strict=True))

    def total(self, window: Window, subject: str = "") -> Values:
        days = [self.day(one, subject) for one in days_of(window)]
        sums: Values = {metric: sum((day[metric] or 0 for day in days), Decimal()) for metric in ADDED}
        return sums | self._rates(sums) | {Metric.COMMISSION: self.commission}

    def _rates(self, sums: Values) -> Values:
        shown, visitors = sums[Metric.IMPRESSIONS] or 0, sums[Metric.VISITORS] or 0
        percent = Decimal(int(shown) % 10_001) / 10_000
        return {
            Metric.CTR: percent if shown else None,
            Metric.CVR: Decimal(int(visitors) % 10_001) / 10_000 if visitors else None,
            Metric.DWELL: Decimal(int(visitors) % 900) if visitors else None,
            Metric.GPM: (Decimal(int(sums[Metric.GMV] or 0) % 1000) + Decimal("0.25")) if shown else None,
        }

    def lives(self, window: Window, account: str) -> Iterator[tuple[datetime, Values]]:
        for day in days_of(window):
            if (day.toordinal() + self.seed + int(account)) % 3 == 0:
                began = datetime(day.year, day.month, day.day, 20, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
                sold = self.day(day, f"{account}/live")
                yield (
                    began,
                    {
                        Metric.LASTED: Decimal(60 * (30 + day.day)),
                        Metric.GMV: sold[Metric.GMV],
                        Metric.ORDERS: sold[Metric.ORDERS],
                        Metric.VIEWERS: sold[Metric.VISITORS],
                        Metric.CVR: self._rates(sold)[Metric.CVR],
                    },
                )


def days_of(window: Window) -> list[date]:
    return [window.first + timedelta(days=number) for number in range(window.days)]


class FakeCompass(Compass):
    """The reports of a fake portal's books."""

    def __init__(self, portal: Any) -> None:
        self.portal = portal
        self.books: Books = portal.reports

    async def arrive(self) -> None:
        """Nothing to open."""

    async def show(self, page: Page, span: Span) -> None:
        """Nothing to look at."""

    async def show_fans(self, account: AccountId) -> None:
        """Nothing to look at."""

    async def report(self, page: Page, window: Window) -> ReportSeen:
        self.books.looks += 1
        rows = {Page.OVERVIEW: self._days, Page.CREATORS: self._accounts, Page.LIVES: self._lives}[page](window)
        cards = self._texts(self.books.total(window), CARDS) if page is Page.OVERVIEW else {}
        industry = self.books.industry if page is Page.CREATORS else None
        seen = ReportSeen(self._session(), window.first, window.last, cards, tuple(rows), industry)
        tear = self.books.tears.pop(0) if self.books.tears else untorn
        return tear(seen, page, window)

    async def fans(self, account: AccountId) -> FansSeen:
        return FansSeen(self._session(), self.portal.name(account), "12,345", PORTRAIT)

    def _session(self) -> SessionSeen:
        return SessionSeen(LoginId("7480000000000000001"), ShopId(self.portal.stands_in))

    def _days(self, window: Window) -> Iterator[ReportRow]:
        for day in days_of(window):
            one = Window(window.span, day, day)
            yield ReportRow(day.isoformat(), "", self._texts(self.books.total(one), DAYS))

    def _accounts(self, window: Window) -> Iterator[ReportRow]:
        for number in self.portal.links():
            counted: Values = {Metric.LIVES: Decimal(len(list(self.books.lives(window, number))))}
            texts = self._texts(self.books.total(window, number) | counted, ACCOUNTS)
            yield ReportRow(number, self.portal.name(number), texts)

    def _lives(self, window: Window) -> Iterator[ReportRow]:
        for number in self.portal.links():
            for began, values in self.books.lives(window, number):
                minutes = Decimal(int(values[Metric.LASTED] or 0) // 60)
                texts = self._texts(values, LIVES) | {Metric.LASTED: self.books.style.write(minutes, Metric.LIVES)}
                yield ReportRow(f"{began:%Y%m%d}{number}", self.portal.name(number), texts, began)

    def _texts(self, values: Values, metrics: tuple[Metric, ...]) -> dict[Metric, str]:
        return {one: self.books.style.write(values[one], one) for one in metrics}


def untorn(seen: ReportSeen, page: Page, window: Window) -> ReportSeen:
    """As it is."""
    _ = page, window
    return seen


def torn(**change: Any) -> Tear:
    """A report with something else in it."""
    return lambda seen, *_: replace(seen, **change)
