"""Walking through a run step by step, with somebody at the terminal."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from agent.cli.speech import words
from agent.domain.identity import legible
from agent.ports import Pace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class AskedPace(Pace):
    """Shows each step in the browser and asks on the terminal before it is taken, once for each."""

    def __init__(self) -> None:
        """Nothing is confirmed yet."""
        self._confirmed: set[str] = set()
        self._asking = asyncio.Lock()  # a page reads several things at once; a person is asked one by one

    def begin(self) -> None:
        """Ask everything again for the next request."""
        self._confirmed.clear()

    async def before(self, step: str, show: Callable[[], Awaitable[None]]) -> None:
        """Mark the element, name the step, wait for Enter; the end of the terminal's input ends the run."""
        async with self._asking:
            await show()
            if step not in self._confirmed:
                await _confirmed(step)
                self._confirmed.add(step)


async def _confirmed(step: str) -> None:
    question = legible(f"{words()('ui.next_step', step=step)}. {words()('ui.press_enter')}:")
    print(question, file=sys.stderr, end=" ", flush=True)
    if not await _typed():
        raise asyncio.CancelledError


async def _typed() -> bytes:
    """The terminal's next line, empty at its end; meanwhile the browser lives on, and a signal still ends the run."""
    loop = asyncio.get_running_loop()
    line: asyncio.Future[bytes] = loop.create_future()

    terminal = sys.stdin.fileno()

    def tell(typed: bytes) -> None:
        if not line.done():
            line.set_result(typed)

    def read() -> None:
        try:
            typed = os.read(terminal, 4096)
        except OSError:  # it hung up: nobody is there any more
            typed = b""
        with suppress(RuntimeError):  # the run was ended meanwhile, and its loop with it
            loop.call_soon_threadsafe(tell, typed)

    Thread(target=read, daemon=True).start()
    return await line
