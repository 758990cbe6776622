"""The part of the ledger port that is about messages on their way to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.adapters.ledger_sql import outbox
from agent.adapters.ledger_sql.writer import Writer
from agent.domain.news import LATELY
from agent.ports.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from agent.domain.news import Message, Sending, Trouble, Waiting


class OutboxBook(Writer, Outbox):
    """Messages on their way."""

    async def tell(self, message: Message) -> bool:
        """Queue a message once."""
        return await self._write(outbox.tell, message)

    async def next_message(self, lasts: timedelta) -> Waiting | None:
        """Take the message that is due longest; where nothing is, only looked."""
        due = await self._read(outbox.due, self.clock.now())
        return await self._write(outbox.take, lasts) if due else None

    async def sent(self, message: str, channel: str, *, last: bool) -> None:
        """Record that a channel took it."""
        await self._write(outbox.sent, message, channel, last=last)

    async def put_off(self, message: str, trouble: Trouble) -> None:
        """Record that a try failed."""
        await self._write(outbox.put_off, message, trouble)

    async def unsent(self, state: Sending, limit: int = 50) -> Sequence[Waiting]:
        """The newest messages of the last week that stand so."""
        return await self._read(outbox.unsent, state, self.clock.now() - LATELY, limit)
