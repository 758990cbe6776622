"""A connection as faults see it: whether the client is still there, and every way to end it."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
import traceback
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from starlette.types import ASGIApp, Receive, Scope, Send

WIRE = "mock_portal.wire"
MOST_BODY = 1_000_000


class Grip(Protocol):
    """What a fault can take hold of while a request is under way."""

    gone: asyncio.Event

    def close(self) -> None:
        """End the connection after what was written, without a word more."""

    def reset(self) -> None:
        """End the connection at once with a TCP reset."""

    def refuse(self, frame: str) -> None:
        """End this request alone, where the protocol knows how: `internal`, `refused` or `goaway`."""


class Wire(asyncio.Protocol):
    """One connection with its transport; each HTTP version says how requests are read from it."""

    def __init__(self, app: ASGIApp, wires: set[Wire]) -> None:
        """`wires` is where it is listed while it is open."""
        self.app = app
        self._wires = wires
        self._transport: asyncio.Transport | None = None
        self.tasks: set[asyncio.Task[None]] = set()
        self.gone = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport over."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError(transport)
        self._transport = transport
        self._wires.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wake whoever waits for this client."""
        _ = exc
        self.lose()
        self._wires.discard(self)

    def lose(self) -> None:
        """The client is not there any more."""
        self.gone.set()

    def work(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something for this connection; what is left of it ends with the server."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def ask(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Let the application answer one request; no when it broke, which is told on stderr."""
        try:
            await self.app(scope, receive, send)
        except Exception:  # noqa: BLE001 - the outermost edge: an error of the application must not end the server
            traceback.print_exc(file=sys.stderr)
            return False
        return True

    def write(self, data: bytes) -> None:
        """Send bytes, if there are any and anybody to send them to."""
        if self._transport and data:
            self._transport.write(data)

    @property
    def scheme(self) -> str:
        """Whether the bytes are encrypted."""
        secure = self._transport and self._transport.get_extra_info("ssl_object")
        return "https" if secure else "http"

    def close(self) -> None:
        """End the connection after what was written, without a word more."""
        if self._transport:
            self._transport.close()

    def reset(self) -> None:
        """End the connection at once with a TCP reset."""
        if self._transport is None:
            return
        sock: socket.socket = self._transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    def refuse(self, frame: str) -> None:
        """HTTP/1.1 has no word for one request alone: the connection ends."""
        _ = frame
        self.close()
