"""A line to a server that loses the answer to one commit: the server has kept it, and nobody is told."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Thread


class LossyLine:
    """Carries bytes both ways; after `word` has gone by, the next commit is the last that this connection carries."""

    def __init__(self, port: int, word: bytes) -> None:
        self._to, self.word, self.lost = port, word, 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        Thread(target=self._let_in, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                carried = Carried(self, near, socket.create_connection(("127.0.0.1", self._to)))
                for way in (carried.up, carried.down):
                    Thread(target=way, daemon=True).start()


class Carried:
    """One connection."""

    def __init__(self, line: LossyLine, near: socket.socket, far: socket.socket) -> None:
        self.line, self.near, self.far = line, near, far
        self.told = self.deaf = False

    def up(self) -> None:
        with suppress(OSError), self.far:
            while data := self.near.recv(1 << 16):
                self.told |= bool(self.line.word) and self.line.word in data
                self.deaf |= self.told and b"COMMIT" in data
                self.far.sendall(data)
            self.far.shutdown(socket.SHUT_RDWR)

    def down(self) -> None:
        with suppress(OSError), self.near:
            while (data := self.far.recv(1 << 16)) and not self.deaf:
                self.near.sendall(data)
            if self.deaf:
                self.line.word, self.line.lost = b"", self.line.lost + 1
            self.near.shutdown(socket.SHUT_RDWR)
