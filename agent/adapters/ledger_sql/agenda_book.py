"""The part of the ledger port that is about what is to be done when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.adapters.ledger_sql import todo
from agent.adapters.ledger_sql.writer import Writer
from agent.ports.agenda import Agenda

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.identity import ShopId
    from agent.domain.jobs import Job


class AgendaBook(Writer, Agenda):
    """Jobs and when they are due."""

    async def set_jobs(self, jobs: Sequence[Job], roster: str = "") -> None:
        """Write down how jobs stand."""
        await self._write(todo.set_jobs, jobs, roster)

    async def jobs(self, shop: ShopId | None = None, *, due_by: datetime | None = None) -> Sequence[Job]:
        """The longest due first."""
        return await self._read(todo.jobs, shop, due_by)

    async def next_due(self) -> datetime | None:
        """When the next job is due."""
        return await self._read(todo.next_due)

    async def roster_taken(self) -> str:
        """The fingerprint of the roster."""
        return await self._read(todo.roster_taken)
