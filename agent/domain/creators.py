"""Creators as others tell of them: what a file or a page says of each, from where, and how old that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from agent.domain.identity import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from agent.domain.identity import Handle

_LOOKS_LIKE: Final = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "2": "z", "8": "b", "_": "", ".": ""})


@dataclass(frozen=True, slots=True)
class Source:
    """Where data comes from, when it was read, and as of when it counts; None where the source does not say.

    `fingerprint` is the beginning of a file's SHA-256; `partial` says that a plan of the site did not show all.
    """

    name: str
    read_at: datetime
    as_of: date | datetime | None = None
    fingerprint: str = ""
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Creator:
    """One creator; None, and an empty text, is what nobody said. `engagement` and `audience` are parts of one.

    `audience` is the part of the followers who live in the creator's region; `places` are the sources' numbers.
    """

    handle: Handle
    nickname: str = ""
    number: str = ""
    region: str = ""
    category: tuple[str, ...] = ()
    followers: Decimal | None = None
    views: Decimal | None = None
    sold: Decimal | None = None
    engagement: Decimal | None = None
    audience: Decimal | None = None
    violations: Decimal | None = None
    restricted: bool | None = None
    as_of: date | None = None
    source: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Sale:
    """That a creator sold a product: its id where that was told, its title, its way down the category tree."""

    product_id: str = ""
    title: str = ""
    category: tuple[str, ...] = ()
    source: int = 0


@dataclass(slots=True)
class Known:
    """Everything that was told of creators; of who has no entry in `sales` nobody knows what it sold."""

    sources: list[Source] = field(default_factory=list)
    creators: dict[str, Creator] = field(default_factory=dict)
    sales: dict[str, list[Sale]] = field(default_factory=dict)

    def named(self, handle: str) -> Creator | None:
        """The creator of this handle."""
        return self.creators.get(folded(handle))


def lookalikes(handles: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """For each handle the others that an eye may take for it."""
    alike: dict[str, set[str]] = {}
    for one in handles:
        alike.setdefault(_outline(one), set()).add(folded(one))
    return {one: tuple(sorted(group - {one})) for group in alike.values() for one in _of_several(group)}


def _of_several(group: set[str]) -> Iterator[str]:
    return iter(group if len(group) > 1 else ())


def _outline(handle: str) -> str:
    """A handle without what the eye passes over."""
    return folded(handle).translate(_LOOKS_LIKE).replace("rn", "m").replace("vv", "w")
