"""What is typed at the terminal, while the browser lives on and a signal still ends the run."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from threading import Thread


async def typed() -> bytes:
    """What the terminal gives next, empty at its end."""
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


class Keyboard:
    """Lines one after another; one that comes when its question was given up is the next question's."""

    def __init__(self) -> None:
        """Nothing is read before the first question."""
        self._reading: asyncio.Task[bytes] | None = None
        self._rest = b""

    async def line(self) -> str | None:
        """The next line without its end; None where nobody types any more."""
        while b"\n" not in self._rest:
            self._reading = self._reading or asyncio.ensure_future(typed())
            more = await asyncio.shield(self._reading)
            self._reading = None
            if not more:
                return None
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode(sys.stdin.encoding or "utf-8", "replace").strip()
