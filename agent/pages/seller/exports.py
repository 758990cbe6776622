"""Files that Data Compass makes: the button that asks for one, and the history where it is found when it is ready."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from agent.domain.exporting import ExportRequest, Module, TaskRow, TasksSeen, subject
from agent.domain.identity import shown
from agent.domain.insight import Span
from agent.domain.permit import Kind
from agent.domain.timestamps import read_day
from agent.errors import AskPerson, Code, LookAgain
from agent.pages.pressing import LAST, click, try_click
from agent.pages.reading import ask
from agent.pages.screen import Screen
from agent.pages.seller.compass_script import READ_HISTORY, READ_REPORT, when_still
from agent.pages.standing import prove
from agent.ports import ReportExports, Use

if TYPE_CHECKING:
    from datetime import date

    from agent.domain.facts import SessionSeen
    from agent.domain.permit import Permit
    from agent.domain.seen import Word

_BAR: Final = "export.bar"
# The page of each part without any days in its address, where alone the button stands (seller-center-facts.md 2.6).
_PATHS: Final = {one: f"export_{one}" for one in Module}
_TABLES: Final = {
    Module.CREATORS: "compass.accounts_table",
    Module.LIVES: "compass.lives_table",
    Module.PRODUCTS: "export.products_table",
}
_SPANS: Final = {
    Span.DAY: "export.yesterday",
    Span.LAST_7: "export.last_7_days",
    Span.LAST_28: "export.last_28_days",
}
_NAMES: Final = {one: f"export.name_{one}" for one in Module}
# The file as the browser's own session gets it, in letters that a script can hand over.
_FETCH: Final = """
async ([address]) => {
  const answer = await fetch(address, { cache: 'no-store' });
  if (!answer.ok) return null;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const parts = [];
  for (let at = 0; at < bytes.length; at += 32768) parts.push(String.fromCharCode(...bytes.subarray(at, at + 32768)));
  return btoa(parts.join(''));
}
"""


class ExportsPage(Screen, ReportExports):
    """`Data Compass`, with its button and its history."""

    path = _PATHS[Module.CREATORS]
    heading = "compass.heading"
    _chosen: ExportRequest | None = None

    async def choose(self, request: ExportRequest) -> SessionSeen:
        """Press the button of the days; the page must then name them, above rows that have come."""
        await self.tab.go(self.tab.portal.address("seller", _PATHS[request.module]), self.heading)
        key = _SPANS[request.window.span]
        button = await self.need(key)
        async with self.tab.step(key, button):
            await button.click()
        await self._require_days(request)
        self._chosen = request
        return self.session()

    async def prepare(self, permit: Permit) -> None:
        """Prove the part and the days once more, and that a click would reach the button."""
        if self._chosen is None or self._chosen.subject != permit.key.account:
            raise AskPerson(Code.E_PORTAL_CHANGED, element=_BAR, why="about_another", value=shown(permit.key.account))
        await self._require_days(self._chosen)
        await try_click(self.tab, _BAR, LAST[Kind.EXPORT])
        await prove(permit, self.tab)

    async def press(self, permit: Permit) -> Word:
        """Click once; a file that comes at once is left to the history, where every file is."""
        _ = permit
        return await click(self.tab, _BAR, LAST[Kind.EXPORT], "export.asked")

    async def _require_days(self, request: ExportRequest) -> None:
        first, last = (f"{one:%Y/%m/%d}" for one in (request.window.first, request.window.last))
        asked = {
            "dates": [self.tab.name("compass.first_day"), self.tab.name("compass.last_day")],
            "cards": {},
            "table": self.tab.name(_TABLES[request.module]),
            "loading": self.tab.portal.elements["compass.loading"].css,
            "shows": [first, last],
        }
        async with self.tab.step(_TABLES[request.module], None, Use.LOOK):
            seen = await when_still(self.tab, READ_REPORT, asked)
        if seen["late"]:
            raise await self.tab.late(_TABLES[request.module])

    async def history(self) -> TasksSeen:
        """Open the history and read its lines."""
        button = await self.need("export.history")
        async with self.tab.step("export.history", button):
            await button.click()
        elements = self.tab.portal.elements
        asked = [elements["export.record"].css, self.tab.name("export.none")]
        async with self.tab.step("export.record", None, Use.LOOK):
            seen = await when_still(self.tab, READ_HISTORY, *asked)
        if seen["late"]:
            raise await self.tab.late("export.record")
        return TasksSeen(self.session(), tuple(map(self._task, seen["rows"])))

    def _task(self, row: dict[str, Any]) -> TaskRow:
        at = self.tab.moment(row["at"])
        if at is None or not row["key"]:
            raise AskPerson(Code.E_PORTAL_CHANGED, element="export.record", why="no_time")
        return TaskRow(row["key"], self._subject(row["name"]), at, ready=row["ready"])

    def _subject(self, name: str) -> str:
        """Which part over which days a line names; empty for a part that is none of ours."""
        for module in Module:
            label = self.tab.name(_NAMES[module])
            if name.startswith(f"{label} "):
                days = _days(name.removeprefix(label))
                return subject(module, *days) if days else ""
        return ""

    async def file(self, task: str) -> bytes:
        """Fetch it in the page, by the session that asked for it."""
        address = self.tab.portal.paths["export_file"].replace("{task}", task)
        async with self.tab.step("export.record", None, Use.LOOK):
            told: str | None = await ask(self.tab.page, _FETCH, [address], self.tab.word_ms)
        if not told:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="no_file", value=task)
        return base64.b64decode(told)


def _days(text: str) -> tuple[date, date] | None:
    try:
        first, last = (read_day(one) for one in text.split("\u2013"))
    except ValueError:
        return None
    return first, last
