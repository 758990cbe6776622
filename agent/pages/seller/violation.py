"""The page of one violation: what the portal says of it, until when an appeal is taken, and the appeals so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.domain.identity import legible, shown
from agent.domain.violation import AppealState, AppealTry, ViolationSeen
from agent.errors import AskPerson, Code
from agent.pages.standing import session_in

if TYPE_CHECKING:
    from agent.pages.tab import Tab

# The rows of a table of descriptions by their heads, and the number that its table stands for.
_FACTS = """
(table) => ({
  id: table.getAttribute('data-violation-id') ?? '',
  rows: Object.fromEntries([...table.querySelectorAll('tr,[role=row]')].map((row) =>
    ['th,[role$=header]', 'td,[role=cell]'].map((place) => row.querySelector(place)?.textContent.trim() ?? ''))),
})
"""
_STATE = "appeal_state."
_TIME = "(place) => place.querySelector('time')?.getAttribute('datetime') ?? null"
_TRIES = """
(place) => [...place.querySelectorAll('[data-appeal-id]')].map((one) => ({
  id: one.getAttribute('data-appeal-id'),
  state: one.querySelector('header > span')?.textContent.trim() ?? '',
  times: [...one.querySelectorAll('time')].map((at) => at.getAttribute('datetime')),
  answer: [...one.querySelectorAll('p')].slice(2).map((text) => text.textContent.trim()).join(' '),
}))
"""


class ViolationPage:
    """`Violation details`, come to from the list of records."""

    def __init__(self, tab: Tab) -> None:
        """It is open already in this tab."""
        self.tab = tab

    async def read(self, number: str) -> ViolationSeen:
        """What it shows of this violation; raises AskPerson where it is about another."""
        async with self.tab.step("violation.facts"):
            seen = await self.tab.read(_FACTS, ["violation.facts"])
        if seen["id"] != number:
            raise AskPerson(Code.E_PORTAL_CHANGED, element="violation.facts", why="about_another", value=shown(number))
        rows: dict[str, str] = seen["rows"]
        return ViolationSeen(
            session_in(self.tab.shop_context, self.tab.language),
            number,
            _said(rows.get(self.tab.name("violation.note"), "")),
            self._state(rows.get(self.tab.name("col.appeal"), "")),
            self.tab.moment(await self._told(_TIME, "violation.appeal")),
            tuple(self._try(one) for one in await self._told(_TRIES, "violation.whole")),
        )

    async def _told(self, script: str, key: str) -> Any:  # noqa: ANN401 - plain data of the script's own shape
        async with self.tab.step(key):
            return await self.tab.read(script, [key])

    def _state(self, text: str) -> AppealState | None:
        return {self.tab.name(_STATE + one): one for one in AppealState}.get(text)

    def _try(self, told: dict[str, Any]) -> AppealTry:
        sent, decided, *_ = (*map(self.tab.moment, told["times"]), None, None)
        return AppealTry(told["id"], self._state(told["state"]), sent, decided, legible(told["answer"], 500))


def _said(text: str) -> str:
    """What a cell says; a dash says nothing."""
    return legible(text, 500) if any(map(str.isalnum, text)) else ""
