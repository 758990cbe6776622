"""Shops' numbers put together: what was read of them, their best hours, and what their industry makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.adapters.pictures.beside import Quota
from agent.adapters.pictures.drawing import warm_up
from agent.adapters.pictures.views import ShopView
from agent.domain.around import days_around, held_around
from agent.domain.insight import Of
from agent.domain.live_plan import hours_of
from agent.domain.series import sorted_out
from agent.domain.shop_insight import insight_of
from agent.flows.looking_at_numbers import numbers_between, numbers_of
from agent.flows.promotions_run import promotion_run
from agent.gpmfile import read_means

__all__ = ["Numbers", "Quota", "ShopView", "warm_up"]

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from datetime import date, datetime

    from agent.domain.around import HeldAround
    from agent.domain.evenings import Hours
    from agent.domain.gpm import Mean
    from agent.domain.identity import ShopId
    from agent.domain.insight import Reading
    from agent.domain.ledger import Choice
    from agent.domain.roster import Shop
    from agent.domain.shop_insight import ShopInsight
    from agent.wiring.boards import Board

_TOGETHER: Final = 20  # shops: some thousands of readings


@dataclass
class Numbers:
    """The numbers of one operator's shops; `choices` are those of the rules."""

    board: Board
    choices: Sequence[Choice]

    @classmethod
    async def of_house(cls, board: Board) -> Numbers:
        """With the choices that are recorded now."""
        return cls(board, await board.ledger.choices())

    @cached_property
    def means(self) -> Sequence[Mean]:
        """What the industry makes, by the operator's file."""
        return read_means(self.board.house.folders)

    async def of(self, shop: Shop) -> ShopInsight:
        """All that is known of one shop; raises MendInput(E_CONFIG) for the operator's files."""
        return (await self.dated(shop))[0]

    async def each(self, shops: Sequence[Shop]) -> AsyncIterator[ShopInsight]:
        """The same of each of these, one after the other: some are read together, never all."""
        for first in range(0, len(shops), _TOGETHER):
            some = shops[first : first + _TOGETHER]
            found = await self._readings(some)
            for shop in some:
                yield self._insight(shop, found[shop.id])

    async def dated(self, shop: Shop) -> tuple[ShopInsight, datetime | None]:
        """What is known of one shop, and when the newest of it was read."""
        readings = (await self._readings([shop]))[shop.id]
        return self._insight(shop, readings), max((one.read_at for one in readings), default=None)

    async def _readings(self, shops: Sequence[Shop]) -> Mapping[ShopId, Sequence[Reading]]:
        return await numbers_of({one.id: self._today(one) for one in shops}, self.board.insights)

    def _insight(self, shop: Shop, readings: Sequence[Reading]) -> ShopInsight:
        return insight_of(shop, readings, self._hours(shop), self.means)

    async def around(self, shop: Shop, word: str) -> HeldAround:
        """A shop before, during and after a promotion, by its name or number; raises MendInput(E_INPUT)."""
        ran = await promotion_run(shop, word, self.board.ledger)
        days = days_around(ran, shop.zone, self._today(shop) - timedelta(days=1))
        whole = [*days.before, *days.during, *days.after]
        readings = await numbers_between(shop, self.board.insights, whole[0], whole[-1])
        own = [one for one in sorted_out(readings) if one.subject.of is Of.SHOP]
        return held_around(own[0] if own else None, ran, days)

    def _today(self, shop: Shop) -> date:
        """The shop's own day."""
        return self.board.clock.now().astimezone(ZoneInfo(shop.zone)).date()

    def _hours(self, shop: Shop) -> Hours:
        """Its best hours for LIVEs."""
        own = [one for one in self.choices if one.shop == shop.id]
        return hours_of(self.board.rules(shop, self.board.roster().login_of(shop), own))
