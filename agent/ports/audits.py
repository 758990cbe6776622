"""What content audits need: the portal's page of checks, and the part of the ledger that remembers findings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from agent.ports.pages import Page, Pressable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.content_audit import Audit, CheckRead, CheckRow, ChecksSeen, FoundSeen
    from agent.domain.identity import AccountId, Handle, ShopId
    from agent.domain.seen import Hit


class ContentChecks(Page, Pressable):
    """The page on which the portal checks an account's posts; `prepare` and `press` begin a check of what was found."""

    @abstractmethod
    async def read(self) -> ChecksSeen:
        """All checks of the shop over all pages."""

    @abstractmethod
    async def find(self, handle: Handle) -> Hit | None:
        """Type whom it is about and read which account the portal means; None where it knows no such one."""

    @abstractmethod
    async def findings(self, check: CheckRow) -> FoundSeen:
        """Open what a check that has ended found, and read it over all pages."""


class AuditsKept(ABC):
    """A part of the ledger: what content checks found, and since when it is resolved."""

    @abstractmethod
    async def keep_audit(self, read: CheckRead) -> Audit:
        """Keep a check that was read whole; what it has no more is resolved. One kept before changes nothing."""

    @abstractmethod
    async def audit(self, shop: ShopId, account: AccountId) -> Audit | None:
        """How an account stands; None where no check of it was ever read."""

    @abstractmethod
    async def audits(self, shop: ShopId | None = None) -> Sequence[Audit]:
        """Every account of a shop, or of all, whose check was read."""
