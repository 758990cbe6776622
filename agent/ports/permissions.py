"""What people have allowed: rules chosen otherwise, risks accepted, and the walks that let presses happen."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.drift import Walk
    from agent.domain.identity import ShopId
    from agent.domain.ledger import Acceptance, Choice


class Permissions(ABC):
    """Choices of rules, accepted risks, and walks over a portal's pages. Raises what the ledger raises."""

    @abstractmethod
    async def choose(self, choice: Choice) -> None:
        """Record an operator's choice of a rule's value."""

    @abstractmethod
    async def choices(self, shop: ShopId | None = None) -> Sequence[Choice]:
        """The choices in force."""

    @abstractmethod
    async def accept_risks(self, version: str, text_hash: str, language: str, by: str) -> None:
        """Record that a named person accepted the risks: their version, and the words that were shown."""

    @abstractmethod
    async def risks_accepted(self) -> Acceptance | None:
        """The last acceptance that nobody took back."""

    @abstractmethod
    async def withdraw_risks(self, by: str, reason: str) -> None:
        """Record that a named person takes all acceptances back."""

    @abstractmethod
    async def see_walk(self, walk: Walk) -> None:
        """Remember what a walk over the portal's pages found in one language, over the one before."""

    @abstractmethod
    async def walks(self, shop: ShopId, fingerprint: str) -> Sequence[Walk]:
        """The newest walk with this profile in each language."""
