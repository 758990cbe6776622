"""Read the lines of tables from their cells; what cannot be read is said by cell, all of it at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic

from agent.domain.cells import Kind, column
from agent.domain.identity import legible
from agent.domain.numerals import says_nothing
from agent.sheets.columns import T, bare
from agent.sheets.entries import Reader
from agent.typed import Unfit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from agent.domain.cells import Cell, Row, Sheet
    from agent.sheets.columns import Column, Vocabulary
    from agent.sheets.entries import Value

_HEADER_WITHIN: Final = 10  # above it may stand a title
_SET_ASIDE: Final = {Kind.FORMULA: "formula", Kind.FAULT: "cell_fault", Kind.MERGED: "merged", Kind.HIDDEN: "hidden"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong in a table: the cell, and why, as a key of the words and the values that fill it."""

    place: str
    why: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """What a cell says, and where it stands."""

    value: Value
    place: str


@dataclass(frozen=True, slots=True)
class Line(Generic[T]):
    """One line of a table: what its cells say by column; empty ones say nothing. A broken one said more than that.

    `number` is its row, for whoever keeps the order of a file.
    """

    table: T
    place: str
    cells: Mapping[str, Given]
    broken: bool = False
    number: int = 0


@dataclass(slots=True)
class Reading(Generic[T]):
    """What a file says: its tables, their lines, what is wrong, and which headers and sheets are none of ours."""

    tables: list[T] = field(default_factory=list)
    lines: list[Line[T]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_sheets(sheets: Sequence[Sheet], words: Vocabulary[T], known: Collection[str] = ()) -> Reading[T]:
    """Every sheet that is one of the form's tables; `known` are ids that are right, however they look."""
    told, reader = Reading[T](), Reader(words, frozenset(known))
    for sheet in sheets:
        _read_sheet(sheet, words, reader, told)
    if not told.tables and not told.troubles:
        told.troubles.append(Trouble(_first(sheets), "no_table"))
    return told


def _first(sheets: Sequence[Sheet]) -> str:
    return sheets[0].called("A1") if sheets else "A1"


def _read_sheet(sheet: Sheet, words: Vocabulary[T], reader: Reader, told: Reading[T]) -> None:
    number, heads = _header(sheet, words)
    table = words.table(sheet.name, heads.values())
    if table is None:
        told.unread += [] if bare(sheet.name) in {"", *words.notes} else [legible(sheet.name, 40)]
        return
    known = {one.key: one for one in words.form.tables[table]}
    columns = {at: known[key] for at, key in heads.items() if key in known}
    page = _Page(sheet, table, number, columns, words.form.keys[table], reader)
    told.tables.append(table)
    told.unread += page.unread()
    wrong = list(page.objections())
    told.troubles += wrong
    for row in sorted(one for one in sheet.rows if one > number and not wrong):
        told.lines += page.line(row, told.troubles)


def _header(sheet: Sheet, words: Vocabulary[T]) -> tuple[int, dict[int, str]]:
    """The row with the most headers that are known, and the key of each column."""
    tried = [(row, _heads(sheet.rows[row], words)) for row in sorted(sheet.rows)[:_HEADER_WITHIN]]
    return max(tried, key=lambda one: len(one[1]), default=(1, {}))


def _heads(row: Row, words: Vocabulary[T]) -> dict[int, str]:
    keys = ((at, words.column(cell.text)) for at, cell in enumerate(row) if cell)
    return {at: key for at, key in keys if key}


@dataclass(frozen=True, slots=True)
class _Page(Generic[T]):
    """A sheet that is one of our tables: the row of its headers, what its columns are, and which must be filled."""

    sheet: Sheet
    table: T
    header: int
    columns: Mapping[int, Column]
    wanted: Collection[str]
    reader: Reader

    def unread(self) -> Iterator[str]:
        """The headers that are none of ours."""
        for at, cell in enumerate(self.sheet.rows.get(self.header, ())):
            if cell and cell.text and at not in self.columns:
                yield f"{legible(cell.text, 40)} ({self.sheet.called(cell.place)})"

    def objections(self) -> Iterator[Trouble]:
        """What is wrong with the headers: one that is wanted, there twice, or not to be seen."""
        keys = [one.key for one in self.columns.values()]
        for key in self.wanted:
            if key not in keys:
                yield Trouble(self.sheet.called(f"A{self.header}"), "no_column", {"value": key})
        for count, at in enumerate(self.columns):
            cell = self.sheet.rows[self.header][at]
            if cell and cell.kind in _SET_ASIDE:
                yield Trouble(self.sheet.called(cell.place), _SET_ASIDE[cell.kind])
            elif cell and keys[count] in keys[:count]:
                yield Trouble(self.sheet.called(cell.place), "twice", {"value": legible(cell.text, 60)})

    def line(self, number: int, troubles: list[Trouble]) -> Iterator[Line[T]]:
        """The line of a row, none where it is empty; what is wrong with it is added to the troubles."""
        row = enumerate(self.sheet.rows[number])
        here = [(self.columns[at], cell) for at, cell in row if cell and at in self.columns and cell.text]
        filled = [(one, cell) for one, cell in here if not (one.sort.may_be_dashes and says_nothing(cell.text))]
        read = {one.key: self._read(one, cell) for one, cell in filled}
        wrong = [one for one in read.values() if isinstance(one, Trouble)]
        wrong += self._wanting(number, read) if filled else []
        troubles += wrong[:1] if wrong and wrong[0].why == "hidden" else wrong
        if filled:
            cells = {key: one for key, one in read.items() if isinstance(one, Given)}
            yield Line(self.table, self.sheet.called(f"A{number}"), cells, broken=bool(wrong), number=number)

    def _read(self, one: Column, cell: Cell) -> Given | Trouble:
        place = self.sheet.called(cell.place)
        if cell.kind in _SET_ASIDE:
            return Trouble(place, _SET_ASIDE[cell.kind])
        try:
            return Given(self.reader.read(cell, one), place)
        except Unfit as unfit:
            return Trouble(place, unfit.why, unfit.values)

    def _wanting(self, number: int, there: Collection[str]) -> Iterator[Trouble]:
        for at, one in self.columns.items():
            if one.key in self.wanted and one.key not in there:
                yield Trouble(self.sheet.called(f"{column(at)}{number}"), "missing")
