"""The part of the ledger port that is about what people have allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.adapters.ledger_sql import notes
from agent.adapters.ledger_sql.writer import Writer
from agent.ports.permissions import Permissions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.drift import Walk
    from agent.domain.identity import ShopId
    from agent.domain.ledger import Acceptance, Choice


class PermissionBook(Writer, Permissions):
    """Choices, accepted risks and walks."""

    async def choose(self, choice: Choice) -> None:
        """Record an operator's choice."""
        await self._write(notes.chosen, choice)

    async def choices(self, shop: ShopId | None = None) -> Sequence[Choice]:
        """The choices in force."""
        return await self._read(notes.choices, shop)

    async def accept_risks(self, version: str, text_hash: str, language: str, by: str) -> None:
        """Record that a named person accepted the risks."""
        await self._write(notes.risks_accepted, version, text_hash, language, by)

    async def risks_accepted(self) -> Acceptance | None:
        """The last acceptance that nobody took back."""
        return await self._read(notes.acceptance)

    async def withdraw_risks(self, by: str, reason: str) -> None:
        """Record that a named person takes all acceptances back."""
        await self._write(notes.risks_withdrawn, by, reason)

    async def see_walk(self, walk: Walk) -> None:
        """Remember what a walk found."""
        await self._write(notes.walked, walk)

    async def walks(self, shop: ShopId, fingerprint: str) -> Sequence[Walk]:
        """The newest walk in each language."""
        return await self._read(notes.walks, shop, fingerprint)
