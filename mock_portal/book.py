"""Records by their ids: a changed copy shares nearly everything with the one before, and finds what is about one thing.

A world keeps thousands of former states of itself. Were each a dictionary of its own, every change would copy all
shops and accounts, and every look at one shop would read all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isqrt
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, ValuesView


class Row(Protocol):
    """A frozen record, known by its id."""

    @property
    def id(self) -> str:
        """Its number."""


R = TypeVar("R", bound=Row)
_FEW = 64


class _Volume(Generic[R]):
    """What many states share and nobody changes, with a register for each field that somebody asked for."""

    __slots__ = ("_registers", "records")

    def __init__(self, records: dict[str, R]) -> None:
        self.records = records
        self._registers: dict[str, dict[object, list[R]]] = {}

    def about(self, name: str, value: object) -> Sequence[R]:
        """The records whose field has this value, in their order."""
        register = self._registers.get(name)
        if register is None:
            register = self._registers[name] = self._register(name)
        return register.get(value, [])

    def _register(self, name: str) -> dict[object, list[R]]:
        made: dict[object, list[R]] = {}
        for one in self.records.values():
            made.setdefault(getattr(one, name), []).append(one)
        return made


class Book(Mapping[str, R]):
    """Records in the order in which they came; what changed lately lies beside the volume until it is much."""

    __slots__ = ("_lately", "_volume")

    def __init__(self, volume: _Volume[R] | None = None, lately: Mapping[str, R | None] | None = None) -> None:
        self._volume: _Volume[R] = volume or _Volume({})
        self._lately = lately or {}

    @classmethod
    def of(cls, records: Iterable[R]) -> Book[R]:
        """A book of these records."""
        return cls(_Volume({one.id: one for one in records}))

    def __getitem__(self, key: str) -> R:
        found = self._lately[key] if key in self._lately else self._volume.records[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def values(self) -> ValuesView[R]:
        """All records, in the order in which they came."""
        return self._whole().values()

    def about(self, name: str, value: object) -> Sequence[R]:
        """The records whose field of this name has this value: as quick in a large book as in a small one."""
        known = self._volume.about(name, value)
        if not self._lately:
            return known
        perhaps = {**{one.id: one for one in known}, **self._lately}.values()
        return [one for one in perhaps if one is not None and getattr(one, name) == value]

    def having(self, *changed: R) -> Book[R]:
        """The same book with records added or rewritten."""
        return self._changed({one.id: one for one in changed})

    def lacking(self, *gone: str) -> Book[R]:
        """The same book without some records."""
        return self._changed(dict.fromkeys(gone))

    def _changed(self, news: Mapping[str, R | None]) -> Book[R]:
        made = Book(self._volume, {**self._lately, **news})
        much = len(self._lately) + len(news) > _FEW + isqrt(len(self._volume.records))
        return Book.of(made.values()) if much else made

    def _whole(self) -> Mapping[str, R]:
        if not self._lately:
            return self._volume.records
        merged = {**self._volume.records, **self._lately}
        return {key: one for key, one in merged.items() if one is not None}
