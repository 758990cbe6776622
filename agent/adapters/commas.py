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
_AFTER_LATIN, _BEFORE_INDIC = "\u0250", "\u07ff"
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
    marked = next((name for mark, name in _BOM.items() if content.startswith(mark)), "")
    texts = [text for name in ([marked] if marked else _likely(content)) if (text := _in(name, content)) is not None]
    if not texts:
        raise MendInput(Code.E_INPUT, file=path, why="no_letters")
    for text in texts:
        yield from ((_TOLD.sub("", text), separator) for separator in _SEPARATORS)


def _in(letters: str, content: bytes) -> str | None:
    try:
        return content.decode(letters)
    except UnicodeDecodeError:
        return None


def _likely(content: bytes) -> tuple[str, ...]:
    """UTF-8, Chinese or western Windows, in the order of what the bytes make likely.

    A little Chinese in GBK may happen to be UTF-8 too, and then holds letters of scripts that no market of ours writes.
    Nearly every letter of GBK beyond ASCII is two bytes that are both beyond it; in western text one stands alone.
    """
    foreign = _AFTER_LATIN <= max(_in("utf-8", content) or "\0", default="\0") <= _BEFORE_INDIC
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", content)]
    even = sum(length % 2 == 0 for length in runs)
    older = ("gb18030", "cp1252") if even * 2 >= len(runs) else ("cp1252", "gb18030")
    return (*older, "utf-8") if foreign else ("utf-8", *older)


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
