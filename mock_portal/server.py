"""An HTTP/1.1 server on h11 that lets the application reach the connection itself: hang, cut, close and reset."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
import traceback
from typing import TYPE_CHECKING, Any

import h11

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Scope

WIRE = "mock_portal.wire"
_MOST_BODY = 1_000_000
_TOO_LONG = "the body is too long"
_GONE: Message = {"type": "http.disconnect"}


class Wire(asyncio.Protocol):
    """One connection: reads requests, runs the application on each in turn, and writes what it sends."""

    def __init__(self, app: ASGIApp, open_wires: set[Wire]) -> None:
        self._app = app
        self._open = open_wires
        self._h11 = h11.Connection(h11.SERVER)
        self._news = asyncio.Event()
        self._transport: asyncio.Transport | None = None
        self.gone = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to serve."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError(transport)
        self._transport = transport
        self._open.add(self)
        self.task = asyncio.get_running_loop().create_task(self._serve())

    def data_received(self, data: bytes) -> None:
        """Keep what arrives until it is asked for."""
        self._h11.receive_data(data)
        self._news.set()

    def eof_received(self) -> None:
        """Take the client's end of writing as its leaving: browsers do not half-close."""
        self._h11.receive_data(b"")
        self._lost()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wake whoever waits for this client."""
        _ = exc
        self._lost()
        self._open.discard(self)

    def _lost(self) -> None:
        self.gone.set()
        self._news.set()

    async def _serve(self) -> None:
        try:
            while not self.gone.is_set():
                request = await self._next_event()
                if not isinstance(request, h11.Request):
                    break
                await self._answer(request)
                if self._h11.our_state is not h11.DONE or self._h11.their_state is not h11.DONE:
                    break
                self._h11.start_next_cycle()
        except h11.RemoteProtocolError:
            pass  # not HTTP: the connection is closed without an answer
        finally:
            self.close()

    async def _next_event(self) -> object:
        while True:
            event = self._h11.next_event()
            if event is not h11.NEED_DATA:
                return event
            if self.gone.is_set():
                return None
            self._news.clear()
            await self._news.wait()

    async def _body(self) -> bytes:
        parts = bytearray()
        while isinstance(event := await self._next_event(), h11.Data):
            parts += event.data
            if len(parts) > _MOST_BODY:
                raise h11.RemoteProtocolError(_TOO_LONG)
        return bytes(parts)

    async def _answer(self, request: h11.Request) -> None:
        messages: list[Message] = [{"type": "http.request", "body": await self._body(), "more_body": False}]

        async def receive() -> Message:
            if messages:
                return messages.pop()
            await self.gone.wait()
            return _GONE

        async def send(message: Message) -> None:
            self._write(message, with_body=request.method != b"HEAD")

        try:
            await self._app(_scope(request, self), receive, send)
        except Exception:  # noqa: BLE001 - the outermost edge: an error of the application must not end the server
            traceback.print_exc(file=sys.stderr)
            self.close()

    def _write(self, message: Message, *, with_body: bool) -> None:
        if self.gone.is_set():
            return
        if message["type"] == "http.response.start":
            headers = list(message["headers"])
            self._put(h11.Response(status_code=message["status"], headers=headers))
            return
        body: bytes = message.get("body", b"")
        if body and with_body:
            self._put(h11.Data(data=body))
        if not message.get("more_body"):
            self._put(h11.EndOfMessage())

    def _put(self, event: Any) -> None:  # noqa: ANN401 - any of h11's events
        data = self._h11.send(event)
        if self._transport and data:
            self._transport.write(data)

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


class Server:
    """Listens for one application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._wires: set[Wire] = set()
        self._listener: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> str:
        """Listen, and answer with the origin; port 0 takes any free one."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(lambda: Wire(self._app, self._wires), host, port)
        return f"http://{host}:{self._listener.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Stop listening and end every connection."""
        if self._listener:
            self._listener.close()
        tasks = [wire.task for wire in self._wires if wire.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _scope(request: h11.Request, wire: Wire) -> Scope:
    path, _, query = request.target.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method.decode("ascii"),
        "scheme": "http",
        "path": path.decode("latin-1"),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": list(request.headers),
        "extensions": {WIRE: wire},
        "state": {},
    }
