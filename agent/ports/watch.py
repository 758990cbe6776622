"""Who is told, outside of a run, that a round goes on: whoever misses the word knows that none took place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.domain.jobs import Tally


class Watchdog(ABC):
    """Told of each round over all shops; never fails one, and holds none up for more than some seconds."""

    @abstractmethod
    async def began(self) -> None:
        """A round begins."""

    @abstractmethod
    async def ended(self, tally: Tally) -> None:
        """It has ended."""
