"""What was last found for each shop, and what was read of creators: private files that can forget a name."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from agent.adapters.files import private_folder, write_private
from agent.domain.identity import folded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Matches:
    """JSON files in a folder of their own; what cannot be read any more is as good as not there."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before something is kept."""
        self.folder = folder

    def keep(self, name: str, told: dict[str, Any]) -> None:
        """Replace what is kept under a name."""
        private_folder(self.folder)
        write_private(self.folder / f"{name}.json", json.dumps(told, ensure_ascii=False, default=str).encode())

    def kept(self, name: str) -> dict[str, Any]:
        """What is kept under a name; nothing where nothing is."""
        return _read(self.folder / f"{name}.json")

    def forget(self, handle: str) -> int:
        """Take a creator out of every file; answers how many changed."""
        return sum(self._forget(path, folded(handle)) for path in self._files())

    def _files(self) -> Iterator[Path]:
        yield from sorted(self.folder.glob("*.json")) if self.folder.is_dir() else ()

    def _forget(self, path: Path, key: str) -> bool:
        before = _read(path)
        after = _without(before, key)
        if after == before:
            return False
        write_private(path, json.dumps(after, ensure_ascii=False).encode())
        return True


def _read(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        told = json.loads(path.read_bytes())
        return told if isinstance(told, dict) else {}
    return {}


def _without(told: object, key: str) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """All of it but the rows of a creator, and the lines of others that tell of him."""
    if isinstance(told, dict):
        return {name: _without(one, key) for name, one in told.items()}
    if isinstance(told, list):
        return [_without(one, key) for one in told if not _tells_of(one, key)]
    return told


def _tells_of(one: object, key: str) -> bool:
    if not isinstance(one, dict):
        return False
    return key in {folded(one.get("handle", "")), *map(folded, one.get("told", ()))}
