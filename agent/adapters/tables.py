"""Tables as files: which kind a file is, and new ones that nobody else may read and that replace nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agent.adapters.commas import read_commas, write_commas
from agent.adapters.files import create_private, explained
from agent.adapters.workbook import read_workbook, write_workbook
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from agent.domain.cells import NewSheet, Sheet

MOST_BYTES: Final = 20_000_000
_XLSX, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_table(path: Path, knows: Callable[[str], bool]) -> list[Sheet]:
    """The sheets of a file, told by what is in it; `knows` tells a header. Raises MendInput(E_INPUT)."""
    if not path.is_file():
        raise MendInput(Code.E_INPUT, file=path, why="is_folder" if path.is_dir() else "file_missing")
    with explained(path), path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise MendInput(Code.E_INPUT, file=path, why="too_large", most=MOST_BYTES // 1_000_000)
    if content.startswith(_OLD):
        raise MendInput(Code.E_INPUT, file=path, why="old_xls")
    return read_workbook(content, path) if content.startswith(_XLSX) else [read_commas(content, path, knows)]


def has_sheets(path: Path) -> bool:
    """Whether a file of this name holds several tables; raises MendInput(E_USAGE) where it can hold none."""
    kind = path.suffix.lower()
    if kind not in {".xlsx", ".csv"}:
        raise MendInput(Code.E_USAGE, why="table_form")
    return kind == ".xlsx"


def write_table(path: Path, sheets: Sequence[NewSheet]) -> None:
    """Write a new file, of the first sheet alone where it holds one table; MendInput(E_INPUT) where there is one."""
    if path.exists():
        raise MendInput(Code.E_INPUT, file=path, why="exists")
    create_private(path, write_workbook(path, sheets) if has_sheets(path) else write_commas(sheets[0]))
