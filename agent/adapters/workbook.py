"""XLSX files: every cell with what kind of thing stands in it, and new ones in which nothing is taken for a number."""

from __future__ import annotations

import io
import re
import warnings
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

from agent.domain.cells import Cell, Kind, Row, Sheet
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from agent.domain.cells import NewSheet

MOST_UNPACKED: Final = 50_000_000
_KINDS: Final = {"n": Kind.NUMBER, "d": Kind.DATE, "b": Kind.SWITCH, "f": Kind.FORMULA, "e": Kind.FAULT}
_BROKEN: Final = (
    *(ArithmeticError, AttributeError, BadZipFile, LookupError, NotImplementedError),
    *(OSError, SyntaxError, TypeError, ValueError, zlib_error),
)  # all that openpyxl meets in a file that is none, or only half of one
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_WIDTH, _LAST_ROW = 22, 1_048_576
_TEXT, _DAY, _PLAIN = "@", "yyyy-mm-dd", "General"


def read_workbook(content: bytes, path: Path) -> list[Sheet]:
    """Every sheet, whatever extent it declares; raises MendInput(E_INPUT) where it is no XLSX file."""
    with _openpyxl(path), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of drop-downs that it does not know; we do not need them
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra, and heavy

        _refuse_a_bomb(content)
        book = load_workbook(io.BytesIO(content), keep_links=False)
        return [_sheet(one) for one in book.worksheets]


@contextmanager
def _openpyxl(path: Path) -> Iterator[None]:
    try:
        yield
    except ImportError:
        raise MendInput(Code.E_INPUT, file=path, why="no_openpyxl") from None
    except _BROKEN as error:
        raise MendInput(Code.E_INPUT, file=path, why="not_xlsx", trouble=type(error).__name__) from error


def _refuse_a_bomb(content: bytes) -> None:
    with ZipFile(io.BytesIO(content)) as packed:
        if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
            raise BadZipFile


def _sheet(sheet: Worksheet) -> Sheet:
    merged = {place for one in sheet.merged_cells.ranges for row in one.rows for place in row}
    hidden = _hidden(sheet)
    rows: dict[int, dict[int, Cell]] = {}
    for (row, at), one in sheet._cells.items():  # noqa: SLF001 - the public ways make every cell up to the last
        if told := _cell(one, merged=(row, at) in merged, unseen=hidden(row, at)):
            rows.setdefault(row, {})[at] = told
    return Sheet(sheet.title, {row: _in_order(cells) for row, cells in rows.items()})


def _in_order(cells: Mapping[int, Cell]) -> Row:
    return tuple(cells.get(at) for at in range(1, max(cells) + 1))


def _hidden(sheet: Worksheet) -> Callable[[int, int], bool]:
    """Whether nobody sees a row or a column: a whole sheet may be hidden, and a filter hides rows."""
    whole = sheet.sheet_state != "visible"
    rows = {number for number, one in sheet.row_dimensions.items() if one.hidden}
    columns = {
        at for one in sheet.column_dimensions.values() if one.hidden for at in range(one.min or 0, (one.max or 0) + 1)
    }
    return lambda row, at: whole or row in rows or at in columns


def _cell(cell: Any, *, merged: bool, unseen: bool) -> Cell | None:  # noqa: ANN401 - openpyxl has several kinds of cells
    if merged:
        return Cell(cell.coordinate, Kind.MERGED, str(cell.value or "…"))
    if cell.value is None:
        return None
    kind = Kind.HIDDEN if unseen else _KINDS.get(cell.data_type, Kind.TEXT)
    return Cell(cell.coordinate, kind, _unescaped(cell.value) if kind is Kind.TEXT else cell.value)


def _unescaped(text: object) -> str:
    return _ESCAPED.sub(lambda told: chr(int(told[1], 16)), str(text))


def _as_escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)


def write_workbook(path: Path, sheets: Sequence[NewSheet]) -> bytes:
    """A new XLSX file, all of its cells text but for its dates."""
    with _openpyxl(path):
        from openpyxl import Workbook  # noqa: PLC0415 - an extra, and heavy

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book, sheet)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _fill(book: Workbook, sheet: NewSheet) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - an extra, and heavy
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - same
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - same

    page = book.create_sheet(sheet.name)
    page.freeze_panes = "A2"
    for at, head in enumerate(sheet.headings, 1):
        letter = get_column_letter(at)
        shape = page.column_dimensions[letter]
        shape.width, shape.number_format = _WIDTH, _DAY if head.dates else _TEXT
        _put(page.cell(1, at), head.text)
        page.cell(1, at).font, page.cell(1, at).alignment = Font(bold=True), Alignment(wrap_text=True)
        if head.choices:
            page.add_data_validation(
                DataValidation("list", formula1=f'"{",".join(head.choices)}"', sqref=f"{letter}2:{letter}{_LAST_ROW}")
            )
    for number, row in enumerate(sheet.rows, 2):
        for at, value in enumerate(row, 1):
            if value != "":
                _put(page.cell(number, at), value)


def _put(cell: Any, value: str | date | Decimal) -> None:  # noqa: ANN401 - same
    """A day as a day, a number as a number; what is text stays text, also where it looks like a formula or a number."""
    if isinstance(value, str):
        cell.value, cell.number_format = _as_escaped(value), _TEXT
        cell.data_type = "s"
    elif isinstance(value, Decimal):
        cell.value, cell.number_format = value, _PLAIN
    else:
        cell.value, cell.number_format = value, _DAY
