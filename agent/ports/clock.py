"""Time, as far as the house may know and spend it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta


class Clock(ABC):
    """The only source of the time of day, and the only way to wait."""

    @abstractmethod
    def now(self) -> datetime:
        """The moment, aware, in UTC."""

    @abstractmethod
    async def sleep(self, pause: timedelta) -> None:
        """Let time pass between two looks (never to synchronise with a page)."""
