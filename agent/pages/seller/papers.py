"""The files of a form that keeps them in a draft until it is sent: what waits there, one more, and one taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from playwright.async_api import FilePayload

from agent.domain.upload import Waiting
from agent.errors import LookAgain
from agent.pages.reading import ask
from agent.ports import Use

if TYPE_CHECKING:
    from agent.domain.upload import Upload
    from agent.pages.tab import Tab

# What waits in the form, if there is one: a file on its way has no button yet.
_DRAFT: Final = """
(place, [field, lines]) => place.querySelector(field) && [...place.querySelectorAll(lines)]
  .map((one) => [...one.querySelectorAll('span')].map((text) => text.textContent))
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


@dataclass(frozen=True, slots=True)
class PaperField:
    """The part of a form that takes files: where it stands, its chooser, and the button beside a file."""

    tab: Tab
    place: str
    chooser: str
    remover: str

    async def waiting(self) -> tuple[Waiting, ...] | None:
        """What waits in it; None where the place takes no files."""
        async with self.tab.step(self.place):
            draft = await self.tab.read(_DRAFT, [self.place], self._css, _WITH_BUTTON)
        return None if draft is None else tuple(map(_waiting, draft))

    async def take_out(self, name: str) -> None:
        """Press the button beside its name; what came of it is read afresh."""
        button = self.tab.find(self.remover, self.tab.find(self.place).filter(visible=True), name=name).first
        async with self.tab.step(self.remover, button):
            await button.click()
            await button.wait_for(state="detached")

    async def attach(self, file: Upload) -> str:
        """Hand the very bytes that were checked to the page; answers its word against them, empty where it has none."""
        place = self.tab.find(self.chooser)
        async with self.tab.step(self.chooser, place, Use.LOOK):
            before = await ask(self.tab.page, _LINES, _WITH_BUTTON, 0)
            await place.set_input_files([FilePayload(name=file.name, mimeType=file.kind.media_type, buffer=file.body)])
            told = [self.tab.portal.elements["dialog.alert"].css, self._css]
            word = await ask(self.tab.page, _TAKEN, [*told, _WITH_BUTTON, before, self.tab.word_ms], self.tab.word_ms)
        if word is None and not isinstance(trouble := await self.tab.late(self.chooser), LookAgain):
            raise trouble  # whereas silence says nothing: what is in the draft is read afresh
        return str(word or "")

    @property
    def _css(self) -> str:
        return self.tab.portal.elements[self.chooser].css


def _waiting(texts: list[str]) -> Waiting:
    """A line of the form: the name as it was given, and a size such as "12 KB"."""
    size = re.search(r"([0-9]{1,6})\s*KB", " ".join(texts[1:]))
    return Waiting(texts[0], int(size[1]) if size else None)
