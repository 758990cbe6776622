"""The viewer's side: whoever may read this user's files on the run's own machine sees the page, and may use it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from agent.adapters.live.lines import LONGEST_FRAME, NotALineError, as_frame, of_input, read_line, written
from agent.adapters.live.server import HERE, secret_file
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import AsyncIterator
    from pathlib import Path

    from agent.domain.handover import Frame, HandedOver, Input

_CONNECTS_S: Final = 5.0


class LiveClient:
    """One look at one page that is in a person's hands.

    `yours` says whether what is sent counts: only whoever came first uses the page, others look on.
    """

    def __init__(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Take a connection that has been let in."""
        self.yours = False
        self._reader, self._writer = reader, writer

    @classmethod
    @asynccontextmanager
    async def connect(cls, state: Path, hand_over: HandedOver) -> AsyncIterator[LiveClient]:
        """Look on while entered; raises MendInput(E_INPUT) where it is over, or is on another machine."""
        try:
            secret = secret_file(state / "live", hand_over.id).read_bytes().decode("ascii")
            async with asyncio.timeout(_CONNECTS_S):
                reader, writer = await asyncio.open_connection(HERE, hand_over.port, limit=LONGEST_FRAME)
        except (OSError, TimeoutError, UnicodeDecodeError):
            raise MendInput(Code.E_INPUT, why="not_in_hand", value=hand_over.machine) from None
        try:
            writer.write(written({"secret": secret}))
            yield cls(reader, writer)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def frames(self) -> AsyncIterator[Frame]:
        """The page's looks as they change; they end when the hand-over does."""
        with suppress(NotALineError):
            while told := await read_line(self._reader):
                self.yours = told.get("yours") is True
                yield as_frame(told)

    async def send(self, done: Input) -> None:
        """Do something at the page; where it is over by now, nothing happens."""
        with suppress(OSError):
            self._writer.write(written(of_input(done)))
            await self._writer.drain()
