"""A page that a person takes over: that it was handed over, how that ended, and what passes between the two."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from agent.domain.identity import LoginId, RunId, ShopId


class HandOverState(StrEnum):
    """`over` once the person is done; `left` where the window was closed or the run ended."""

    WAITING = "waiting"
    OVER = "over"
    TIMED_OUT = "timed_out"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One page in a person's hands until a deadline; `machine` and `port` are where it can be seen and used.

    `inputs` counts what the person did there, by kind; what it was is never kept.
    """

    id: str
    shop: ShopId
    login: LoginId
    run: RunId
    step: str
    machine: str
    port: int
    began_at: datetime
    deadline: datetime
    state: HandOverState = HandOverState.WAITING
    ended_at: datetime | None = None
    inputs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """The page as it looks at one moment: a JPEG of so many of its own pixels."""

    jpeg: bytes
    width: int
    height: int


Button = Literal["left", "middle", "right"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """The mouse, in the page's own pixels from its upper left corner."""

    what: Literal["move", "down", "up"]
    x: float
    y: float
    button: Button = "left"


@dataclass(frozen=True, slots=True)
class Wheel:
    """The wheel, by so many pixels."""

    right: float
    down: float


@dataclass(frozen=True, slots=True)
class Key:
    """A key by its name, such as "Enter", "Backspace" or "a"."""

    what: Literal["down", "up"]
    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """Typed text; nothing ever shows it."""

    text: str = field(repr=False)


Input: TypeAlias = Pointer | Wheel | Key | Text
LONGEST_TEXT: Final = 500
