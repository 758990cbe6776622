"""What the memory keeps of appeals and tickets: how each stood, and what was answered, when it was last seen."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.domain.identity import ShopId
    from agent.domain.letters import Letter


class LettersKept(ABC):
    """A part of the ledger."""

    @abstractmethod
    async def see_letters(self, shop: ShopId, seen: Iterable[Letter]) -> None:
        """Remember them; an answer that a list does not show stays, and whom an appeal is about is added."""

    @abstractmethod
    async def letters(self, shop: ShopId) -> Sequence[Letter]:
        """Each as it was last seen, newest first."""
