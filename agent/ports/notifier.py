"""How people are told who are not looking."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from agent.domain.news import Channel, Message, Trouble


class Notifier(ABC):
    """The operator's channels; nothing of them is raised into a run."""

    @property
    @abstractmethod
    def channels(self) -> Sequence[Channel]:
        """Where messages go, without any address."""

    @abstractmethod
    def service(self, channel: Channel) -> str | Trouble:
        """What kind of service a channel is, or why it cannot be one."""

    @abstractmethod
    async def send(self, channel: Channel, message: Message, within: timedelta) -> Trouble | None:
        """Send one message to one channel; answers within that time, None where the channel took it."""
