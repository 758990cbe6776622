"""Send what people still have to be told: bounded in time, put off where it fails, never a reason for a run to fail."""

from __future__ import annotations

from asyncio import get_running_loop
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from agent.domain.news import PATIENCE, Trouble
from agent.errors import CompanionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from agent.domain.news import Message, Waiting
    from agent.ports import Clock, Ledger, Notifier

WITHIN: Final = timedelta(seconds=10)
_ONE_TRY: Final = timedelta(seconds=8)
_LEAST: Final = timedelta(seconds=1)  # a try that is cut off may have arrived, so none is begun without time for it
_OURS: Final = timedelta(seconds=60)  # longer than any try, so that nobody sends beside us what we are sending


@dataclass(slots=True)
class Delivered:
    """How many messages every channel has that wants them, and how many were put off or given up."""

    sent: int = 0
    put_off: int = 0


async def tell(ledger: Ledger, messages: Iterable[Message]) -> None:
    """Put news into the outbox; what cannot be written down there fails no run either."""
    with suppress(CompanionError):
        for one in messages:
            await ledger.tell(one)


async def deliver(ledger: Ledger, notifier: Notifier, clock: Clock, within: timedelta = WITHIN) -> Delivered:
    """Send what is due, as far as the time goes; what is left stays in the outbox for the next run.

    What nobody had a channel for in three days is old news, and is given up unsent.
    """
    told, left = Delivered(), _watch(within)
    if not notifier.channels:  # somebody else's machine may have some
        return told
    try:
        while left() >= _LEAST and (waiting := await ledger.next_message(_OURS)):
            if not waiting.tries and clock.now() - waiting.queued_at >= PATIENCE:
                await ledger.put_off(waiting.id, Trouble.TOO_OLD)
                told.put_off += 1
            elif await _tried(waiting, ledger, notifier, left):
                told.sent += 1
            else:
                told.put_off += 1
    except CompanionError:  # what could not be written down is sent by the next run
        return told
    return told


def _watch(within: timedelta) -> Callable[[], timedelta]:
    """How much of the time is left, whenever it is asked."""
    loop = get_running_loop()
    end = loop.time() + within.total_seconds()
    return lambda: timedelta(seconds=max(0.0, end - loop.time()))


async def _tried(waiting: Waiting, ledger: Ledger, notifier: Notifier, left: Callable[[], timedelta]) -> bool:
    """Send to every channel that wants it and has it not; each that took it is written down at once."""
    wanting = [one for one in notifier.channels if one.wants(waiting.message) and one.name not in waiting.reached]
    failed: list[Trouble] = []
    for channel in wanting:
        time = min(left(), _ONE_TRY)
        trouble = await notifier.send(channel, waiting.message, time) if time >= _LEAST else Trouble.TOO_SLOW
        if trouble:
            failed.append(trouble)
        else:
            await ledger.sent(waiting.id, channel.name, last=channel is wanting[-1] and not failed)
    if failed:
        await ledger.put_off(waiting.id, failed[0])
    elif not wanting:
        await ledger.sent(waiting.id, "", last=True)
    return not failed
