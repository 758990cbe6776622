"""A real HTTP server on loopback in the place of a service that takes messages, and channels that lead to it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, BinaryIO, NamedTuple

from agent.adapters.notify import AppriseNotifier
from agent.domain.news import QUEUED, Channel, Occasion, Trouble
from agent.words import Words

_DRIPS = 30
TOKEN = "SENTINELtoken4711abcdef"


class Letter(NamedTuple):
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.body)


class PostOffice:
    """Takes every request, or answers with `status` and `says`.

    `hold` keeps an answer waiting until it is set free, `drips` makes it take half a minute, one byte after the other.
    """

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.status, self.says, self.headers = 200, b"{}", dict[str, str]()
        self.hold: threading.Event | None = None
        self.drips, self.over = False, threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    def url(self, scheme: str = "json") -> str:
        return f"{scheme}://127.0.0.1:{self.port}/{TOKEN}"

    def answer(self, out: BinaryIO) -> None:
        """Write what is said, at once or in drips."""
        for byte in self.says * _DRIPS if self.drips else ():
            with suppress(OSError):  # nobody listens any more
                out.write(bytes([byte]))
            self.over.wait(0.5)
        out.write(b"" if self.drips else self.says)

    def _handler(office) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler's
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                office.letters.append(Letter(self.path, dict(self.headers), body))
                if office.hold:
                    office.hold.wait(30)
                self.send_response(office.status)
                for name, value in office.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(office.says) * (_DRIPS if office.drips else 1)))
                self.end_headers()
                office.answer(self.wfile)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


@contextmanager
def post_office() -> Iterator[PostOffice]:
    office = PostOffice()
    thread = threading.Thread(target=office.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield office
    finally:
        office.over.set()
        if office.hold:
            office.hold.set()
        office.server.shutdown()
        office.server.server_close()
        thread.join(5)


def a_channel(name: str = "ops", *occasions: Occasion, language: str = "en", pictures: bool = False) -> Channel:
    return Channel(name, frozenset(occasions) or QUEUED, language, pictures)


def a_notifier(addresses: Mapping[str, str | Trouble], *channels: Channel) -> AppriseNotifier:
    named = channels or tuple(a_channel(name) for name in addresses)
    return AppriseNotifier(named, addresses, lambda language: Words.load((), language))
