"""A client of HTTP/2 that shows every frame: one socket, one stream after the other or several at once."""

from __future__ import annotations

import json
import socket
import ssl
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import ConnectionTerminated, DataReceived, ResponseReceived, StreamEnded, StreamReset

from mock_portal.client import World


@dataclass
class Told:
    """What came on one stream."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    ended: bool = False
    reset: int | None = None

    @property
    def json(self) -> dict[str, Any]:
        given: dict[str, Any] = json.loads(self.body)
        return given


class Http2Client:
    def __init__(self, world: World) -> None:
        place = urlsplit(world.origin)
        context = ssl.create_default_context(cafile=world.ca_file)
        context.set_alpn_protocols(["h2"])
        plain = socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=5)
        self.socket = context.wrap_socket(plain, server_hostname=place.hostname)
        self.agreed = self.socket.selected_alpn_protocol()
        self.h2 = H2Connection(H2Configuration(header_encoding="utf-8"))
        self.h2.initiate_connection()
        self.authority = place.netloc
        self.cookies: dict[str, str] = {}
        self.streams: dict[int, Told] = {}
        self.terminated: ConnectionTerminated | None = None

    def send(self, method: str, path: str, body: bytes = b"") -> int:
        """Send a request; gives its stream's number."""
        number: int = self.h2.get_next_available_stream_id()
        pseudo = [(":method", method), (":path", path), (":scheme", "https"), (":authority", self.authority)]
        cookies = [("cookie", f"{name}={value}") for name, value in self.cookies.items()]
        self.streams[number] = Told()
        self.h2.send_headers(number, pseudo + cookies, end_stream=not body)
        if body:
            self.h2.send_data(number, body, end_stream=True)
        self.socket.sendall(self.h2.data_to_send())
        return number

    def ask(self, method: str, path: str, **fields: object) -> Told:
        """Send a request, and read until its stream or the connection ends."""
        return self.read(self.send(method, path, json.dumps(fields).encode() if fields else b""))

    def read(self, number: int) -> Told:
        """Read until a stream has ended, one way or another."""
        told = self.streams[number]
        while not told.ended and told.reset is None and (data := self.socket.recv(65536)):
            for event in self.h2.receive_data(data):
                self._take(event)
            self.socket.sendall(self.h2.data_to_send())
        return told

    def _take(self, event: object) -> None:
        if isinstance(event, ConnectionTerminated):
            self.terminated = event
        if not isinstance(event, ResponseReceived | DataReceived | StreamEnded | StreamReset):
            return
        told = self.streams[event.stream_id]
        if isinstance(event, ResponseReceived):
            told.headers = {str(name): str(value) for name, value in event.headers}
            told.status = int(told.headers[":status"])
            self._keep(event.headers)
        elif isinstance(event, DataReceived):
            told.body += event.data
            self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, StreamEnded):
            told.ended = True
        else:
            told.reset = int(event.error_code)

    def _keep(self, headers: Any) -> None:
        for name, value in headers:
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]

    def close(self) -> None:
        self.socket.close()
