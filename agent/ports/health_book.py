"""What the memory keeps of shops' standing: a dated series of the figure, and every violation that a portal listed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.appeal import AppealsSeen
    from agent.domain.identity import ShopId
    from agent.domain.violation import Standing, Violation


class HealthBook(ABC):
    """A part of the ledger."""

    @abstractmethod
    async def see_health(self, shop: ShopId, standing: Standing | None, seen: Sequence[Violation]) -> None:
        """Remember what a whole page of account health showed; a violation that is no more listed is over.

        An account is known by its handle; its number is added where the ledger has it.
        """

    @abstractmethod
    async def see_appeals(self, shop: ShopId, seen: AppealsSeen) -> None:
        """Remember how a violation's own page showed the appeals against it; one that no list has shown is left out."""

    @abstractmethod
    async def violations(self, shop: ShopId | None = None) -> Sequence[Violation]:
        """What was listed when it was last read, newest first."""

    @abstractmethod
    async def health_read(self, shop: ShopId) -> datetime | None:
        """When account health of a shop was last read."""
