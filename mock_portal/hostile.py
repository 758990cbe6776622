"""Names that attack whoever copies them on: put into an answer where people's own words stand."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FILE = Path(__file__).parent / "worlds" / "hostile_names.toml"
# What people write themselves; handles, states and numbers stay what they are.
_OWN_WORDS = frozenset({"nickname", "shop_name", "title", "note", "detail"})


@cache
def hostile_names() -> tuple[str, ...]:
    """The portal's own collection."""
    kinds: dict[str, list[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(name for names in kinds.values() for name in names)


def with_hostile_names(body: bytes, names: Sequence[str] | None = None) -> bytes:
    """A JSON answer in which each of people's own words is the next of the names; not JSON stays as it is."""
    try:
        told = json.loads(body)
    except ValueError:
        return body
    return json.dumps(_renamed(told, cycle(names or hostile_names()))).encode()


def _renamed(told: Any, names: Iterator[str]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(told, list):
        return [_renamed(one, names) for one in told]
    if not isinstance(told, dict):
        return told
    return {key: next(names) if _own_words(key, value) else _renamed(value, names) for key, value in told.items()}


def _own_words(key: str, value: object) -> bool:
    return key in _OWN_WORDS and isinstance(value, str)
