"""What passes over the socket: one JSON object a line, each of bounded size, each checked before it is believed."""

from __future__ import annotations

import base64
import binascii
import json
import math
from typing import TYPE_CHECKING, Any, Final

from agent.domain.handover import LONGEST_TEXT, Frame, Input, Key, Pointer, Text, Wheel

if TYPE_CHECKING:
    from asyncio import StreamReader

LONGEST_INPUT: Final = 4_096  # bytes of a line
LONGEST_FRAME: Final = 8_000_000
_FARTHEST: Final = 20_000.0  # pixels; no page is larger, and no wheel turns further at once
_LONGEST_NAME: Final = 20


class NotALineError(ValueError):
    """Whoever speaks here does not speak this."""


def written(told: dict[str, Any]) -> bytes:
    """One line."""
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


async def read_line(reader: StreamReader) -> dict[str, Any]:
    """The next object; an empty one where the other end has gone. Raises NotALineError."""
    try:
        line = await reader.readline()
        told = json.loads(line) if line else {}
    except (ValueError, RecursionError, OSError) as error:  # a line that is too long is a ValueError too
        raise NotALineError from error
    if not isinstance(told, dict):
        raise NotALineError
    return told


def of_frame(frame: Frame) -> dict[str, Any]:
    """A frame as it is sent."""
    return {"jpeg": base64.b64encode(frame.jpeg).decode(), "width": frame.width, "height": frame.height}


def as_frame(told: dict[str, Any]) -> Frame:
    """A frame as it came; raises NotALineError."""
    match told:
        case {"jpeg": str(jpeg), "width": int(width), "height": int(height)}:
            try:
                return Frame(base64.b64decode(jpeg, validate=True), width, height)
            except binascii.Error as error:
                raise NotALineError from error
        case _:
            raise NotALineError


def of_input(done: Input) -> dict[str, Any]:
    """What a person did, as it is sent."""
    match done:
        case Pointer(what, x, y, button):
            return {"pointer": what, "x": x, "y": y, "button": button}
        case Wheel(right, down):
            return {"wheel": [right, down]}
        case Key(what, name):
            return {"key": what, "name": name}
        case Text(text):
            return {"text": text}


def as_input(told: dict[str, Any]) -> Input:
    """What a person did, as it came; raises NotALineError."""
    match told:
        case {
            "pointer": ("move" | "down" | "up") as what,
            "x": x,
            "y": y,
            "button": ("left" | "middle" | "right") as b,
        }:
            return Pointer(what, _place(x), _place(y), b)
        case {"wheel": [right, down]}:
            return Wheel(_place(right), _place(down))
        case {"key": ("down" | "up") as what, "name": str(name)} if 0 < len(name) <= _LONGEST_NAME:
            return Key(what, name)
        case {"text": str(text)} if len(text) <= LONGEST_TEXT:
            return Text(text)
        case _:
            raise NotALineError


def _place(number: object) -> float:
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise NotALineError
    if not math.isfinite(number) or abs(number) > _FARTHEST:
        raise NotALineError
    return float(number)
