"""A shop's numbers with their pictures on its page: drawn once, and anew when a number is another one."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from agent.dashboard.used import quotas_of
from agent.errors import MendInput
from agent.wiring.numbers import Numbers, ShopView

if TYPE_CHECKING:
    from collections.abc import Hashable

    from agent.dashboard.cards import Card
    from agent.wiring.boards import Board
    from agent.words import Words

_KEPT: Final = 24  # shops whose pictures are kept, a fifth of a megabyte each


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the numbers, or why they cannot be drawn; `view` is None where none were read."""

    view: ShopView | None = None
    trouble: MendInput | None = None


@dataclass
class Gallery:
    """The pictures of the shops that were looked at last."""

    board: Board
    _kept: OrderedDict[Hashable, Shown] = field(default_factory=OrderedDict)

    async def of(self, card: Card, say: Words) -> Shown:
        """A shop's numbers in a language."""
        try:
            numbers = await Numbers.of_house(self.board)
            insight, read_at = await numbers.dated(card.shop)
            if insight.last is None:
                return Shown()
            view = ShopView(insight, quotas_of(card, say), say)
            key = (card.shop, say.language, read_at, numbers.means, *view.quotas)
            if key not in self._kept:
                await asyncio.to_thread(lambda: view.pictures)  # a second's work, the first time
                self._keep(key, Shown(view))
            return self._kept[key]
        except MendInput as error:
            return Shown(trouble=error)

    def _keep(self, key: Hashable, shown: Shown) -> None:
        self._kept[key] = shown
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
