"""What a person starts from here: the same commands as on a command line, each a process of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from codecs import getincrementaldecoder
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.identity import LoginId
    from agent.domain.roster import Shop

AT_ONCE: Final = 4
_KEPT: Final = 30  # ended ones that are still shown
_LINES: Final = 400
_LONGEST: Final = 1_000
_WIDE: Final = "140"  # columns that a page of ours has room for
_PATIENCE_S: Final = 15.0  # a run that is told to stop looks once more after a press


@dataclass
class Child:
    """One command that was started here: what it said, and how it ended."""

    number: str
    command: Sequence[str]
    shop: Shop
    began_at: datetime
    lines: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=_LINES))
    exit: int | None = None
    moved: asyncio.Condition = field(default_factory=asyncio.Condition)
    process: asyncio.subprocess.Process | None = None
    _told: int = 0

    async def say(self, text: str) -> None:
        """Keep a line that it said; the oldest of too many go."""
        self._told += 1
        self.lines.append((self._told, text[:_LONGEST]))
        await self._move()

    async def end(self, code: int) -> None:
        """Keep how it ended."""
        self.exit = code
        await self._move()

    async def _move(self) -> None:
        async with self.moved:
            self.moved.notify_all()

    def after(self, number: int) -> list[tuple[int, str]]:
        """What it has said since a line."""
        return [one for one in self.lines if one[0] > number]


class Children:
    """The commands that were started here, the newest first; none outlives the dashboard."""

    def __init__(self, options: Sequence[str]) -> None:
        """Take the options by which a command works in the same house."""
        self._options = options
        self._children: dict[str, Child] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def all(self) -> list[Child]:
        """The newest first."""
        return list(reversed(self._children.values()))

    def get(self, number: str) -> Child | None:
        """One of them."""
        return self._children.get(number)

    async def start(self, command: Sequence[str], shop: Shop, language: str, now: datetime) -> Child | None:
        """Start a command of ours for a shop; None where its login is worked with from here already, or too many."""
        going = [one for one in self._children.values() if one.exit is None]
        if len(going) >= AT_ONCE or self._works_with(shop.login, going):
            return None
        child = Child(os.urandom(8).hex(), command, shop, now)
        words = (sys.executable, "-m", "agent", *self._options, "--lang", language, "--no-input", *command)
        pipe, none = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        together = asyncio.subprocess.STDOUT
        child.process = await asyncio.create_subprocess_exec(
            *words, stdin=none, stdout=pipe, stderr=together, env=os.environ | {"COLUMNS": _WIDE}
        )
        self._children[child.number] = child
        task = asyncio.create_task(_watch(child, child.process))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._forget_old()
        return child

    def _works_with(self, login: LoginId, going: Sequence[Child]) -> bool:
        return any(one.shop.login == login for one in going)

    def _forget_old(self) -> None:
        ended = [one.number for one in self._children.values() if one.exit is not None]
        for number in ended[:-_KEPT]:
            del self._children[number]

    async def close(self) -> None:
        """Tell those that still go on to stop, as a signal does; what was pressed is looked up by the next run."""
        for one in self._children.values():
            if one.exit is None and one.process:
                with suppress(ProcessLookupError):
                    one.process.terminate()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_PATIENCE_S)
        for one in self._children.values():
            if one.exit is None and one.process:
                with suppress(ProcessLookupError):
                    one.process.kill()


async def _watch(child: Child, process: asyncio.subprocess.Process) -> None:
    """Keep what a process says, line by line whatever their lengths, and how it ends."""
    assert process.stdout  # noqa: S101 - tells the type checker what was asked for
    decoder, rest = getincrementaldecoder("utf-8")("replace"), ""
    while chunk := await process.stdout.read(4096):
        *lines, rest = (rest + decoder.decode(chunk)).split("\n")
        rest = rest[-_LONGEST:]
        for line in lines:
            await child.say(line.rstrip("\r"))
    if rest:
        await child.say(rest)
    await child.end(await process.wait())
