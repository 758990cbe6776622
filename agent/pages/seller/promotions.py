"""Marketing tools: the shop's promotions, the forms that make them, and the question that ends one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.domain.identity import legible
from agent.domain.promotion import PromotionRow, PromotionsSeen, PromotionState, Tool
from agent.domain.seen import Listing
from agent.errors import AskPerson, Code
from agent.pages.screen import Screen
from agent.pages.seller.promotion_form import PromotionForm
from agent.pages.seller.promotion_stop import StopDialog
from agent.pages.table import Grid, Row
from agent.ports import Promotions

if TYPE_CHECKING:
    from agent.domain.permit import Permit
    from agent.domain.promotion import FormSeen, Promotion
    from agent.domain.seen import Word
    from agent.pages.tab import Tab

_ROWS = Grid(
    "promotions.table",
    "promotions.total",
    "promotions.next_page",
    "promotions.loading",
    ("col.promotion", "col.discount", "col.starts", "col.ends", "col.applies", "col.state"),
)
_TOOLS = tuple(one for one in Tool if one is not Tool.CREATOR_LIVE_FLASH)
_STATE = "promotion_state."
_MARKUP = " \t\r\n"


class PromotionsPage(Screen, Promotions):
    """`Marketing tools`, with the list of the shop's own promotions."""

    path = "promotions"
    heading = "promotions.heading"
    filled = "promotions.total"

    def __init__(self, tab: Tab) -> None:
        """Its form and its dialog open on demand; the last one opened is the one that presses."""
        super().__init__(tab)
        self._pressable: PromotionForm | StopDialog = PromotionForm(self)

    async def read(self) -> PromotionsSeen:
        """All promotions over all pages; completeness is the listing's own."""
        rows, total = await self.rows(_ROWS)
        return PromotionsSeen(self.session(), Listing(tuple(map(self._promotion, rows)), total))

    def _promotion(self, row: Row) -> PromotionRow:
        name, tool = self._called(row.texts["col.promotion"].strip(_MARKUP))
        percent = re.fullmatch(r"\s*([0-9]{1,3})\s*%\s*", row.texts["col.discount"], re.ASCII)
        states = {self.tab.name(_STATE + one): one for one in PromotionState}
        return PromotionRow(
            promotion_id=row.key,
            tool=tool,
            name=name,
            percent=int(percent[1]) if percent else None,
            starts=self.tab.moment(row.times["col.starts"]),
            ends=self.tab.moment(row.times["col.ends"]),
            state=states.get(row.texts["col.state"].strip()),
            about=legible(" ".join(row.texts["col.applies"].split())),
        )

    def _called(self, text: str) -> tuple[str, Tool | None]:
        """The name and the tool of a cell that holds one after the other; of two that would fit, the longer tool."""
        tools = ((self.tab.name(f"tool.{one}"), one) for one in _TOOLS)
        for label, tool in sorted(tools, key=lambda one: -len(one[0])):
            if text.endswith(label):
                return text.removesuffix(label).rstrip(_MARKUP), tool
        return text, None

    async def fill(self, wanted: Promotion, zone: str) -> FormSeen:
        """Come to the tool's form and fill it in; nothing is published."""
        self._pressable = form = PromotionForm(self)
        return await form.fill(wanted, zone)

    async def open_stop(self, row: PromotionRow) -> None:
        """Open the question from the promotion's own row, on whichever page of the table it is."""
        place = await self.turn_to(_ROWS, row.promotion_id)
        if place is None:
            await self.arrive()
            place = await self.turn_to(_ROWS, row.promotion_id)
        if place is None:
            raise AskPerson(Code.E_PORTAL_CHANGED, element="promotions.table", why="not_found")
        button = self.tab.find("promotions.stop", place, name=row.name)
        async with self.tab.step("promotions.stop", button):
            await button.click()
        self._pressable = StopDialog(self.tab, row)

    async def prepare(self, permit: Permit) -> None:
        """Prove what will be published or ended where the press will be, and make a trial click."""
        await self._pressable.prepare(permit)

    async def press(self, permit: Permit) -> Word:
        """Click the last button once."""
        return await self._pressable.press(permit)
