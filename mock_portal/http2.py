"""HTTP/2 on h2: many requests on one connection, each a stream that faults can end alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import DataReceived, RequestReceived, StreamEnded, StreamReset, WindowUpdated
from h2.exceptions import ProtocolError

from mock_portal.wire import MOST_BODY, WIRE, Wire

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Scope

    Headers = list[tuple[bytes, bytes]]

_GONE: Message = {"type": "http.disconnect"}
_FRAMES = {"internal": ErrorCodes.INTERNAL_ERROR, "refused": ErrorCodes.REFUSED_STREAM}


class Http2Wire(Wire):
    """One connection: reads frames, runs the application on each stream, and shares the window among the answers."""

    def __init__(self, app: ASGIApp, wires: set[Wire]) -> None:
        super().__init__(app, wires)
        self.h2 = H2Connection(H2Configuration(client_side=False, header_encoding=None))
        self.room = asyncio.Event()
        self._streams: dict[int, Stream] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say hello."""
        super().connection_made(transport)
        self.h2.initiate_connection()
        self.flush()

    def data_received(self, data: bytes) -> None:
        """Take frames in; what is not HTTP/2 ends the connection."""
        try:
            for event in self.h2.receive_data(data):
                self._take(event)
        except ProtocolError:
            self.flush()
            self.close()
        else:
            self.flush()

    def _take(self, event: object) -> None:
        if isinstance(event, RequestReceived):
            self._streams[event.stream_id] = Stream(self, event.stream_id, list(event.headers))
        elif isinstance(event, WindowUpdated):
            self.room.set()
        elif isinstance(event, DataReceived | StreamEnded | StreamReset) and event.stream_id in self._streams:
            self._go_on(self._streams[event.stream_id], event)

    def _go_on(self, stream: Stream, event: DataReceived | StreamEnded | StreamReset) -> None:
        if isinstance(event, DataReceived):
            self.h2.acknowledge_received_data(event.flow_controlled_length, stream.number)
            stream.take(event.data)
        elif isinstance(event, StreamEnded):
            self.work(stream.serve())
        else:
            stream.lose()

    def eof_received(self) -> None:
        """Take the client's end of writing as its leaving."""
        self.lose()

    def lose(self) -> None:
        """No stream's client is there any more."""
        super().lose()
        for stream in self._streams.values():
            stream.lose()
        self.room.set()

    def forget(self, stream: Stream) -> None:
        """A stream has ended."""
        self._streams.pop(stream.number, None)

    def flush(self) -> None:
        """Send what h2 has written."""
        self.write(self.h2.data_to_send())


class Stream:
    """One request and its answer; to a fault it is the connection."""

    def __init__(self, wire: Http2Wire, number: int, headers: Headers) -> None:
        self._wire = wire
        self.number = number
        self._headers = headers
        self._body = bytearray()
        self.gone = asyncio.Event()

    def take(self, data: bytes) -> None:
        """Keep a part of the request's body; too much of it ends the stream."""
        self._body += data
        if len(self._body) > MOST_BODY:
            self.refuse("internal")

    async def serve(self) -> None:
        """Run the application on the whole request."""
        messages: list[Message] = [{"type": "http.request", "body": bytes(self._body), "more_body": False}]

        async def receive() -> Message:
            if messages:
                return messages.pop()
            await self.gone.wait()
            return _GONE

        if not await self._wire.ask(_scope(self._headers, self._wire, self), receive, self._send):
            self.refuse("internal")
        self._wire.forget(self)

    async def _send(self, message: Message) -> None:
        if self.gone.is_set():
            return
        if message["type"] == "http.response.start":
            headers = [(b":status", str(message["status"]).encode()), *message["headers"]]
            self._wire.h2.send_headers(self.number, headers)
            self._wire.flush()
        else:
            await self._send_body(message.get("body", b""), end=not message.get("more_body"))

    async def _send_body(self, body: bytes, *, end: bool) -> None:
        """Send as much as the client's window takes, and the rest when it opens."""
        while body and await self._room():
            most = min(self._wire.h2.local_flow_control_window(self.number), self._wire.h2.max_outbound_frame_size)
            self._wire.h2.send_data(self.number, body[:most])
            self._wire.flush()
            body = body[most:]
        if end and not self.gone.is_set():
            self._wire.h2.end_stream(self.number)
            self._wire.flush()

    async def _room(self) -> bool:
        """Wait until something may be sent; no when the client has left."""
        while not self.gone.is_set():
            if self._wire.h2.local_flow_control_window(self.number) > 0:
                return True
            self._wire.room.clear()
            await self._wire.room.wait()
        return False

    def lose(self) -> None:
        """Nobody waits for this answer any more."""
        self.gone.set()
        self._wire.room.set()

    def close(self) -> None:
        """End the whole connection, without a word more."""
        self.lose()
        self._wire.close()

    def reset(self) -> None:
        """End the whole connection with a TCP reset."""
        self.lose()
        self._wire.reset()

    def refuse(self, frame: str) -> None:
        """End this request alone, or say that it and all later ones were never looked at (`goaway`)."""
        if self.gone.is_set():
            return
        if frame == "goaway":
            self._wire.h2.close_connection(ErrorCodes.NO_ERROR, last_stream_id=max(0, self.number - 2))
        else:
            self._wire.h2.reset_stream(self.number, _FRAMES[frame])
        self.lose()
        self._wire.flush()
        if frame == "goaway":
            self._wire.close()


def _scope(headers: Headers, wire: Wire, stream: Stream) -> Scope:
    pseudo = {name: value for name, value in headers if name.startswith(b":")}
    path, _, query = pseudo[b":path"].partition(b"?")
    plain = [(name, value) for name, value in headers if not name.startswith(b":") and name != b"cookie"]
    cookie = b"; ".join(value for name, value in headers if name == b"cookie")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "2",
        "method": pseudo[b":method"].decode("ascii"),
        "scheme": wire.scheme,
        "path": path.decode("latin-1"),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", pseudo.get(b":authority", b"")), *plain, *([(b"cookie", cookie)] if cookie else [])],
        "extensions": {WIRE: stream},
        "state": {},
    }
