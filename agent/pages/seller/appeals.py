"""The violation center: one violation with the appeals against it, the draft of the next one, and its last button."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from playwright.async_api import FilePayload

from agent.domain.appeal import AppealsSeen, SentAppeal, Waiting, digest_of
from agent.domain.identity import ShopId, shown
from agent.domain.permit import Kind
from agent.domain.violation import Violation
from agent.errors import AskPerson, Code, LookAgain, MendInput
from agent.pages.pressing import LAST, click, try_click
from agent.pages.reading import ask
from agent.pages.seller.health import ROWS, HealthPage
from agent.pages.standing import prove
from agent.ports import Appeals, Use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.domain.permit import Permit
    from agent.domain.seen import Word
    from agent.domain.upload import Upload
    from agent.domain.violation import AppealTry
    from agent.pages.tab import Tab

_FORM: Final = "violation.appeal"
_FIELD: Final = "appeal.reason"
# What was sent with each try, and what waits in the form, if there is one: a file on its way has no button yet.
_PAPERS: Final = """
(place, [field, lines]) => ({
  sent: [...place.querySelectorAll('[data-appeal-id]')].map((one) => {
    const [reason, files] = [...one.querySelectorAll('p')].map((text) => text.textContent);
    return { id: one.getAttribute('data-appeal-id'), reason: reason ?? '', files: files ?? '' };
  }),
  draft: place.querySelector(field) && [...place.querySelectorAll(lines)]
    .map((one) => [...one.querySelectorAll('span')].map((text) => text.textContent)),
})
"""
# What comes of one upload, whichever is first: its line with the button that takes it out, or the portal's word.
_TAKEN: Final = """
async ([alert, field, with_button, before, patience]) => {
  const lines = () => document.querySelectorAll(with_button).length;
  const said = () => [...document.querySelectorAll(alert)].filter(shown).map((one) => one.textContent.trim());
  const come = () => (lines() > before ? [''] : said().length ? said() : null);
  return (await until(() => document.querySelector(field) && come(), patience))?.[0] ?? null;
}
"""
_WITH_BUTTON: Final = ":is(li, [role=listitem]):has(button, [role=button])"
_LINES: Final = "(lines) => document.querySelectorAll(lines).length"


class AppealsPage(HealthPage, Appeals):
    """`Account health`, and the page of one of its records."""

    def __init__(self, tab: Tab) -> None:
        """The violation is opened on demand."""
        super().__init__(tab)
        self._about = ""
        self._reason = ""

    async def show(self, violation: str) -> AppealsSeen:
        """Follow the record's own link, and read what stands there; MendInput(E_INPUT) where the list has none."""
        if await self.turn_to(ROWS, violation) is None:
            raise MendInput(Code.E_INPUT, why="no_such_violation", value=shown(violation))
        seen = await self.open_violation(Violation(violation, ShopId(self.session().shop)))
        self._about = violation
        papers = await self._papers()
        sent = {one["id"]: one for one in papers["sent"]}
        tries = sorted(seen.tries, key=lambda one: (one.sent_at is None, one.sent_at))
        draft = papers["draft"]
        return AppealsSeen(
            seen.session,
            violation,
            seen.state,
            seen.until,
            tuple(_sent(one, sent[one.id]) for one in tries),
            None if draft is None else tuple(map(_waiting, draft)),
        )

    async def _papers(self) -> Any:  # noqa: ANN401 - plain data of the script's own shape
        async with self.tab.step("violation.whole"):
            return await self.tab.read(
                _PAPERS, ["violation.whole"], self.tab.portal.elements["appeal.file"].css, _WITH_BUTTON
            )

    async def take_out(self, name: str) -> None:
        """Press the button beside its name; what came of it is read afresh."""
        button = self.tab.find("appeal.remove", self.tab.find(_FORM), name=name).first
        async with self.tab.step("appeal.remove", button):
            await button.click()
            await button.wait_for(state="detached")

    async def attach(self, file: Upload) -> str:
        """Hand the very bytes that were checked to the page."""
        before, place = await ask(self.tab.page, _LINES, _WITH_BUTTON, 0), self.tab.find("appeal.file")
        async with self.tab.step("appeal.file", place, Use.LOOK):
            await place.set_input_files([FilePayload(name=file.name, mimeType=file.kind.media_type, buffer=file.body)])
            told = [self.tab.portal.elements[key].css for key in ("dialog.alert", "appeal.file")]
            word = await ask(self.tab.page, _TAKEN, [*told, _WITH_BUTTON, before, self.tab.word_ms], self.tab.word_ms)
        if word is None and not isinstance(trouble := await self.tab.late("appeal.file"), LookAgain):
            raise trouble  # whereas silence says nothing: what is in the draft is read afresh
        return str(word or "")

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


def _waiting(texts: list[str]) -> Waiting:
    """A line of the form: the name as it was given, and a size such as "12 KB"."""
    size = re.search(r"([0-9]{1,6})\s*KB", " ".join(texts[1:]))
    return Waiting(texts[0], int(size[1]) if size else None)
