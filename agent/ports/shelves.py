"""What the memory keeps of showcases from one day to the next: how full they are, and what they are still to get."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.identity import ShopId
    from agent.domain.jobs import Job
    from agent.domain.shelf import ShelfState


class Shelves(ABC):
    """A part of the ledger; the end of a link ends what is kept here of it."""

    @abstractmethod
    async def see_shelf(self, seen: ShelfState) -> None:
        """Remember how many products a showcase holds, where that is another number than before."""

    @abstractmethod
    async def want(self, state: ShelfState, job: Job) -> None:
        """Keep what a showcase is still to get, and how the job stands that adds it, in one transaction."""

    @abstractmethod
    async def shelves(self, shop: ShopId | None = None) -> Sequence[ShelfState]:
        """What is known of the showcases of a shop's accounts, or of all."""
