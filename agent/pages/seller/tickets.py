"""The help center's tickets: the list, what was answered to one, and the dialog that opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agent.domain.identity import legible, shown
from agent.domain.permit import Kind
from agent.domain.seen import Listing
from agent.domain.ticket import TicketRow, TicketsSeen, TicketState, mark_of
from agent.errors import AskPerson, Code, LookAgain
from agent.pages.pressing import LAST, click, try_click
from agent.pages.screen import Screen
from agent.pages.seller.papers import PaperField
from agent.pages.standing import prove
from agent.pages.table import Grid, Row
from agent.ports import Tickets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.permit import Permit
    from agent.domain.seen import Word
    from agent.domain.upload import Upload, Waiting

_ROWS: Final = Grid(
    "tickets.table",
    "tickets.total",
    "tickets.next_page",
    "tickets.loading",
    ("col.question", "col.opened", "col.last_said", "col.ticket_state"),
)
_SHEET, _TEXT, _SUBJECT, _OPTION = "tickets.sheet", "tickets.text", "tickets.subject", "tickets.linking"
_MOST: Final = 2000
# What the platform's people have said last; the shop's own words are known.
_ANSWER: Final = """
(list) => [...list.querySelectorAll('[data-author="support"]')].at(-1)?.lastElementChild.textContent ?? ''
"""


class TicketsPage(Screen, Tickets):
    """`My tickets`."""

    path = "tickets"
    heading = "tickets.heading"
    filled = "tickets.total"
    _typed = ""
    _papers: Sequence[Waiting] = ()

    @property
    def _field(self) -> PaperField:
        return PaperField(self.tab, _SHEET, "tickets.file", "tickets.remove")

    async def read(self) -> TicketsSeen:
        """All tickets over all pages; completeness is the listing's own."""
        rows, total = await self.rows(_ROWS)
        return TicketsSeen(self.session(), Listing(tuple(map(self._ticket, rows)), total))

    def _ticket(self, row: Row) -> TicketRow:
        states = {self.tab.name(f"ticket_state.{one}"): one for one in TicketState}
        return TicketRow(
            ticket_id=row.key,
            text=legible(row.texts["col.question"].replace("\n", " ").partition(row.key)[0].strip(), _MOST),
            opened_at=self.tab.moment(row.times["col.opened"]),
            last_at=self.tab.moment(row.times["col.last_said"]),
            state=states.get(row.texts["col.ticket_state"].strip()),
        )

    async def answer(self, ticket: str) -> str:
        """Follow the ticket's own link; what marks it as read does not leave."""
        place = await self.turn_to(_ROWS, ticket)
        if place is None:
            return ""
        link = self.tab.find("tickets.view", place)
        async with self.tab.step("tickets.view", link):
            async with self.tab.page.expect_navigation(wait_until="commit"):
                await link.click()
            return legible(str(await self.tab.read(_ANSWER, ["tickets.thread"])), _MOST)

    async def begin(self) -> Sequence[Waiting]:
        """Open the dialog, and read which files wait in it; none where the profile names no place for them."""
        create = self.tab.find("tickets.create")
        async with self.tab.step("tickets.create", create):
            await create.click()
        if "tickets.file" in self.tab.portal.elements:
            self._papers = await self._field.waiting() or ()
        return self._papers

    async def take_out(self, name: str) -> None:
        """Press the button beside its name; what came of it is read afresh."""
        await self._field.take_out(name)

    async def attach(self, file: Upload) -> str:
        """Hand the very bytes that were checked to the page."""
        return await self._field.attach(file)

    async def compose(self, text: str) -> None:
        """Choose what it is about, and see that the field keeps all of the text."""
        sheet = self.tab.find(_SHEET).filter(visible=True)
        box = self.tab.find(_SUBJECT, sheet)
        async with self.tab.step(_SUBJECT, box):
            await box.click()
        option = self.tab.find(_OPTION)
        async with self.tab.step(_OPTION, option):
            await option.click()
        field = self.tab.find(_TEXT, sheet)
        async with self.tab.step(_TEXT, field):
            await field.fill(text)
        self._typed = text

    async def prepare(self, permit: Permit) -> None:
        """Prove that the dialog holds this matter's text under the right subject, and make a trial click."""
        sheet = self.tab.find(_SHEET).filter(visible=True)
        if not self._typed.endswith(mark_of(permit.key)):
            raise AskPerson(Code.E_PORTAL_CHANGED, element=_SHEET, why="about_another", value=shown(permit.handle))
        async with self.tab.step(_TEXT):
            typed = await self.tab.find(_TEXT, sheet).input_value()
            subject = (await self.tab.find(_SUBJECT, sheet).inner_text()).strip()
        if (typed, subject) != (self._typed, self.tab.name(_OPTION)):
            raise LookAgain(Code.E_PORTAL_CHANGED, element=_TEXT, why="says_otherwise")
        if "tickets.file" in self.tab.portal.elements and self._papers != (await self._field.waiting() or ()):
            raise LookAgain(Code.E_PORTAL_CHANGED, element="tickets.file", why="says_otherwise")
        await try_click(self.tab, _SHEET, LAST[Kind.TICKET])
        await prove(permit, self.tab)

    async def press(self, permit: Permit) -> Word:
        """Click once; the permit was proven by `prepare`, and nobody presses without."""
        _ = permit
        return await click(self.tab, _SHEET, LAST[Kind.TICKET], "tickets.done")
