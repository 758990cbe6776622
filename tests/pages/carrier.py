"""A network line of one's own, to be cut: a forward proxy that signs what it carries and dies at a certain request."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class _Carrier(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False


class Line:
    """Carries requests to whoever they are for, until the one named by `dies_at`, whose answer it takes with it.

    `carries_the_last` says whether that request still arrives.
    """

    def __init__(self) -> None:
        self.dies_at = ""
        self.carries_the_last = False
        self.port = 0
        self.revive()

    def revive(self) -> None:
        """Listen, where it listened before."""
        self.dies_at = ""
        self._server = _Carrier(("127.0.0.1", self.port), self._handler())
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def cut(self) -> None:
        """Nobody gets through from now on."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def settings(self) -> dict[str, str]:
        """Playwright's settings of it; a browser takes no proxy to its own machine unless told."""
        return {"server": f"http://127.0.0.1:{self.port}", "bypass": "<-loopback>"}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        line = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            place = ""

            def carry(self) -> None:
                """Take one request there; what comes through a tunnel names no place of its own."""
                self.close_connection = True
                last = urlsplit(self.path).path == line.dies_at
                if not last or line.carries_the_last:
                    line.carry(self, f"{self.place}{self.path}", answer=not last)
                if last:
                    line.cut()

            def do_CONNECT(self) -> None:
                """Open a tunnel on this machine, and read along in it; the browser's own errands end here."""
                here = self.path.startswith("127.0.0.1:")
                self.place, self.close_connection = f"http://{self.path}", not here
                self.send_response_only(200 if here else 403)
                self.end_headers()

            def __getattr__(self, name: str) -> object:
                if name.startswith("do_"):
                    return self.carry
                raise AttributeError(name)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler

    @staticmethod
    def carry(asked: BaseHTTPRequestHandler, address: str, *, answer: bool) -> None:
        """One request there, signed, and perhaps its answer back."""
        place = urlsplit(address)
        body = asked.rfile.read(int(asked.headers.get("content-length") or 0))
        headers = {**dict(asked.headers.items()), "Via": "1.1 line", "Connection": "close"}
        there = HTTPConnection(str(place.hostname), place.port or 80, timeout=20)
        there.request(asked.command, f"{place.path}?{place.query}".rstrip("?"), body or None, headers)
        told = there.getresponse()
        content = told.read()
        there.close()
        if not answer:
            return
        asked.send_response(told.status)
        for name, value in told.getheaders():
            if name.lower() not in {"transfer-encoding", "content-length", "connection", "date", "server"}:
                asked.send_header(name, value)
        asked.send_header("Content-Length", str(len(content)))
        asked.send_header("Connection", "close")
        asked.end_headers()
        asked.wfile.write(content)


@contextmanager
def a_line() -> Iterator[Line]:
    """A line for the length of a `with`."""
    line = Line()
    yield line
    line.cut()
