"""Which days are worked in a country."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.domain.working_days import DaysOff


class DaysOffBook(ABC):
    """Calendars of countries; a missing one is no error."""

    @abstractmethod
    def of(self, country: str, years: Iterable[int]) -> DaysOff:
        """What is known about these years; everything unknown where nobody has the country's calendar."""
