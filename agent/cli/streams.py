"""Where answers go: UTF-8, each line at once; a reader who leaves or a full disk never stops work that is under way."""

from __future__ import annotations

import io
import os
import sys
from errno import EPIPE
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

if TYPE_CHECKING:
    from typing_extensions import Buffer


class Outlet(io.RawIOBase):
    """Writes on to a stream until that fails once; then it only remembers how."""

    def __init__(self, stream: io.RawIOBase) -> None:
        """Take the stream; it is never closed here."""
        self._stream = stream
        self.trouble: OSError | None = None

    def writable(self) -> bool:
        """Say yes: whoever writes here need not know what became of it."""
        return True

    def fileno(self) -> int:
        """The stream's own descriptor."""
        return self._stream.fileno()

    def isatty(self) -> bool:
        """Whether a person reads."""
        return self._stream.isatty()

    def write(self, data: Buffer) -> int:
        """Write all of it, or drop it where nothing can be written any more."""
        whole = len(memoryview(data))
        try:
            return whole if self.trouble else self._stream.write(data) or 0
        except OSError as error:
            self.trouble = error
            return whole


def open_outlets() -> Outlet:
    """Put outlets in the place of this process's stdout and stderr; answers the first."""
    answers, sys.stdout = _outlet(sys.stdout)
    _, sys.stderr = _outlet(sys.stderr)
    return answers


def _outlet(stream: TextIO | None) -> tuple[Outlet, TextIO]:
    outlet = Outlet(_unbuffered(stream))
    text = io.TextIOWrapper(io.BufferedWriter(outlet), "utf-8", "backslashreplace", line_buffering=True)
    return outlet, text


def _unbuffered(stream: TextIO | None) -> io.RawIOBase:
    """What a stream writes to in the end; nowhere for one that was closed when we began."""
    if stream is None:
        return Path(os.devnull).open("wb", buffering=0)
    return cast("io.RawIOBase", getattr(stream.buffer, "raw", stream.buffer))


def lost(answers: Outlet) -> OSError | None:
    """What kept the answer from being written, if anything did; a reader who left had read enough."""
    sys.stdout.flush()
    return answers.trouble if answers.trouble and answers.trouble.errno != EPIPE else None
