"""A network line of one's own, to be cut: a proxy that signs what it carries and dies at a certain request."""

from __future__ import annotations

import threading
from base64 import b64encode
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

    `carries_the_last` says whether that request still arrives; `scheme` is http or socks5; with a `secret`, which is
    NAME:PASSWORD, it carries for nobody else.
    """

    def __init__(self, scheme: str = "http", secret: str = "") -> None:
        self.scheme, self.secret = scheme, secret
        self.dies_at = ""
        self.carries_the_last = False
        self.port = 0
        self.revive()

    def revive(self) -> None:
        """Listen, where it listened before."""
        self.dies_at = ""
        self._server = _Carrier(("127.0.0.1", self.port), type("Handler", (_Handler,), {"line": self}))
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def cut(self) -> None:
        """Nobody gets through from now on."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        """As a roster names it."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def knows(self, told: str | None) -> bool:
        """Whether somebody may use it, by what they tell it of themselves."""
        return not self.secret or told == f"Basic {b64encode(self.secret.encode()).decode()}"

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


class _Handler(BaseHTTPRequestHandler):
    line: Line
    protocol_version = "HTTP/1.1"
    place = ""

    def handle(self) -> None:
        """A SOCKS line is told first where to; what follows is read along."""
        if self.line.scheme == "http" or self.opened():
            super().handle()

    def opened(self) -> bool:
        """SOCKS 5 without a name or password, to this machine only: the browser's own errands end here."""
        _, methods = self.rfile.read(2)
        self.rfile.read(methods)
        self.wfile.write(b"\x05\x00")
        *_, kind = self.rfile.read(4)
        host = self.rfile.read(4 if kind == 1 else self.rfile.read(1)[0])
        port = int.from_bytes(self.rfile.read(2))
        here = host in {b"\x7f\x00\x00\x01", b"127.0.0.1"}
        self.wfile.write(b"\x05" + (b"\x00" if here else b"\x02") + b"\x00\x01" + b"\x00" * 6)
        self.place = f"http://127.0.0.1:{port}"
        return here

    def parse_request(self) -> bool:
        """Nobody is carried who is not known; in a tunnel everybody is."""
        if not super().parse_request():
            return False
        if self.place or self.line.knows(self.headers.get("proxy-authorization")):
            return True
        self.send_response(407)
        self.send_header("Proxy-Authenticate", 'Basic realm="line"')
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def carry(self) -> None:
        """Take one request there; what comes through a tunnel names no place of its own."""
        self.close_connection = True
        last = urlsplit(self.path).path == self.line.dies_at
        if not last or self.line.carries_the_last:
            self.line.carry(self, f"{self.place}{self.path}", answer=not last)
        if last:
            self.line.cut()

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


@contextmanager
def a_line(scheme: str = "http", secret: str = "") -> Iterator[Line]:
    """A line for the length of a `with`."""
    line = Line(scheme, secret)
    yield line
    line.cut()
