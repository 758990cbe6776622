"""The tools that a flow is handed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from agent.domain.hours import PressHours
    from agent.domain.portal import Portal
    from agent.domain.record import Who
    from agent.domain.roster import Login
    from agent.domain.rules import Rules
    from agent.ports.browser import Visits
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
    """The tools that a flow is handed for one request; `hours` are those in which an unwatched run may press."""

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

    def mark(self, point: str) -> None:
        """Reach a labelled point of the run."""
        self.trail.mark(point)

    def today(self) -> str:
        """The UTC day that the press budget of a login belongs to."""
        return self.clock.now().date().isoformat()
