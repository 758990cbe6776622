"""The part of the ledger port that is about content audits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.adapters.ledger_sql import audits
from agent.adapters.ledger_sql.writer import Writer
from agent.ports.audits import AuditsKept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.content_audit import Audit, CheckRead
    from agent.domain.identity import AccountId, ShopId


class AuditBook(Writer, AuditsKept):
    """Checks that were read."""

    async def keep_audit(self, read: CheckRead) -> Audit:
        """Keep one."""
        return await self._write(audits.keep, read)

    async def audit(self, shop: ShopId, account: AccountId) -> Audit | None:
        """One account."""
        return await self._read(audits.one, shop, account)

    async def audits(self, shop: ShopId | None = None) -> Sequence[Audit]:
        """All accounts."""
        return await self._read(audits.several, shop)
