"""Data Compass: the shop's days, its accounts, their LIVEs, and who follows them; read, never pressed.

Every look is a navigation of its own to an address that names the days: then there are no rows of an earlier choice
which a late answer could leave standing, as there are after a press of one of the page's buttons.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from agent.domain.identity import legible
from agent.domain.insight import Metric, Page, Span, Trait, Window
from agent.domain.reports import DASH, FansSeen, IndustrySeen, ReportRow, ReportSeen
from agent.domain.timestamps import read_day
from agent.errors import AskPerson, Code, LookAgain
from agent.pages.screen import Screen, raw_handle
from agent.pages.seller.compass_script import READ_FANS, READ_REPORT, when_still
from agent.ports import Compass, Use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.domain.identity import AccountId

_CARDS: Final = (
    *(Metric.GMV, Metric.LIVE_GMV, Metric.VIDEO_GMV, Metric.CARD_GMV, Metric.ITEMS, Metric.SKU_ORDERS, Metric.ORDERS),
    *(Metric.CUSTOMERS, Metric.VISITORS, Metric.IMPRESSIONS, Metric.UNIQUE_IMPRESSIONS),
    *(Metric.CTR, Metric.CVR, Metric.DWELL, Metric.GPM),
)
_DAYS: Final = (
    *(Metric.GMV, Metric.ORDERS, Metric.ITEMS, Metric.CUSTOMERS, Metric.VISITORS, Metric.IMPRESSIONS),
    *(Metric.CTR, Metric.CVR, Metric.DWELL),
)
_ACCOUNTS: Final = (
    *(Metric.GMV, Metric.ORDERS, Metric.ITEMS, Metric.VISITORS, Metric.IMPRESSIONS, Metric.LIVES),
    *(Metric.CTR, Metric.CVR, Metric.DWELL, Metric.GPM, Metric.COMMISSION),
)
_LIVES: Final = (
    *(Metric.LASTED, Metric.GMV, Metric.ORDERS, Metric.VIEWERS, Metric.IMPRESSIONS),
    *(Metric.CTR, Metric.CVR, Metric.GPM),
)
# What stands in a report: the cards above it, its table, and the columns of that.
_SHOWN: Final = {
    Page.OVERVIEW: (_CARDS, "compass.days_table", _DAYS),
    Page.CREATORS: ((), "compass.accounts_table", _ACCOUNTS),
    Page.LIVES: ((), "compass.lives_table", _LIVES),
}
_WHEN, _WHOSE, _DAY, _ON_AIR = "compass.began_column", "compass.account_column", "compass.day_column", "compass.on_air"
_FANS: Final = "compass.fans_heading"
_LISTS: Final = {one: f"fans.by_{one}" for one in Trait}
_INDUSTRY: Final = ("measure.industry_gpm", "compass.industry_of", "compass.industry_day")
_LABELS: Final = {Metric.LASTED: "measure.minutes"}
_CTR_OF_LIVES: Final = "measure.click_rate"


class CompassPage(Screen, Compass):
    """`Data Compass`."""

    path = "export_creators"  # the one address that names no days
    heading = "compass.heading"

    async def arrive(self) -> None:
        """Prove the page once in a tab: each look then navigates to an address of its own, and proves that."""
        if self.tab.heading not in {self.heading, _FANS}:
            await super().arrive()

    async def show(self, page: Page, span: Span) -> None:
        """Go to a report over these last days, and read nothing of it."""
        await self._go_to(page, span)

    async def show_fans(self, account: AccountId) -> None:
        """Go to a portrait, and read nothing of it."""
        address = self.tab.portal.address("seller", "compass_fans").replace("{account}", account)
        await self.tab.go(address, _FANS)

    async def _go_to(self, page: Page, days: str) -> None:
        address = self.tab.portal.address("seller", f"compass_{page}")
        await self.tab.go(address.replace("{span}", days), self.heading)

    async def report(self, page: Page, window: Window) -> ReportSeen:
        """Go to a report and read it as it stands."""
        await self._go_to(page, _span(window))
        cards, table, columns = _SHOWN[page]
        seen = await self._read(
            READ_REPORT,
            {
                "dates": [self.tab.name("compass.first_day"), self.tab.name("compass.last_day")],
                "cards": {one: self._label(one, page) for one in cards},
                "table": self.tab.name(table),
                "besides": [self.tab.name(key) for key in _INDUSTRY if self._tells_industry(page)],
                "loading": self.tab.portal.elements["compass.loading"].css,
            },
            table,
        )
        first, last = (self._day(text) for text in seen["dates"])
        rows = tuple(self._row(row, page, columns, seen["heads"]) for row in seen["rows"])
        shown = {Metric(one): text for one, text in seen["cards"].items()}
        return ReportSeen(self.session(), first, last, shown, rows, self._industry(seen["besides"]))

    def _tells_industry(self, page: Page) -> bool:
        """Whether the profile knows what the page calls the mean of an industry."""
        return page is Page.CREATORS and all(key in self.tab.portal.elements for key in _INDUSTRY)

    def _industry(self, told: Sequence[str]) -> IndustrySeen | None:
        """What others make, where the page tells it."""
        return IndustrySeen(told[0], told[1], self._day(told[2])) if told else None

    async def fans(self, account: AccountId) -> FansSeen:
        """Go to a portrait and read it as it stands."""
        await self.show_fans(account)
        lists = {trait: self.tab.name(_LISTS[trait]) for trait in Trait}
        asked = {"whose": self.tab.portal.elements["compass.whose"].css, "lists": lists}
        seen = await self._read(READ_FANS, asked, "compass.whose")
        before, _, after = self.tab.name("compass.whose_text").partition("@{handle}")
        owner, _, followers = seen["whose"].removeprefix(before).removeprefix("@").partition(after.partition("{n}")[0])
        lines = {
            trait: tuple((self._known(trait, name), share) for name, share in seen["lists"][trait]) for trait in Trait
        }
        return FansSeen(self.session(), owner.strip(), followers.replace(after.partition("{n}")[2], ""), lines)

    async def _read(self, script: str, asked: dict[str, Any], what: str) -> dict[str, Any]:
        """What the script tells once the page is whole; half of a page, or one that reports an error, is none."""
        async with self.tab.step(what, None, Use.LOOK):
            seen = await when_still(self.tab, script, asked)
        if seen["late"]:
            raise await self.tab.late(what)
        return seen

    def _label(self, metric: Metric, page: Page) -> str:
        """What the page calls a number."""
        if (metric, page) == (Metric.CTR, Page.LIVES):
            return self.tab.name(_CTR_OF_LIVES)
        return self.tab.name(_LABELS.get(metric, f"measure.{metric}"))

    def _row(self, row: dict[str, Any], page: Page, columns: tuple[Metric, ...], heads: list[str]) -> ReportRow:
        def place(label: str) -> int:
            if heads.count(label) != 1:
                raise LookAgain(Code.E_PORTAL_CHANGED, element=label, why="found_times", value=heads.count(label))
            return heads.index(label)

        texts = {one: row["cells"][place(self._label(one, page))] for one in columns}
        if page is Page.OVERVIEW:
            return ReportRow(self._day(row["cells"][place(self.tab.name(_DAY))]).isoformat(), "", texts)
        whose, word = row["cells"][place(self.tab.name(_WHOSE))], self.tab.name(_ON_AIR)
        on_air = page is Page.LIVES and whose.rstrip().endswith(word)
        handle = raw_handle(whose.rstrip().removesuffix(word) if on_air else whose)
        began = self._began(row["times"][place(self.tab.name(_WHEN))]) if page is Page.LIVES else None
        return ReportRow(row["key"], handle, texts, began, on_air)

    def _began(self, text: str | None) -> datetime:
        moment = datetime.fromisoformat(text) if text else None
        if moment is None or moment.tzinfo is None:
            raise AskPerson(Code.E_PORTAL_CHANGED, element=_WHEN, why="no_time")
        return moment

    def _day(self, text: str) -> date:
        try:
            return read_day(text)
        except ValueError:
            told = {"element": _DAY, "why": "no_time", "value": legible(text, 40)}
            raise AskPerson(Code.E_PORTAL_CHANGED, **told) from None

    def _known(self, trait: Trait, name: str) -> str:
        """The key of a word that the profile knows, else the page's own text."""
        if trait is Trait.PRICE:
            return self._band(name.strip())
        return self._words(trait).get(name.strip(), legible(name.strip(), 60))

    def _band(self, name: str) -> str:
        """Two amounts with a dash between them; a band without an end has only the first."""
        before, _, after = self.tab.name("fans.price_above").partition("{low}")
        endless = name.startswith(before) and name.endswith(after)
        return f"{name.removeprefix(before).removesuffix(after)}{DASH}" if endless else name

    def _words(self, trait: Trait) -> Mapping[str, str]:
        start = f"fans.{trait}_"
        keys = (key for key in self.tab.portal.elements if key.startswith(start))
        return {self.tab.name(key): key.removeprefix(start) for key in keys}


def _span(window: Window) -> str:
    """How the address names these days."""
    return f"{window.first}..{window.last}" if window.span is Span.DAY else window.span
