"""What a look after a press shows: the effect, its proven absence, or neither."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sighted:
    """The effect is there; `receipt` is the portal's own data of it, `duplicate` says that there is more than one."""

    receipt: dict[str, str] = field(default_factory=dict)
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """A complete list was read and the effect is not in it; `why` is what is known of that, `no` says a person's no."""

    why: str = ""
    no: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """The look itself did not work out, or the effect may still come of itself `until` then."""

    why: str
    until: datetime | None = None


Sighting: TypeAlias = Sighted | Absent | Unclear
