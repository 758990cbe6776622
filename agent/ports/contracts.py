"""What the memory keeps about contracts with other sites: who confirmed that one allows what is done there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.domain.contracts import Contract


class Contracts(ABC):
    """A part of the ledger."""

    @abstractmethod
    async def confirm_contract(self, contract: Contract) -> None:
        """Record that a named person confirmed it, now."""

    @abstractmethod
    async def confirmed_contract(self, site: str) -> Contract | None:
        """The last confirmation for a site, if nobody took it back."""

    @abstractmethod
    async def withdraw_contract(self, site: str, by: str, reason: str) -> None:
        """Record that a named person takes it back."""
