"""Walking through a run step by step, with somebody at the terminal."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from agent.cli.keyboard import typed
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
    if not await typed():
        raise asyncio.CancelledError
