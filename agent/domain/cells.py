"""A table as a spreadsheet holds it: sheets of cells, each with its place and what kind of thing stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

_LETTERS = 26


class Kind(StrEnum):
    """What stands in a cell; the last four are never read as a value."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    SWITCH = "switch"
    FORMULA = "formula"
    FAULT = "fault"
    MERGED = "merged"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty: where it is, and what stands in it."""

    place: str
    kind: Kind
    value: str | int | float | bool | date | datetime

    @property
    def text(self) -> str:
        """What it says, without the white space around it."""
        return str(self.value).strip()


Row = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was read: its name ("" where the file is one table), and its rows by their number."""

    name: str
    rows: Mapping[int, Row]

    def called(self, place: str) -> str:
        """A cell's place with the sheet's name before it."""
        return f"{self.name}!{place}" if self.name else place


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column to be written, and what may stand below: as text, but for dates and exact numbers."""

    text: str
    dates: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A table to be written; only what is filled in by hand is closed to other values than its `choices`."""

    name: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[str | date | Decimal, ...], ...]


def column(index: int) -> str:
    """How a spreadsheet calls a column: 0 is A, 26 is AA."""
    letters = ""
    while index >= 0:
        index, letter = divmod(index, _LETTERS)
        index, letters = index - 1, chr(ord("A") + letter) + letters
    return letters
