"""The tools that a flow is handed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.ports.handover import NOBODY, HandOver

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from agent.domain.hours import PressHours
    from agent.domain.portal import Portal
    from agent.domain.record import Record, Who
    from agent.domain.roster import Login
    from agent.domain.rules import Rules
    from agent.ports.browser import Visit, Visits
    from agent.ports.clock import Clock
    from agent.ports.ledger import Ledger
    from agent.ports.run import Evidence, Reader, Trail


@dataclass(frozen=True, slots=True)
class Waits:
    """How long is waited; values below the defaults are accepted for loopback portals only.

    `settle_window` and `settle_looks` govern when absence counts as proven.
    """

    lease: timedelta
    settle_window: timedelta
    settle_looks: int
    follow_pause: timedelta


@dataclass(frozen=True, slots=True)
class Desk:
    """The tools that a flow is handed for one request; `hours` are those in which an unwatched run may press.

    `ask_first` is how long a named person has to agree to each press, None where nobody is asked. `hand_on` lets people
    know what only they can do, before the run waits for it.
    """

    who: Who
    clock: Clock
    ledger: Ledger
    visits: Visits
    reader: Reader
    evidence: Evidence
    trail: Trail
    portal: Portal
    rules: Rules
    login: Login
    waits: Waits
    paced: bool
    hours: PressHours | None = None
    ask_first: timedelta | None = None
    hand_over: HandOver = NOBODY
    hand_on: Callable[[Record], None] = lambda _: None

    def mark(self, point: str) -> None:
        """Reach a labelled point of the run."""
        self.trail.mark(point)

    async def handed_over(self, step: str, visit: Visit, heading: str = "") -> bool:
        """Leave a visit's tab to a person, if one can be reached; whether it asks for nobody any more."""
        return await self.hand_over.meet(step, visit, self, heading)

    def today(self) -> str:
        """The UTC day that the press budget of a login belongs to."""
        return self.clock.now().date().isoformat()
