"""The timing line of a run, kept in memory until the record is written."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from agent.domain.record import Attempt, Mark
from agent.ports import Trail

if TYPE_CHECKING:
    from collections.abc import Sequence


class TimingTrail(Trail):
    """Marks and attempts, in milliseconds since the run began."""

    def __init__(self) -> None:
        """Start the clock of this run."""
        self._began = time.perf_counter()
        self._marks: list[Mark] = []
        self._attempts: list[Attempt] = []

    def mark(self, point: str) -> None:
        """Keep when a labelled point was reached."""
        self._marks.append(Mark(point, (time.perf_counter() - self._began) * 1000))

    def attempt(self, attempt: Attempt) -> None:
        """Keep one try at a step."""
        self._attempts.append(attempt)

    def told(self) -> tuple[Sequence[Mark], Sequence[Attempt]]:
        """All marks and attempts so far."""
        return tuple(self._marks), tuple(self._attempts)
