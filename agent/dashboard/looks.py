"""All shops as they stand, put together anew when something has happened or a minute is over."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.dashboard.cards import ADDS, EVER, LATELY, UNLINKS, Card, Moment, by_shop, days_of, sorted_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.identity import ShopId
    from agent.wiring.boards import Board


@dataclass
class Looks:
    """The cards of all shops; asked for again and again, the ledger answers once."""

    board: Board
    _known: tuple[object, ...] = ()
    _cards: Sequence[Card] = ()
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def cards(self) -> Sequence[Card]:
        """How each shop of the roster stands."""
        async with self._turn:
            roster, now = self.board.roster(), self.board.clock.now()
            seen = (*(await self.board.ledger.pulse()), id(roster), now.replace(second=0, microsecond=0))
            if seen != self._known:
                self._cards, self._known = await self._look(), seen
            return self._cards

    async def card(self, shop: ShopId) -> Card | None:
        """One of them."""
        return next((one for one in await self.cards() if one.shop.id == shop), None)

    async def _look(self) -> Sequence[Card]:
        roster, now = self.board.roster(), self.board.clock.now()
        periods = {EVER, *days_of(roster.shops, now)}
        survey = await self.board.ledger.survey(now - LATELY, {UNLINKS, ADDS}, periods)
        known, moment = by_shop(survey, roster.shops), Moment(now, survey.spent, survey.by_others)
        logins = {one.id: one for one in roster.logins}
        choices = sorted_out(survey.choices)
        cards = []
        for shop in roster.shops:
            login = logins[shop.login]
            rules = self.board.rules(shop, login, choices.get(shop.id, ()))
            cards.append(moment.card(shop, login, known[shop.id], rules))
        return cards
