"""A fake of account health, on the portal of `fakes`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from agent.domain.seen import Listing
from agent.domain.violation import HealthSeen, Standing, Violation, ViolationSeen
from agent.ports import Health


@dataclass
class FakeStanding:
    """What the page shows: the figure, and what is listed."""

    figure: Standing | None = None
    held: list[Violation] = field(default_factory=list)


class FakeHealth(Health):
    def __init__(self, portal: Any) -> None:
        self.portal, self.own = portal, portal.health

    async def arrive(self) -> None:
        self.portal.read()

    async def read(self) -> HealthSeen:
        from fakes import session

        held = tuple(self.own.held)
        return HealthSeen(session(), self.own.figure, "", "", Listing(held, len(held)))

    async def open_violation(self, violation: Violation) -> ViolationSeen:
        from fakes import session

        return ViolationSeen(session(), violation.id, violation.note, violation.state, violation.deadline, ())
