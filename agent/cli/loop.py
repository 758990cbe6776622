"""Runs the asynchronous core from a command: a signal cancels it cleanly, and what was sent is never hidden."""

from __future__ import annotations

import asyncio
import gc
import signal
import time
from typing import TYPE_CHECKING, Final, TypeVar

from agent.errors import Code, CompanionError, TryLater, least_certain
from agent.flows.sent import begin

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from types import FrameType

T = TypeVar("T")
_LOADED_S: Final = 2.0  # by then a command that goes on has loaded what it works with
_TIDY_EVERY: Final = 100_000  # new objects
PATIENCE_S = 5.0  # a finger presses twice, and a wrapper passes on what the terminal has told all: that is one signal


class Interrupted(TryLater):
    """A signal ended the run; `exit` follows the signal."""

    def __init__(self, number: int) -> None:
        """Remember which signal it was."""
        super().__init__(Code.CANCELLED, detail=signal.Signals(number).name)
        self.number = number

    @property
    def exit(self) -> int:
        """130 for Ctrl-C, 143 for everything else that ends a program from outside."""
        return 128 + (signal.SIGINT if self.number == signal.SIGINT else signal.SIGTERM)


# Ctrl-C, a scheduler's end, and the terminal that is closed (on Windows: its own names for the last)
_ENDS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
_HANGUP = getattr(signal, "SIGHUP", None)  # where it is ignored when we begin, `nohup` meant that


def interrupted() -> bool:
    """Whether a signal has come: what is done is told, and nothing begins any more."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def go(work: Coroutine[object, object, T]) -> T:
    """Run to the end; a signal cancels the work, which closes its browser and gives its lease back.

    Those that follow at once change nothing, as what was sent is being written down; a later one gets away from what
    hangs.
    """
    caught: list[int] = []
    deaf_until = 0.0
    sent_by_each = begin()

    async def watched() -> T:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        loop.call_later(_LOADED_S, _tidy_from_now_on)

        def stop(number: int, _: FrameType | None) -> None:
            nonlocal deaf_until
            if time.monotonic() < deaf_until:
                return
            deaf_until = time.monotonic() + PATIENCE_S
            caught.append(number)
            loop.call_soon_threadsafe(task.cancel)

        heard = [number for number in _ENDS if number != _HANGUP or signal.getsignal(number) is not signal.SIG_IGN]
        before = [(number, signal.signal(number, stop)) for number in heard]
        try:
            return await task
        finally:
            for number, handler in before:
                signal.signal(number, handler)

    try:
        return asyncio.run(watched())
    except asyncio.CancelledError:
        ended: CompanionError = Interrupted(caught[0] if caught else signal.SIGINT)
    except CompanionError as error:
        ended = error
    submitted = least_certain(ended.submitted, *sent_by_each)
    if submitted is not ended.submitted:  # what is told of the end says that it, itself, sent nothing
        ended.submitted, ended.params["sent_before"] = submitted, str(submitted)
    raise ended


def _tidy_from_now_on() -> None:
    """Look for rubbish, though never again through what is there by now: modules stay as long as the process."""
    gc.freeze()
    gc.set_threshold(_TIDY_EVERY)
    gc.enable()
