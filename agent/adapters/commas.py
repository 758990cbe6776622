"""CSV files, as spreadsheets of three countries leave them: letters and separators are told apart by what is known."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from agent.domain.cells import Cell, Kind, Sheet, column
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from agent.domain.cells import NewSheet

_SEPARATORS: Final = ",;\t"
_HEADER_WITHIN: Final = 10  # above it may stand a title
_BOM: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_TOLD: Final = re.compile(r"\Asep=.\r?\n", re.IGNORECASE)
# Before what a spreadsheet takes for a formula, full-width signs too, also where it splits a cell where we do not.
_ACTIVE: Final = re.compile(r"""(?:\A|(?<=[;,\t\r\n"]))'*(?=[=+\-@＝＋－＠])|\A'*(?=[\t\r\n])""")  # noqa: RUF001 - they are meant
_LONG_NUMBER: Final = re.compile(r"[0-9]{12,}")


def read_commas(content: bytes, path: Path, knows: Callable[[str], bool]) -> Sheet:
    """The one table of the file; `knows` tells a header, by which letters and separator are known.

    Raises MendInput(E_INPUT) where it is no such file.
    """
    text, separator = max(_ways(content, path), key=lambda way: _headers(way[0], way[1], knows))
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise MendInput(Code.E_INPUT, file=path, why="not_csv", trouble=error) from None
    return Sheet("", {number: _row(number, row) for number, row in enumerate(found, 1) if any(row)})


def _row(number: int, row: Sequence[str]) -> tuple[Cell | None, ...]:
    return tuple(
        Cell(f"{column(at)}{number}", Kind.TEXT, _freed(text)) if text.strip() else None for at, text in enumerate(row)
    )


def _ways(content: bytes, path: Path) -> Iterator[tuple[str, str]]:
    """Every way in which the file can be read, the likeliest first."""
    letters = next((name for mark, name in _BOM.items() if content.startswith(mark)), "")
    found = 0
    for encoding in [letters] if letters else ["utf-8", *_older(content)]:
        try:
            text = _TOLD.sub("", content.decode(encoding), count=1)
        except UnicodeDecodeError:
            continue
        found += 1
        yield from ((text, separator) for separator in _SEPARATORS)
    if not found:
        raise MendInput(Code.E_INPUT, file=path, why="no_letters")


def _older(content: bytes) -> tuple[str, str]:
    """Chinese or western Windows: in GBK nearly every letter beyond ASCII is two bytes that are both beyond it."""
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", content)]
    even = sum(length % 2 == 0 for length in runs)
    return ("gb18030", "cp1252") if even * 2 >= len(runs) else ("cp1252", "gb18030")


def _headers(text: str, separator: str, knows: Callable[[str], bool]) -> int:
    lines = text.split("\n", _HEADER_WITHIN)[:_HEADER_WITHIN]
    return max(sum(knows(one.strip('"\r')) for one in line.split(separator)) for line in lines)


def write_commas(sheet: NewSheet) -> bytes:
    """The table in UTF-8 with its mark, by which spreadsheets know it; nothing in it is a formula to them."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(one.text for one in sheet.headings)
    rows.writerows([_guarded(str(value)) for value in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _guarded(text: str) -> str:
    """An apostrophe before what would be calculated, and a tab after what would be rounded: no digit gets lost."""
    if _LONG_NUMBER.fullmatch(text):
        return f"{text}\t"
    return _ACTIVE.sub(lambda kept: f"'{kept[0]}", text)


def _freed(text: str) -> str:
    return _ACTIVE.sub(lambda kept: kept[0][1:], text)
