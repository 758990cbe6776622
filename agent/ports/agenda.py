"""What is to be done when: the jobs of all shops, and the roster that they stand on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.identity import ShopId
    from agent.domain.jobs import Job


class Agenda(ABC):
    """Jobs, and the roster that they stand on. Raises what the ledger raises."""

    @abstractmethod
    async def set_jobs(self, jobs: Sequence[Job], roster: str = "") -> None:
        """Write down how jobs stand, those that changed; `roster` is the fingerprint of the roster they stand on."""

    @abstractmethod
    async def jobs(self, shop: ShopId | None = None, *, due_by: datetime | None = None) -> Sequence[Job]:
        """The jobs of a shop or of all, the longest due first; `due_by` keeps those that are due then."""

    @abstractmethod
    async def next_due(self) -> datetime | None:
        """When the next job is due; None where no job waits for a moment."""

    @abstractmethod
    async def roster_taken(self) -> str:
        """The fingerprint of the roster that the jobs stand on; empty before the first one."""
