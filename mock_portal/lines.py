"""Connections that are kept between calls: a test asks the control plane dozens of times, and each new one costs."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

_PATIENCE_SECONDS = 10


class Lines:
    """The idle connections to one place; threads that ask at the same time use one each."""

    def __init__(self, origin: str) -> None:
        place = urlsplit(origin)
        self._host, self._port = str(place.hostname), place.port
        self._idle: list[HTTPConnection] = []

    def ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> bytes:
        """The answer's body; a kept connection that the server has closed meanwhile is replaced by a new one."""
        while self._idle:
            try:
                return self._asked(self._idle.pop(), method, path, body, headers)
            except (ConnectionError, HTTPException):
                continue  # closed while it was idle: nobody has read this call
        return self._asked(
            HTTPConnection(self._host, self._port, timeout=_PATIENCE_SECONDS), method, path, body, headers
        )

    def _asked(self, line: HTTPConnection, method: str, path: str, body: str | None, headers: dict[str, str]) -> bytes:
        try:
            line.request(method, path, body, headers)
            told = line.getresponse().read()
        except (OSError, HTTPException):
            line.close()
            raise
        self._idle.append(line)
        return told

    def __del__(self) -> None:
        """Leave no socket open."""
        for line in self._idle:
            line.close()
