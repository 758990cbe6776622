"""The highest event that was ever written, kept outside the ledger: an older copy put in its place is found out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from agent.adapters.files import PRIVATE_FILE, explained, private_folder, write_private

if TYPE_CHECKING:
    from pathlib import Path

_WIDTH: Final = 20


class HighWater:
    """One number in one small file, overwritten in place after each commit; it may lag by a crash, never lead."""

    def __init__(self, path: Path) -> None:
        """Take the file's place; nothing is read yet."""
        self._path = path

    def seen(self) -> int:
        """The highest event ever told here; 0 where nobody told any."""
        with explained(self._path):
            text = self._path.read_text("ascii", "replace") if self._path.exists() else ""
        return int(text) if text.strip().isdecimal() else 0

    def reach(self, seq: int) -> None:
        """Tell that this event is durable; a lower number changes nothing."""
        if seq > self.seen():
            self.reset(seq)

    def reset(self, seq: int) -> None:
        """Set the mark, as a person does who restores an older ledger on purpose."""
        if not self._path.exists():
            private_folder(self._path.parent)
            write_private(self._path, b"")
        with explained(self._path):
            handle = os.open(self._path, os.O_WRONLY, PRIVATE_FILE)
            try:
                os.write(handle, f"{seq:0{_WIDTH}}\n".encode())
            finally:
                os.close(handle)
