"""What really happened: the effects, written down before any answer leaves, and every request that came in."""

from __future__ import annotations

import json
import os
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_MOST_REQUESTS = 100_000


class Effects:
    """Append-only list of changes to the world; with a file, each line is on the disk before it counts."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file.open("a", encoding="utf-8") if file else None
        self.entries: list[dict[str, Any]] = []

    def add(self, at: datetime, kind: str, **rest: object) -> None:
        """Record one effect, for good."""
        entry = {"seq": len(self.entries) + 1, "at": at.isoformat(), "kind": kind, **rest}
        self._store(entry)
        self.entries.append(entry)

    def after(self, seq: int) -> list[dict[str, Any]]:
        """The effects that came after the one of this number."""
        return self.entries[seq:]

    def _store(self, entry: dict[str, Any]) -> None:
        if self._file:
            self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())

    def clear(self) -> None:
        """Forget the list for a new test; the file keeps its lines and gets a mark."""
        self._store({"reset": True})
        self.entries.clear()

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()


class Requests:
    """Every request the portal saw, also those that were never answered."""

    def __init__(self) -> None:
        self.entries: deque[dict[str, Any]] = deque(maxlen=_MOST_REQUESTS)
        self._seq = 0

    def add(self, at: datetime, **rest: object) -> dict[str, Any]:
        """Note a request when it arrives; status and end are filled in later."""
        self._seq += 1
        ends: dict[str, Any] = {"status": None, "aborted": False, "to_come": False}
        entry = {"seq": self._seq, "at": at.isoformat(), **rest, **ends}
        self.entries.append(entry)
        return entry

    def after(self, seq: int) -> list[dict[str, Any]]:
        """The requests that came after the one of this number, as far as they are kept."""
        known = self._seq - len(self.entries)
        return list(islice(self.entries, max(0, seq - known), None))

    def clear(self) -> None:
        """Forget them for a new test."""
        self.entries.clear()
        self._seq = 0
