"""Where a trainee reads and answers: the terminal and the small window say the same, and either may be used."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Final

from agent.cli.speech import words
from agent.domain.identity import legible
from agent.training.pace import Classroom, Wish

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.adapters.side_window import SideWindow
    from agent.cli.keyboard import Keyboard
    from agent.domain.lesson import Question

_LETTERS: Final = {"": Wish.ON, "n": Wish.ON, "b": Wish.BACK, "r": Wish.REPEAT, "q": Wish.LEAVE}
_LONGEST: Final = 600


class Room(Classroom):
    """A terminal, a window, or both."""

    def __init__(self, keyboard: Keyboard | None, window: SideWindow | None) -> None:
        """Without a terminal the window is the room, and the other way round."""
        self._keyboard = keyboard
        self._window = window
        self._lines: Sequence[str] = ()

    async def show(self, lines: Sequence[str]) -> None:
        """Show them in both."""
        self._lines = lines
        for line in ("", *lines):
            print(legible(line, _LONGEST), file=sys.stderr, flush=True)
        await self._draw({})

    async def wish(self, seconds: float | None) -> Wish:
        """What is typed or clicked first; the end of all input leaves."""
        say = words()
        keys = {wish.value: say(f"wish.{wish}") for wish in Wish}
        if seconds is None:
            print(say("ui.train_keys"), file=sys.stderr, flush=True)
        await self._draw(keys)
        try:
            async with asyncio.timeout(seconds):
                told = await self._told({letter: wish.value for letter, wish in _LETTERS.items()}, keys)
        except TimeoutError:
            return Wish.ON
        return Wish(told)

    async def choose(self, question: Question, ask: str, choices: Sequence[str]) -> int | Wish:
        """One of the numbers."""
        _ = question
        numbered = {str(number): f"[{number}] {choice}" for number, choice in enumerate(choices, 1)}
        keys = numbered | {Wish.LEAVE.value: words()(f"wish.{Wish.LEAVE}")}
        await self.show([ask])
        for line in numbered.values():
            print(legible(line, _LONGEST), file=sys.stderr, flush=True)
        await self._draw(keys)
        told = await self._told({name: name for name in numbered} | {"q": Wish.LEAVE.value}, keys)
        return int(told) if told.isdecimal() else Wish(told)

    async def _draw(self, keys: Mapping[str, str]) -> None:
        if self._window:
            self._window.forget()
            await self._window.show(self._lines, keys)

    async def _told(self, letters: Mapping[str, str], keys: Mapping[str, str]) -> str:
        """The name of the key that is chosen first, at the terminal or in the window."""
        asked = [self._typed(letters)] if self._keyboard else []
        asked += [self._clicked(keys)] if self._window else []
        tasks = [asyncio.ensure_future(one) for one in asked]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return next(iter(done)).result()
        finally:
            for task in tasks:
                task.cancel()

    async def _typed(self, letters: Mapping[str, str]) -> str:
        """What a line means; at the end of the terminal's input only the window is left, or nobody."""
        while self._keyboard and (line := await self._keyboard.line()) is not None:
            if line.lower() in letters:
                return letters[line.lower()]
        self._keyboard = None
        if self._window:
            await asyncio.Event().wait()
        return Wish.LEAVE.value

    async def _clicked(self, keys: Mapping[str, str]) -> str:
        name = ""
        while self._window and name not in keys:
            name = await self._window.next()
        return name


class EmptyRoom(Classroom):
    """Nobody is there: for a guide, each step goes on at once and each question is answered as it should be."""

    async def show(self, lines: Sequence[str]) -> None:
        """Nobody reads it."""

    async def wish(self, seconds: float | None) -> Wish:
        """Go on."""
        _ = seconds
        return Wish.ON

    async def choose(self, question: Question, ask: str, choices: Sequence[str]) -> int | Wish:
        """The right answer."""
        _ = ask, choices
        return question.answer
