"""Appointments as an iCalendar file (RFC 5545): moments in UTC, so that no calendar needs a zone's rules from us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from agent.domain.identity import legible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

_LINE: Final = 75  # octets, without the line's end
_LONGEST: Final = 4_000


@dataclass(frozen=True, slots=True)
class Appointment:
    """What stands in a calendar: `key` says what it is about, also when its time or its text has changed."""

    key: str
    begins: datetime
    ends: datetime
    title: str
    about: str


def as_calendar(appointments: Iterable[Appointment], made_at: datetime) -> bytes:
    """The file; taken in a second time, it changes its appointments and doubles none."""
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Channel Companion//EN", "METHOD:PUBLISH"),
        *(line for one in appointments for line in _event(one, made_at)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(one: Appointment, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(NAMESPACE_URL, one.key)}"
    yield f"DTSTAMP:{_moment(made_at)}"
    yield f"DTSTART:{_moment(one.begins)}"
    yield f"DTEND:{_moment(one.ends)}"
    yield f"SUMMARY:{_text(one.title)}"
    yield f"DESCRIPTION:{_text(one.about)}"
    yield "STATUS:TENTATIVE"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """A text whose own signs are no signs of the file; of what cannot be seen, only the ends of its lines count."""
    lines = (legible(line, _LONGEST) for line in value.splitlines())
    return "\\n".join(line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for line in lines)


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, no letter cut in two; each after the first begins with a space."""
    pieces, room = [""], _LINE
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append("")
            room = _LINE - 1
        pieces[-1] += letter
        room -= size
    return "\r\n ".join(pieces)
