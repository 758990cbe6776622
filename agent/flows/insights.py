"""Read a shop's reports: every number twice, and nothing of a shop is kept before all of it has proven right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from agent.domain import compass
from agent.domain.compass import Place, window
from agent.domain.compass_proofs import require_apart, require_lives, require_nested, require_same, require_same_days
from agent.domain.identity import AccountId, folded
from agent.domain.insight import Metric, Page, Reading, Span, Window
from agent.domain.money import CURRENCY_OF
from agent.errors import AskPerson, Code, LookAgain
from agent.flows.handing_over import visited
from agent.flows.observe import in_shop
from agent.ports import Compass, LinkedAccounts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import date

    from agent.domain.facts import SessionSeen
    from agent.domain.reports import ReportSeen
    from agent.domain.roster import Shop
    from agent.ports import Desk, Visit

SPANS: Final = (Span.TODAY, Span.DAY, Span.LAST_7, Span.LAST_28)


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that was read of one shop on one day, proven; nothing of it is kept yet."""

    day: date
    readings: tuple[Reading, ...]

    @property
    def commissions(self) -> tuple[Reading, ...]:
        """The accounts on whose orders a commission is booked: on a linked account's there should be none."""
        longest = [one for one in self.readings if one.window.span is Span.LAST_28]
        return tuple(one for one in longest if one.value(Metric.COMMISSION))


async def gather(shop: Shop, desk: Desk, days: Sequence[date] = ()) -> Gathered:
    """Read all reports of a shop in one visit, with further single days if they are asked for."""
    return await visited(desk, lambda visit: _Gathering(shop, desk, visit).all(days))


@dataclass
class _Gathering:
    """One visit to one shop's reports; `accounts` are those it is about, id to handle, `days` what each table told."""

    shop: Shop
    desk: Desk
    visit: Visit
    accounts: dict[str, str] = field(default_factory=dict)
    days: dict[Window, list[Reading]] = field(default_factory=dict)

    async def all(self, days: Sequence[date]) -> Gathered:
        """What moves comes first: what stands still then proves that the shop was the same all the time."""
        await in_shop(self.visit, self.shop, self.desk)
        self.accounts = await self.desk.reader.read("linked accounts", self._linked)
        today = self._place().today
        further = [Window(Span.DAY, day, day) for day in days]
        windows = [*(window(span, today) for span in SPANS), *further]
        read = [one for asked in windows for one in await self._of(asked)]
        sessions = [one for asked in (windows[0], windows[3], *further) for one in await self._lives(asked)]
        self._prove(read, sessions, windows, today)
        portraits = [await self._fans(AccountId(number), handle) for number, handle in self.accounts.items()]
        return Gathered(today, (*read, *_once(sessions), *portraits))

    def _prove(self, read: Sequence[Reading], sessions: Sequence[Reading], all_: Sequence[Window], today: date) -> None:
        """Between the pages; a day that ended meanwhile would be the today of one page and the yesterday of another."""
        rows = [one for one in read if one.page is Page.CREATORS]
        for asked in all_:
            require_lives(rows, _once(sessions), asked, self.shop.zone)
        require_nested(read)
        require_apart(read)
        require_same_days(one for days in self.days.values() for one in days)
        if self._place().today != today:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="other_days", value=today)

    def _place(self) -> Place:
        currency = CURRENCY_OF.get(self.shop.region, "")
        return Place(self.shop.id, self.shop.name, self.shop.zone, currency, self.desk.clock.now())

    async def _linked(self) -> dict[str, str]:
        seen = await (await self.visit.open(LinkedAccounts)).read()
        self._require_shop(seen.session)
        if not seen.links.complete:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="half_a_list")
        return {str(row.account_id): row.handle for row in seen.links.rows}

    async def _of(self, asked: Window) -> list[Reading]:
        """The shop and its accounts over one window."""
        return [*await self._twice(lambda: self._shop(asked)), *await self._twice(lambda: self._accounts(asked))]

    async def _shop(self, asked: Window) -> list[Reading]:
        seen, place = await self._report(Page.OVERVIEW, asked)
        whole, days = compass.of_shop(seen, asked, place), list(compass.of_days(seen, place))
        self.days[asked] = [one for one in days if one.whole]
        return [whole, *(days if asked.span is Span.LAST_28 else ())]

    async def _accounts(self, asked: Window) -> list[Reading]:
        seen, place = await self._report(Page.CREATORS, asked)
        own = self.shop.official
        self.accounts |= {row.key: row.handle for row in seen.rows if own and folded(row.handle) == folded(own)}
        return [
            *compass.of_accounts(seen, asked, self.accounts, place),
            *compass.of_industry(seen, asked, place),
        ]

    async def _lives(self, asked: Window) -> list[Reading]:
        async def once() -> list[Reading]:
            seen, place = await self._report(Page.LIVES, asked)
            return compass.of_lives(seen, asked, self.accounts, place)

        return await self._twice(once)

    async def _fans(self, account: AccountId, handle: str) -> Reading:
        async def once() -> list[Reading]:
            place = self._place()
            seen = await (await self.visit.open(Compass)).fans(account)
            self._require_shop(seen.session)
            return [compass.of_fans(seen, account, handle, place)]

        (portrait,) = await self._twice(once)
        return portrait

    async def _report(self, page: Page, asked: Window) -> tuple[ReportSeen, Place]:
        """One report, and the moment before it was asked for: no number in it is older."""
        place = self._place()
        seen = await (await self.visit.open(Compass)).report(page, asked)
        self._require_shop(seen.session)
        return seen, place

    async def _twice(self, once: Callable[[], Awaitable[list[Reading]]]) -> list[Reading]:
        """The later of two reads that agree, each from an address of its own."""

        async def both() -> list[Reading]:
            first = await once()
            second = await once()
            require_same(first, second)
            return second

        return await self.desk.reader.read("compass", both)

    def _require_shop(self, session: SessionSeen) -> None:
        if session.shop != self.shop.id:
            raise AskPerson(Code.E_WRONG_SHOP, shop=self.shop.id)


def _once(sessions: Sequence[Reading]) -> list[Reading]:
    """Each LIVE as it was read last: one of today may be in several lists."""
    return list({one.subject.id: one for one in sessions}.values())
