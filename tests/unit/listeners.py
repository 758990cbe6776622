"""Small servers on this machine for what the program tells others: one that answers, and the ways of not doing so."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

PATH = "/7b6f1c1e-0b1c-4d1e-9d51-9f0c5f6f1d2a"


@dataclass
class Listener:
    """What was asked of a server, and where it listens."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""
    over: Event = field(default_factory=Event)


Answer = Callable[[BaseHTTPRequestHandler, Listener], None]


def answering(status: int, heads: Mapping[str, str] | None = None) -> Answer:
    """Always with this status."""

    def answer(to: BaseHTTPRequestHandler, _: Listener) -> None:
        to.send_response(status)
        for name, value in (heads or {}).items():
            to.send_header(name, value)
        to.end_headers()

    return answer


def knowing_no_exit_codes(to: BaseHTTPRequestHandler, listener: Listener) -> None:
    """As services do that know /fail alone."""
    answering(404 if to.path.rpartition("/")[2].isdecimal() else 200)(to, listener)


def hanging(_: BaseHTTPRequestHandler, listener: Listener) -> None:
    """Says nothing while the test lasts."""
    listener.over.wait(60)


def dripping(to: BaseHTTPRequestHandler, listener: Listener) -> None:
    """One byte of the heads at a time: no single wait is long."""
    while not listener.over.wait(0.05):
        to.wfile.write(b"H")


@contextmanager
def listening(answer: Answer) -> Iterator[Listener]:
    """A server that answers so, on a free port."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            listener.asked.append((self.path.removeprefix(PATH), body))
            answer(self, listener)

        do_GET = do_POST  # noqa: N815 - what urllib makes of a redirect

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that went away meanwhile
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        listener.url = f"http://127.0.0.1:{server.server_port}{PATH}"
        yield listener
        listener.over.set()
        server.shutdown()


@contextmanager
def timed(most: float) -> Iterator[None]:
    """Fail where it takes longer."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < most
