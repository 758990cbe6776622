"""Following a run in its window: each step's caption is shown, and with --step somebody at the terminal confirms it."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from agent.cli.keyboard import typed
from agent.cli.speech import words
from agent.domain.identity import legible
from agent.ports import Pace
from agent.training.captions import caption

if TYPE_CHECKING:
    from agent.domain.rules import Rules
    from agent.ports import Stage


class ShownPace(Pace):
    """Shows what is done while it is done, and waits for nobody."""

    def __init__(self) -> None:
        """Nothing has been shown yet."""
        self._rules: Rules | None = None
        self._done: set[str] = set()
        self._one = asyncio.Lock()  # a page reads several things at once; a person follows one by one

    def begin(self, rules: Rules | None) -> None:
        """Show everything again in the next request."""
        self._rules = rules
        self._done.clear()

    async def before(self, stage: Stage) -> None:
        """Mark the element and caption it; what was confirmed is not asked again."""
        async with self._one:
            lines = caption(stage.step, words(), self._rules)
            await stage.mark()
            await stage.caption(lines)
            if stage.step not in self._done:
                await self.confirmed(stage.step, lines)
                self._done.add(stage.step)

    async def confirmed(self, step: str, lines: list[str]) -> None:
        """Go on at once."""


class AskedPace(ShownPace):
    """Asks on the terminal before each step is taken, once for each."""

    asked = True

    async def confirmed(self, step: str, lines: list[str]) -> None:
        """Say what comes, wait for Enter; the end of the terminal's input ends the run."""
        for line in lines:
            print(legible(line, 600), file=sys.stderr)
        question = legible(f"{words()('ui.next_step', step=step)}. {words()('ui.press_enter')}:")
        print(question, file=sys.stderr, end=" ", flush=True)
        if not await typed():
            raise asyncio.CancelledError
