"""The texts that come with the product, read table by table: a command says a dozen of three thousand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_HEAD: Final = re.compile(r"^\[([\w.-]+)\]$", re.MULTILINE)


class PackagedTexts(Mapping[str, str]):
    """A message file of ours by dotted key; each of its tables is parsed when a text of it is first asked for.

    Only for files that a test has read whole: an operator's own are read at once, and told what is wrong with them.
    """

    def __init__(self, path: Path, instead: Mapping[str, str]) -> None:
        """Take it apart at the heads of its tables, nothing is parsed yet; `instead` are texts that replace its own."""
        _, *parts = _HEAD.split(path.read_text("utf-8"))
        self._unread = dict(zip(parts[::2], parts[1::2], strict=True))
        self._told = dict(instead)

    def __getitem__(self, key: str) -> str:
        """The text for a key."""
        if key not in self._told:
            for end in (place for place, letter in enumerate(key) if letter == "."):
                self._read(key[:end])
        return self._told[key]

    def __iter__(self) -> Iterator[str]:
        """Every key there is."""
        for name in list(self._unread):
            self._read(name)
        return iter(self._told)

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)

    def _read(self, name: str) -> None:
        if table := self._unread.get(name, ""):
            for key, value in leaves(tomllib.loads(table), f"{name}."):
                self._told.setdefault(key, str(value))
            self._unread.pop(name, None)  # only now: another thread may be asking for the same text


def leaves(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """What stands in a table and those below it, by dotted key."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
