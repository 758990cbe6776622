"""Serve the dashboard until it is stopped; nothing that it started is left behind."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import uvicorn

from agent.dashboard.app import application
from agent.dashboard.doors import Place
from agent.dashboard.keys import Keys
from agent.dashboard.pages import Desk
from agent.errors import Code, MendHost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agent.wiring.boards import Board

_GRACE_S: Final = 2
_HEADERS: Final = 16_384
_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what: each new link that opens the door, and what nobody foresaw."""

    link: Callable[[str], None]
    crashed: Callable[[BaseException], str]


class _Server(uvicorn.Server):
    """A server that leaves signals to the command line, which knows what they mean."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def serve(board: Board, host: str, port: int, told: Told) -> None:
    """Serve at an address of this machine until cancelled; raises MendHost(E_PORT_IN_USE)."""
    with _listening(host, port) as listener:
        place = Place.at(host, listener.getsockname()[1])
        keys = Keys(time.monotonic)
        desk = Desk(board, place, keys)
        await desk.warm_up()
        name = f"[{host}]" if ":" in host else host

        def another() -> None:
            told.link(f"http://{name}:{place.port}/enter#{keys.new_link()}")

        server = _Server(_config(application(desk, another, told.crashed)))
        serving = asyncio.create_task(server.serve([listener]))
        another()
        try:
            await asyncio.shield(serving)
        finally:
            desk.closing.now()
            await desk.children.close()
            server.should_exit = True
            await serving


def _config(app: object) -> uvicorn.Config:
    """Nothing is logged by the server: its lines would hold addresses, and its errors texts of pages."""
    quiet = logging.getLogger("uvicorn")
    quiet.addHandler(logging.NullHandler())
    quiet.propagate = False
    return uvicorn.Config(
        app,  # type: ignore[arg-type]  # an ASGI application, by another library's name for it
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        http="h11",
        h11_max_incomplete_event_size=_HEADERS,
        limit_concurrency=_AT_ONCE,
        timeout_graceful_shutdown=_GRACE_S,
    )


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise MendHost(Code.E_PORT_IN_USE, detail=f"{host}:{port}: {error.strerror or error}") from None
