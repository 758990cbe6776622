"""HTTP/1.1 on h11: one request after the other, as they come."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import h11

from mock_portal.wire import MOST_BODY, WIRE, Wire

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Scope

_TOO_LONG = "the body is too long"
_GONE: Message = {"type": "http.disconnect"}


class Http1Wire(Wire):
    """One connection: reads requests, runs the application on each in turn, and writes what it sends."""

    def __init__(self, app: ASGIApp, wires: set[Wire]) -> None:
        super().__init__(app, wires)
        self._h11 = h11.Connection(h11.SERVER)
        self._head = b""  # leaves with the first of the body, in one packet as from any server
        self._news = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to serve."""
        super().connection_made(transport)
        self.work(self._serve())

    def data_received(self, data: bytes) -> None:
        """Keep what arrives until it is asked for."""
        self._h11.receive_data(data)
        self._news.set()

    def eof_received(self) -> None:
        """Take the client's end of writing as its leaving: browsers do not half-close."""
        self._h11.receive_data(b"")
        self.lose()

    def lose(self) -> None:
        """Nothing more will come to be read."""
        super().lose()
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
            if len(parts) > MOST_BODY:
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

        if not await self.ask(_scope(request, self), receive, send):
            self.close()

    def _write(self, message: Message, *, with_body: bool) -> None:
        if self.gone.is_set():
            return
        if message["type"] == "http.response.start":
            self._head = self._bytes(h11.Response(status_code=message["status"], headers=list(message["headers"])))
            return
        said, self._head = self._head, b""
        body: bytes = message.get("body", b"")
        if body and with_body:
            said += self._bytes(h11.Data(data=body))
        if not message.get("more_body"):
            said += self._bytes(h11.EndOfMessage())
        self.write(said)

    def _bytes(self, event: Any) -> bytes:  # noqa: ANN401 - any of h11's events
        return self._h11.send(event) or b""


def _scope(request: h11.Request, wire: Wire) -> Scope:
    path, _, query = request.target.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method.decode("ascii"),
        "scheme": wire.scheme,
        "path": path.decode("latin-1"),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": list(request.headers),
        "extensions": {WIRE: wire},
        "state": {},
    }
