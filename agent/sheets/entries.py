"""What one cell of a table says, read by what its column takes: never guessed, and never mended in silence."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from agent.domain.cells import Kind
from agent.domain.figures import figure, share
from agent.domain.identity import legible, parse_handle, parse_id, shown
from agent.sheets.columns import Sort, bare
from agent.typed import Unfit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from agent.domain.cells import Cell
    from agent.sheets.columns import Column, Vocabulary

Value = str | int | bool | date | Decimal | list[str]

_EXACT: Final = 15  # a spreadsheet keeps so many digits of a number, and writes zeros for the rest
_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_EXPONENT: Final = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
_AMOUNT: Final = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?", re.ASCII)
_BETWEEN: Final = re.compile(r"[\s,;、，；/]+")  # noqa: RUF001 - Chinese commas
_SWITCHES: Final = {
    "true": True,
    "1": True,
    "y": True,
    "yes": True,
    "false": False,
    "0": False,
    "n": False,
    "no": False,
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads cells in the words of three languages; `known` are ids that are right however they look."""

    words: Vocabulary[Any]
    known: frozenset[str]

    def read(self, cell: Cell, column: Column) -> Value:
        """What a cell says; raises Unfit."""
        match column.sort:
            case Sort.NAME:
                return self._name(cell)
            case Sort.ID:
                return self._id(cell)
            case Sort.CHOICE:
                return self._choice(cell, column)
            case Sort.SWITCH:
                return self._switch(cell)
            case _:
                return _BY_SORT[column.sort](cell)

    def _name(self, cell: Cell) -> str:
        """A name or an id, in which no digit may be lost either."""
        if cell.kind is Kind.NUMBER:
            return _whole(cell)
        text = _written(cell)
        if text not in self.known and _looks_rounded(text):
            raise Unfit(why="rounded_for_good", value=legible(text, 40))
        return text

    def _id(self, cell: Cell) -> str:
        text = self._name(cell)
        try:
            return parse_id(text)
        except ValueError:
            raise Unfit(why="not_an_id", value=shown(text, 60)) from None

    def _choice(self, cell: Cell, column: Column) -> str:
        found = self.words.choices.get(bare(cell.text), "")
        if found not in column.choices:
            raise Unfit(why="literal_error", expected=", ".join(column.choices))
        return found

    def _switch(self, cell: Cell) -> bool:
        word = bare(cell.text)
        found = _SWITCHES.get(self.words.choices.get(word, word))
        if found is None:
            raise Unfit(why="yes_or_no", value=legible(cell.text, 40))
        return found


def _whole(cell: Cell) -> str:
    """A number's digits, where a spreadsheet has kept every one of them."""
    number = cell.value
    if not isinstance(number, int | float) or number != number // 1:
        raise Unfit(why="as_text", value=legible(cell.text, 40))
    if abs(number) >= 10**_EXACT:
        raise Unfit(why="rounded_for_good", value=legible(cell.text, 40))
    return str(int(number))


def _looks_rounded(text: str) -> bool:
    tail = text[_EXACT:] if text.isascii() and text.isdigit() else ""
    return bool(_EXPONENT.fullmatch(text)) or (bool(tail) and not tail.strip("0"))


def _written(cell: Cell) -> str:
    if cell.kind is not Kind.TEXT:
        raise Unfit(why="as_text", value=legible(cell.text, 40))
    return cell.text


def _text(cell: Cell) -> str:
    return _whole(cell) if cell.kind is Kind.NUMBER else _written(cell)


def _handle(cell: Cell) -> str:
    """As text only: of 1.10 and 007 a number keeps 1.1 and 7."""
    text = _written(cell)
    try:
        return parse_handle(text)
    except ValueError:
        raise Unfit(why="not_a_handle", value=shown(text, 60)) from None


def _code(cell: Cell) -> str:
    return _written(cell).upper()


def _codes(cell: Cell) -> list[str]:
    return [one for one in _BETWEEN.split(_written(cell).upper()) if one]


def _day(cell: Cell) -> date:
    """A day: a date cell, or text with the year first, which alone can be read in one way only."""
    told, value = _DAY.fullmatch(cell.text), cell.value
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    with suppress(ValueError):
        if told:
            return date(int(told[1]), int(told[2]), int(told[3]))
    raise Unfit(why="not_a_day", value=legible(cell.text, 40))


def _count(cell: Cell) -> int:
    text = _whole(cell) if cell.kind is Kind.NUMBER else cell.text
    if cell.kind is Kind.SWITCH or not (text.isascii() and text.isdigit() and len(text) <= _EXACT):
        raise Unfit(why="int_type")
    return int(text)


def _amount(cell: Cell) -> Decimal:
    """Money without its sign: 1299, 12.5 or 12,50; three digits after a sign can be read in two ways, and are not."""
    told = _AMOUNT.fullmatch(cell.text) if cell.kind in {Kind.TEXT, Kind.NUMBER} else None
    if not told:
        raise Unfit(why="not_an_amount", value=legible(cell.text, 40))
    return Decimal(".".join(one for one in told.groups() if one))


def _figure(cell: Cell) -> Decimal:
    """A count as a site shortens it; a number of a spreadsheet is what it is."""
    told = _amount(cell) if cell.kind is Kind.NUMBER else None
    try:
        return told if told is not None else figure(_written(cell))
    except ValueError:
        raise Unfit(why="not_a_figure", value=legible(cell.text, 40)) from None


def _share(cell: Cell) -> Decimal:
    """With its sign, or as a spreadsheet keeps what it shows with one: a number up to 1."""
    number = cell.value if cell.kind is Kind.NUMBER else None
    if isinstance(number, int | float) and 0 <= number <= 1:
        return Decimal(str(number))
    try:
        return share(_written(cell))
    except ValueError:
        raise Unfit(why="not_a_share", value=legible(cell.text, 40)) from None


_BY_SORT: Final[Mapping[Sort, Callable[[Cell], Value]]] = {
    Sort.TEXT: _text,
    Sort.HANDLE: _handle,
    Sort.CODE: _code,
    Sort.CODES: _codes,
    Sort.DATE: _day,
    Sort.COUNT: _count,
    Sort.AMOUNT: _amount,
    Sort.FIGURE: _figure,
    Sort.SHARE: _share,
}
