"""Find and read configuration files: any bytes become a TOML table, or one clear sentence about what is wrong."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from platformdirs import user_config_path

from agent.domain.identity import legible
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_BYTES: Final = 20_000_000
MOST_LINES: Final = 100_000
LONGEST_LINE: Final = 10_000

_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read: its table, and its text to point at lines with; `below` is what it was laid over."""

    path: Path
    table: dict[str, Any] = field(hash=False)
    text: str
    below: Document | None = None

    @property
    def layers(self) -> tuple[Document, ...]:
        """This file and those that it was laid over, the uppermost first."""
        return (self, *(self.below.layers if self.below else ()))

    @property
    def fingerprint(self) -> str:
        """12 hex digits that change with the content of the file, or of one below it."""
        return hashlib.sha256("\0".join(one.text for one in self.layers).encode()).hexdigest()[:12]

    def over(self, below: Document) -> Document:
        """This file laid over another: its tables add to the other's, its single values and lists replace them."""
        return Document(self.path, _merged(below.table, self.table), self.text, below)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    both = {key: _merged(below[key], above[key]) for key in above if _are_tables(below.get(key), above[key])}
    return {**below, **above, **both}


def _are_tables(*values: object) -> bool:
    return all(isinstance(one, dict) for one in values)


def search_path(chosen: Path | None = None) -> tuple[Path, ...]:
    """Where an operator's own files are looked up, first one first; a chosen folder that is none is E_CONFIG."""
    if chosen is not None and not chosen.is_dir():
        raise _unreadable(chosen, "no_such_folder")
    first = () if chosen is None else (chosen,)
    return (*first, Path("config"), user_config_path("channel-companion", appauthor=False))


def default_folder() -> Path:
    """The files that come with the product: inside an installed package, or beside it in a checkout."""
    here = Path(__file__).parent
    packaged = here / "_defaults"
    return packaged if packaged.is_dir() else here.parent / "config"


def find(name: str, folders: Sequence[Path]) -> Path | None:
    """The first folder's file of this name (which may hold a /)."""
    return next((folder / name for folder in folders if (folder / name).exists()), None)


def need(name: str, folders: Sequence[Path]) -> Path:
    """Like `find`, but its absence is E_CONFIG and says where was looked."""
    found = find(name, folders)
    if found is None:
        looked = ", ".join(str(folder) for folder in folders)
        raise _unreadable(Path(name), "file_missing", looked=looked)
    return found


def read(path: Path) -> Document:
    """Read a TOML file as an editor of any system may have left it; raises MendInput(E_CONFIG)."""
    return parsed(path, _content(path))


def parsed(path: Path, content: bytes) -> Document:
    """A TOML file with this content, which need not be there yet, like `read`."""
    text = _text(path, content)
    try:
        return Document(path, dict(_table(text)), text)
    except RecursionError:
        raise _unreadable(path, "too_deep") from None
    except ValueError as error:
        raise _syntax(path, text, str(error)) from None


@lru_cache(maxsize=64)
def _table(text: str) -> dict[str, Any]:
    """The table of a text, parsed once for all shops; who is given it changes nothing below its first keys."""
    return tomllib.loads(text)


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise _unreadable(path, "is_folder")
        if not path.is_file():
            raise _unreadable(path, "file_missing")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, "unreadable", trouble=error.strerror) from None


def _text(path: Path, content: bytes) -> str:
    if objection := _objection(content):
        raise _unreadable(path, objection, most=MOST_BYTES // 1_000_000)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _unreadable(path, "not_utf8", line, byte=error.start) from None
    _refuse_unreasonable(path, text)
    return text


def _objection(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        return "too_large"
    if content.startswith(_UTF16):
        return "utf16"
    if b"\0" in content:
        return "nul"
    return "" if content.strip(b"\xef\xbb\xbf \t\r\n") else "file_empty"


def _refuse_unreasonable(path: Path, text: str) -> None:
    lines = text.count("\n")
    if lines > MOST_LINES:
        raise _unreadable(path, "too_many_lines", lines=lines, most=MOST_LINES)
    told = text.split("\n")
    longest = max(told, key=len)
    if len(longest) > LONGEST_LINE:
        raise _unreadable(path, "long_line", told.index(longest) + 1, most=LONGEST_LINE)


def _unreadable(path: Path, why: str, line: object = "?", **values: object) -> MendInput:
    return MendInput(Code.E_CONFIG, file=path, line=line, field="?", why=why, **values)


def _syntax(path: Path, text: str, message: str) -> MendInput:
    place = _AT_LINE.search(message)
    line = "?" if place is None else place[1] or str(text.count("\n") + 1)
    return _unreadable(path, "not_toml", line, trouble=legible(_AT_LINE.sub("", message)))
