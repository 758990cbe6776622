"""Listens, and hands each connection to the HTTP version that client and portal agreed on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mock_portal.http1 import Http1Wire

if TYPE_CHECKING:
    import ssl

    from starlette.types import ASGIApp

    from mock_portal.wire import Wire

_GOODBYE_SECONDS = 1


class _Door(asyncio.Protocol):
    """A fresh connection, of which nobody knows yet what it speaks."""

    def __init__(self, app: ASGIApp, wires: set[Wire]) -> None:
        self._app = app
        self._wires = wires

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        secure = transport.get_extra_info("ssl_object")
        kind = _spoken(secure.selected_alpn_protocol() if secure else None)
        wire = kind(self._app, self._wires)
        transport.set_protocol(wire)
        wire.connection_made(transport)


def _spoken(agreed: str | None) -> type[Wire]:
    if agreed != "h2":
        return Http1Wire
    from mock_portal.http2 import Http2Wire  # noqa: PLC0415 - only a portal with TLS needs its library

    return Http2Wire


class Server:
    """Listens for one application; with TLS where a context is given."""

    def __init__(self, app: ASGIApp, secure: ssl.SSLContext | None = None) -> None:
        self._app = app
        self._secure = secure
        self._wires: set[Wire] = set()
        self._listener: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> str:
        """Listen, and answer with the origin; port 0 takes any free one."""
        self._listener = await asyncio.get_running_loop().create_server(
            lambda: _Door(self._app, self._wires),
            host,
            port,
            ssl=self._secure,
            ssl_shutdown_timeout=_GOODBYE_SECONDS if self._secure else None,
        )
        scheme = "https" if self._secure else "http"
        return f"{scheme}://{host}:{self._listener.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Stop listening and end every connection."""
        if self._listener:
            self._listener.close()
        tasks = [task for wire in self._wires for task in wire.tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for wire in list(self._wires):
            wire.close()
