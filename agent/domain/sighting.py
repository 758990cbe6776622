"""What a look after a press shows: the effect, its proven absence, or neither."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Sighted:
    """The effect is there; `receipt` is the portal's own data of it, `duplicate` says that there is more than one."""

    receipt: dict[str, str] = field(default_factory=dict)
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """A complete list was read and the effect is not in it."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """The look itself did not work out."""

    why: str


Sighting: TypeAlias = Sighted | Absent | Unclear
