"""The question that ends a promotion: which one it is about, and its last button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.identity import shown
from agent.domain.permit import Kind
from agent.errors import AskPerson, Code
from agent.pages.pressing import LAST, click, try_click
from agent.pages.reading import LEAVES
from agent.pages.standing import prove

if TYPE_CHECKING:
    from agent.domain.permit import Permit
    from agent.domain.promotion import PromotionRow
    from agent.domain.seen import Word
    from agent.pages.tab import Tab

_ITSELF = "promotions.sheet"


class StopDialog:
    """One open dialog on the promotions' page."""

    def __init__(self, tab: Tab, row: PromotionRow) -> None:
        """Whoever makes it has opened it from that row."""
        self._tab = tab
        self._row = row

    async def prepare(self, permit: Permit) -> None:
        """Prove that it asks about this very promotion, and that a click would reach its button."""
        async with self._tab.step(_ITSELF):
            said = await self._tab.read(LEAVES, [_ITSELF])
        meant = (permit.key.account, permit.handle)
        if (self._row.promotion_id, self._row.name) != meant or permit.handle not in said:
            raise AskPerson(Code.E_PORTAL_CHANGED, element=_ITSELF, why="about_another", value=shown(permit.handle))
        await try_click(self._tab, _ITSELF, LAST[Kind.PROMOTION_STOP])
        await prove(permit, self._tab)

    async def press(self, permit: Permit) -> Word:
        """Click once; the permit was proven by `prepare`, and nobody presses without."""
        _ = permit
        return await click(self._tab, _ITSELF, LAST[Kind.PROMOTION_STOP], "promotions.done")
