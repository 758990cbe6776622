"""What the processes do that deliver at once, or die while they do; started by test_deliver_races."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import timedelta
from multiprocessing.connection import Connection
from typing import Any

from fakes import FakeClock
from ledger_bench import Place
from post_office import a_notifier

from agent.adapters.ledger_sql import open_ledger
from agent.domain.news import Channel, Message, Trouble
from agent.flows.deliver import deliver
from agent.ports import Notifier


def delivering(start: Any, told: Connection, spot: Place, address: str, seconds: float) -> None:
    """Begin together with the others, and send whatever is due."""
    ledger = open_ledger(spot.url, FakeClock(), spot.mark)
    start.wait()
    notifier, within = a_notifier({"ops": address}), timedelta(seconds=seconds)
    told.send(asyncio.run(deliver(ledger, notifier, FakeClock(), within)).sent)
    ledger.close()


class Dying(Notifier):
    """Sends, and dies before anybody can write down that it was sent, or before it sends."""

    def __init__(self, inner: Notifier, *, sends: bool) -> None:
        self.inner, self.sends = inner, sends

    @property
    def channels(self) -> Any:
        return self.inner.channels

    def service(self, channel: Channel) -> str | Trouble:
        return self.inner.service(channel)

    async def send(self, channel: Channel, message: Message, within: timedelta) -> Trouble | None:
        if self.sends:
            await self.inner.send(channel, message, within)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


def dying(_start: object, _told: Connection, spot: Place, address: str, sends: bool) -> None:  # noqa: FBT001 - a process's argument
    ledger = open_ledger(spot.url, FakeClock(), spot.mark)
    asyncio.run(deliver(ledger, Dying(a_notifier({"ops": address}), sends=sends), FakeClock()))
