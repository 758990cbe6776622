"""The run's side: while a person has a page, whoever has the secret sees it, and the first of them uses it."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections import Counter
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from agent.adapters.files import private_folder, write_private
from agent.adapters.live.lines import (
    LONGEST_INPUT,
    NotALineError,
    as_input,
    of_frame,
    read_line,
    written,
)
from agent.adapters.logs import event
from agent.domain.handover import Pointer
from agent.errors import LookAgain
from agent.ports import LiveView

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import AsyncIterator
    from pathlib import Path

    from agent.domain.handover import Frame
    from agent.ports import InHand

HERE: Final = "127.0.0.1"
_MOST_VIEWERS: Final = 4
_INTRODUCES_S: Final = 5.0
_TAKES_S: Final = 5.0  # whoever does not read for so long is gone


def secret_file(folder: Path, hand_over: str) -> Path:
    """Where the secret of one hand-over is."""
    return folder / f"{hand_over}.secret"


class LoopbackView(LiveView):
    """Listens on a free port of this machine; the secret lies in a folder of ours, for our own user alone."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of secrets; nothing is opened yet."""
        self._folder = folder

    @asynccontextmanager
    async def of(self, page: InHand, hand_over: str) -> AsyncIterator[tuple[int, Counter[str]]]:
        """Listen while entered."""
        secret, room = secrets.token_urlsafe(32), _Room(page, hand_over)
        private_folder(self._folder)
        kept = secret_file(self._folder, hand_over)
        write_private(kept, secret.encode())
        server = await asyncio.start_server(room.door(secret), HERE, 0, limit=LONGEST_INPUT)
        filming = asyncio.create_task(room.film())
        try:
            yield server.sockets[0].getsockname()[1], room.inputs
        finally:
            kept.unlink(missing_ok=True)
            server.close()
            room.close()
            filming.cancel()
            with suppress(asyncio.CancelledError):
                await filming


class _Viewer:
    """Whoever looks on; only the newest frame waits for one who is slow."""

    def __init__(self, writer: StreamWriter) -> None:
        self.writer = writer
        self.newest: Frame | None = None
        self.fresh = asyncio.Event()

    def show(self, frame: Frame) -> None:
        self.newest = frame
        self.fresh.set()


class _Room:
    """Everybody who looks at one page; the one who came first uses it."""

    def __init__(self, page: InHand, hand_over: str) -> None:
        self.inputs = Counter[str]()
        self._page, self._hand_over = page, hand_over
        self._viewers: list[_Viewer] = []
        self._newest: Frame | None = None
        self._open = True

    async def film(self) -> None:
        """Show the page to all of them as it changes; a page that stands still has been seen already."""
        with suppress(LookAgain):
            async with self._page.frames() as frames:
                async for frame in frames:
                    self._newest = frame
                    for one in self._viewers:
                        one.show(frame)

    def door(self, secret: str) -> Any:  # noqa: ANN401 - what asyncio calls for each connection
        """Let in who knows the secret, and nobody else."""

        async def enter(reader: StreamReader, writer: StreamWriter) -> None:
            try:
                if await _knows(secret, reader) and self._open and len(self._viewers) < _MOST_VIEWERS:
                    await self._serve(_Viewer(writer), reader)
            except (OSError, NotALineError, TimeoutError):
                pass
            finally:
                writer.close()

        return enter

    async def _serve(self, viewer: _Viewer, reader: StreamReader) -> None:
        self._viewers.append(viewer)
        event("live_view.entered", hand_over=self._hand_over, viewers=len(self._viewers))
        if self._newest:
            viewer.show(self._newest)
        showing = asyncio.create_task(self._show(viewer))
        try:
            while told := await read_line(reader):
                await self._take(viewer, told)
        finally:
            self._viewers.remove(viewer)
            showing.cancel()
            for one in self._viewers[:1]:  # who has it now is told so
                one.fresh.set()
            event("live_view.left", hand_over=self._hand_over, viewers=len(self._viewers))

    async def _show(self, viewer: _Viewer) -> None:
        with suppress(OSError, TimeoutError):
            while True:
                await viewer.fresh.wait()
                viewer.fresh.clear()
                if viewer.newest:
                    told = of_frame(viewer.newest) | {"yours": viewer is self._viewers[0]}
                    viewer.writer.write(written(told))
                    async with asyncio.timeout(_TAKES_S):
                        await viewer.writer.drain()
        viewer.writer.close()

    async def _take(self, viewer: _Viewer, told: dict[str, Any]) -> None:
        """What somebody does counts as the person's, by its kind; what it was is told nobody but the page."""
        done = as_input(told)
        if viewer is not self._viewers[0]:
            return
        kind = type(done).__name__.lower()
        self.inputs[kind] += 1
        if not isinstance(done, Pointer) or done.what != "move":  # a hundred moves are told with the next click
            event("handover.input", hand_over=self._hand_over, kind=kind, count=self.inputs[kind], by="person")
        await self._page.act(done)

    def close(self) -> None:
        """Send everybody home, and let nobody in who knocked just before."""
        self._open = False
        for one in self._viewers:
            one.writer.close()


async def _knows(secret: str, reader: StreamReader) -> bool:
    async with asyncio.timeout(_INTRODUCES_S):
        told = (await read_line(reader)).get("secret", "")
    return isinstance(told, str) and hmac.compare_digest(told.encode(), secret.encode())
