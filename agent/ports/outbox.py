"""The messages that are still to be sent, told once whatever machine tells them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from agent.domain.news import Message, Sending, Trouble, Waiting


class Outbox(ABC):
    """Messages on their way to people. Raises what the ledger raises."""

    @abstractmethod
    async def tell(self, message: Message) -> bool:
        """Put a message into the outbox; False where its key was told before, on whatever machine."""

    @abstractmethod
    async def next_message(self, lasts: timedelta) -> Waiting | None:
        """The message that is due longest, for us alone to send for a while; None where nothing is due."""

    @abstractmethod
    async def sent(self, message: str, channel: str, *, last: bool) -> None:
        """A channel took the message with this id; `last` ends it, also with no channel where none wants it."""

    @abstractmethod
    async def put_off(self, message: str, trouble: Trouble) -> None:
        """Try it later, after a pause that grows; given up where it has been in the outbox for three days."""

    @abstractmethod
    async def unsent(self, state: Sending, limit: int = 50) -> Sequence[Waiting]:
        """The newest messages that stand so, of those that the last week brought."""
