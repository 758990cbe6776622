"""The daily collection over many shops: it goes on where it stopped, puts a hard shop off, and mixes no two."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from agent.domain.insight import Collected, Stand
from agent.domain.ledger import Outcome
from agent.domain.record import Record
from agent.domain.shop_days import day_of
from agent.errors import EXIT, Code, CompanionError, MendHost, RestoreState, worst
from agent.flows.insights import Gathered, gather
from agent.flows.run import failed, recorded
from agent.flows.together import together

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import date

    from agent.domain.identity import RunId, ShopId
    from agent.domain.roster import Shop
    from agent.ports import Clock, Desk, Insights

PUT_OFF: Final = timedelta(minutes=10)  # what others leave a hard shop alone for (seller-center-facts.md 6)
_A_DAY: Final = timedelta(days=1)
# What is wrong with the login, the person or this machine: the login's other shops would only meet it again.
_STOPS_THE_LOGIN: Final = frozenset({EXIT[one] for one in (Code.E_CHALLENGE, Code.E_SESSION_EXPIRED, Code.E_BUSY)})


class Collecting(ABC):
    """Whoever is told how a collection goes on."""

    @abstractmethod
    def ended(self, shop: Shop, record: Record, gathered: Gathered | None) -> None:
        """One shop was read, or was not."""


async def unheard(shop: Shop) -> None:
    """Nobody has to hear that a shop was read."""
    _ = shop


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one visit: its record, what was read where it came to that, and the run that it was."""

    record: Record
    gathered: Gathered | None = None
    run: RunId | None = None
    folder: str = ""


@dataclass
class Collection:
    """One run over shops; `anew` reads those too that are done for their day, `days` are single days besides.

    `heard` is asked after each shop that was read, when its numbers are kept.
    """

    insights: Insights
    clock: Clock
    desk: Callable[[Shop], Awaitable[Desk]]
    told: Collecting
    days: tuple[date, ...] = ()
    anew: bool = False
    heard: Callable[[Shop], Awaitable[None]] = unheard
    exits: list[int] = field(default_factory=list)
    _resting: set[str] = field(default_factory=set)
    _got: dict[ShopId, Gathered] = field(default_factory=dict)

    async def run(self, shops: Sequence[Shop], limit: int, at_once: int) -> int:
        """Read what is due, at most `limit` shops (0: all); answers the exit code of the whole."""
        due = await self.due(shops)
        await together(due[:limit] if limit else due, self._shop, at_once)
        return worst([*self.exits, *(EXIT[Code(one.code)] for one in await self.put_off(shops) if one.code)])

    async def put_off(self, shops: Sequence[Shop]) -> list[Collected]:
        """The shops whose present day was tried and is not read yet: whoever comes back later reads them."""
        return [one for one in (await self._stands_of(shops)).values() if one and one.stand is Stand.DEFERRED]

    async def due(self, shops: Sequence[Shop]) -> list[Shop]:
        """The shops whose present day is not done and not put off; those that were put off come last."""
        stands = await self._stands_of(shops)
        return sorted((shop for shop in shops if self._is_due(stands[shop])), key=lambda shop: stands[shop] is not None)

    async def _stands_of(self, shops: Sequence[Shop]) -> dict[Shop, Collected | None]:
        now = self.clock.now()
        known = {(one.shop, one.day): one for one in await self.insights.collected(now.date() - _A_DAY)}
        return {shop: known.get((shop.id, day_of(now, shop.zone))) for shop in shops}

    def _is_due(self, stand: Collected | None) -> bool:
        return self.anew or stand is None or (stand.due_at is not None and stand.due_at <= self.clock.now())

    async def _shop(self, shop: Shop) -> None:
        if shop.login in self._resting:
            return
        read = await self.visit(shop)
        self.exits.append(read.record.exit)
        self.told.ended(shop, read.record, read.gathered)
        if read.record.exit in _STOPS_THE_LOGIN:
            self._resting.add(shop.login)

    async def visit(self, shop: Shop) -> Read:
        """Read one shop, and write down how its day stands."""
        day = day_of(self.clock.now(), shop.zone)
        try:
            desk = await self.desk(shop)
        except (MendHost, RestoreState):
            raise
        except CompanionError as error:
            read = Read(failed(shop, None, None, error))
        else:
            record, folder = await recorded(shop, None, None, desk, partial(self._read, shop, desk))
            read = Read(record, self._got.pop(shop.id, None), desk.who.run, folder)
        await self._stands(shop, day, read)
        if read.gathered:
            await self.heard(shop)
        return read

    async def stand(self, shop: Shop, day: date) -> Collected | None:
        """How a shop's day stands; None where nothing was tried yet."""
        known = await self.insights.collected(day)
        return next((one for one in known if (one.shop, one.day) == (shop.id, day)), None)

    async def _read(self, shop: Shop, desk: Desk) -> Record:
        gathered = await gather(shop, desk, self.days)
        await self.insights.keep_readings(gathered.readings)
        self._got[shop.id] = gathered
        return Record(shop, None, None, Outcome.DONE)

    async def _stands(self, shop: Shop, day: date, read: Read) -> None:
        """Done for this day, or put off: what could not be read now may be read in a while."""
        now = self.clock.now()
        before = await self.stand(shop, day)
        tries, got = (before.tries if before else 0) + 1, read.gathered
        if got:
            stand = Collected(shop.id, got.day, Stand.DONE, now, None, tries)
        else:
            stand = Collected(shop.id, day, Stand.DEFERRED, now, now + PUT_OFF, tries, read.record.code or "")
        await self.insights.set_collected(stand)
