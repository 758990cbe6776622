"""Account health: the figure that the market has, and the records of violations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.domain.identity import ShopId, legible
from agent.domain.seen import Listing
from agent.domain.violation import AppealState, Category, HealthSeen, Right, Standing, System, Violation
from agent.errors import AskPerson, Code
from agent.pages.screen import Screen, count, raw_handle
from agent.pages.seller.violation import ViolationPage
from agent.pages.table import Grid, Row
from agent.ports import Health

if TYPE_CHECKING:
    from agent.domain.violation import ViolationSeen

ROWS = Grid(
    "health.table",
    "health.total",
    "health.next_page",
    "health.loading",
    (
        *("col.violation", "col.blamed", "col.enforcement", "col.points"),
        *("col.issued", "col.deadline", "col.appeal", "col.actions"),
    ),
)
_KIND, _STATE = "violation_kind.", "appeal_state."
_MARKUP = " \t\r\n"
_MINUS = "\u2212-"


class HealthPage(Screen, Health):
    """`Account health`, with the list of the shop's violations and of those of its linked accounts."""

    path = "health"
    heading = "health.heading"
    filled = "health.total"

    async def read(self) -> HealthSeen:
        """The figure and all records over all pages; completeness is the listing's own."""
        rows, total = await self.rows(ROWS)
        return HealthSeen(
            self.session(),
            await self._standing(),
            legible(await self._said("health.barred")),
            legible(await self._said("health.near")),
            Listing(tuple(map(self._violation, rows)), total),
        )

    async def _standing(self) -> Standing | None:
        """The one figure that the page names; None where it names none that the profile knows."""
        for system in System:
            key = f"health.{system}"
            told = await self.tab.glance(key) if key in self.tab.portal.elements else None
            value = count(told) if told is not None else None
            if value is not None:
                return Standing(system, value)
        return None

    async def _said(self, key: str) -> str:
        """A sentence that the page may show."""
        if key not in self.tab.portal.elements:
            return ""
        return " ".join((await self.tab.glance(key) or "").split())

    def _violation(self, row: Row) -> Violation:
        text = {name.removeprefix("col."): cell.strip(_MARKUP) for name, cell in row.texts.items()}
        rule, enforcement = text["violation"].removesuffix(row.key).rstrip(_MARKUP), text["enforcement"]
        frozen = enforcement == self.tab.name("enforcement.frozen")
        return Violation(
            id=row.key,
            shop=ShopId(self.session().shop),
            handle=raw_handle(text["blamed"]) if text["blamed"].startswith("@") else "",
            category={self.tab.name(_KIND + one): one for one in Category}.get(rule),
            rule=legible(rule),
            enforcement=legible(enforcement),
            points=_change(text["points"]),
            frozen=frozenset({Right.SELLING}) if frozen else frozenset(),
            opened_at=self.tab.moment(row.times["col.issued"]),
            deadline=self.tab.moment(row.times["col.deadline"]),
            state={self.tab.name(_STATE + one): one for one in AppealState}.get(text["appeal"]),
            appealable=text["actions"] == self.tab.name("health.appeal").replace("{number}", "").strip(),
        )

    async def open_violation(self, violation: Violation) -> ViolationSeen:
        """Follow the record's own link, on whichever page of the table it is, and read where it leads."""
        place = await self.turn_to(ROWS, violation.id)
        if place is None:
            await self.arrive()
            place = await self.turn_to(ROWS, violation.id)
        if place is None:
            raise AskPerson(Code.E_PORTAL_CHANGED, element="health.table", why="not_found")
        link = self.tab.find("health.open", place)
        await self.tab.follow("health.open", link, "violation.heading", "violation.facts")
        return await ViolationPage(self.tab).read(violation.id)


def _change(text: str) -> int | None:
    """What a violation did to the figure, less or more; None where it reads otherwise."""
    match = re.fullmatch(rf"([+{_MINUS}])\s*([0-9]{{1,4}})", text, re.ASCII)
    return int(match[2]) * (1 if match[1] == "+" else -1) if match else None
