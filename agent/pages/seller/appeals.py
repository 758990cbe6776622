"""The violation center: one violation with the appeals against it, the draft of the next one, and its last button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from agent.domain.appeal import AppealsSeen, SentAppeal, digest_of
from agent.domain.identity import ShopId, shown
from agent.domain.permit import Kind
from agent.domain.violation import Violation
from agent.errors import AskPerson, Code, LookAgain, MendInput
from agent.pages.pressing import LAST, click, try_click
from agent.pages.seller.health import ROWS, HealthPage
from agent.pages.seller.papers import PaperField
from agent.pages.standing import prove
from agent.ports import Appeals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.domain.permit import Permit
    from agent.domain.seen import Word
    from agent.domain.upload import Upload
    from agent.domain.violation import AppealTry
    from agent.pages.tab import Tab

_FORM: Final = "violation.appeal"
_FIELD: Final = "appeal.reason"
# What was sent with each try.
_SENT: Final = """
(place) => [...place.querySelectorAll('[data-appeal-id]')].map((one) => {
  const [reason, files] = [...one.querySelectorAll('p')].map((text) => text.textContent);
  return { id: one.getAttribute('data-appeal-id'), reason: reason ?? '', files: files ?? '' };
})
"""


class AppealsPage(HealthPage, Appeals):
    """`Account health`, and the page of one of its records."""

    def __init__(self, tab: Tab) -> None:
        """The violation is opened on demand."""
        super().__init__(tab)
        self._about = ""
        self._reason = ""
        self._field = PaperField(tab, _FORM, "appeal.file", "appeal.remove")

    async def show(self, violation: str) -> AppealsSeen:
        """Follow the record's own link, and read what stands there; MendInput(E_INPUT) where the list has none."""
        if await self.turn_to(ROWS, violation) is None:
            raise MendInput(Code.E_INPUT, why="no_such_violation", value=shown(violation))
        seen = await self.open_violation(Violation(violation, ShopId(self.session().shop)))
        self._about = violation
        sent = {one["id"]: one for one in await self._sent()}
        tries = sorted(seen.tries, key=lambda one: (one.sent_at is None, one.sent_at))
        return AppealsSeen(
            seen.session,
            violation,
            seen.state,
            seen.until,
            tuple(_sent(one, sent[one.id]) for one in tries),
            await self._field.waiting(),
        )

    async def _sent(self) -> Any:  # noqa: ANN401 - plain data of the script's own shape
        async with self.tab.step("violation.whole"):
            return await self.tab.read(_SENT, ["violation.whole"])

    async def take_out(self, name: str) -> None:
        """Press the button beside its name; what came of it is read afresh."""
        await self._field.take_out(name)

    async def attach(self, file: Upload) -> str:
        """Hand the very bytes that were checked to the page."""
        return await self._field.attach(file)

    async def write(self, reason: str) -> None:
        """Type the reason, and see that the field keeps all of it."""
        field = self.tab.find(_FIELD)
        async with self.tab.step(_FIELD, field):
            await field.fill(reason)
            if await field.input_value() != reason:
                raise LookAgain(Code.E_PORTAL_CHANGED, element=_FIELD, why="keeps_nothing")
            await self.tab.find(LAST[Kind.APPEAL]).scroll_into_view_if_needed()  # so that a picture shows the files too
        self._reason = reason

    async def prepare(self, permit: Permit) -> None:
        """Prove that the form is of this very violation and says what was asked, and make a trial click."""
        if (self._about, self._about) != (permit.key.account, permit.handle):
            raise AskPerson(Code.E_PORTAL_CHANGED, element=_FORM, why="about_another", value=shown(permit.handle))
        async with self.tab.step(_FIELD):
            if await self.tab.find(_FIELD).input_value() != self._reason:
                raise LookAgain(Code.E_PORTAL_CHANGED, element=_FIELD, why="says_otherwise")
        await try_click(self.tab, _FORM, LAST[Kind.APPEAL])
        await prove(permit, self.tab)

    async def press(self, permit: Permit) -> Word:
        """Click once; the permit was proven by `prepare`, and nobody presses without."""
        _ = permit
        return await click(self.tab, _FORM, LAST[Kind.APPEAL], "appeal.done")


def _sent(one: AppealTry, papers: Mapping[str, str]) -> SentAppeal:
    files = tuple(filter(None, (name.strip() for name in papers["files"].split(","))))
    return SentAppeal(one.id, one.state, one.sent_at, one.decided_at, digest_of(papers["reason"]), files, one.answer)
