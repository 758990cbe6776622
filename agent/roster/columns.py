"""The tables of a roster: their columns, what each takes, and how headers and words are told in three languages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from agent.domain.roster import Approve, SellerKind, Stage, Table, Via, Wanted
from agent.roster.rows import MARKETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Say = Callable[[str], str]


class Sort(StrEnum):
    """What a column takes, which decides how its cells are read."""

    TEXT = "text"
    NAME = "name"  # of a shop or login, or its id
    ID = "id"
    HANDLE = "handle"
    CHOICE = "choice"
    CODE = "code"
    CODES = "codes"
    SWITCH = "switch"
    DATE = "date"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in shops.toml, what it takes, and the value that a line without it has."""

    key: str
    sort: Sort = Sort.TEXT
    unsaid: str | int | None = ""
    choices: tuple[str, ...] = ()


def _choice(key: str, unsaid: StrEnum) -> Column:
    return Column(key, Sort.CHOICE, str(unsaid), tuple(map(str, type(unsaid))))


CONSENT: Final = ("owned", "agreed_on", "how")
TABLES: Final[Mapping[Table, tuple[Column, ...]]] = {
    Table.ACCOUNTS: (
        Column("shop", Sort.NAME),
        Column("handle", Sort.HANDLE),
        Column("id", Sort.ID, None),
        Column("category"),
        Column("position"),
        Column("format"),
        _choice("wanted", Wanted.LINKED),
        _choice("via", Via.WEB),
        Column("resend", Sort.COUNT, 1),
        Column("showcase"),
        Column("owned", Sort.SWITCH, choices=("yes", "no")),
        Column("agreed_on", Sort.DATE),
        Column("how"),
    ),
    Table.SHOPS: (
        Column("id", Sort.ID, None),
        Column("name"),
        Column("login", Sort.NAME),
        Column("region", Sort.CODE, choices=tuple(sorted(MARKETS))),
        Column("zone"),
        Column("category"),
        _choice("stage", Stage.STANDARD),
        Column("official", Sort.HANDLE, None),
        _choice("approve", Approve.NO),
    ),
    Table.LOGINS: (
        Column("id", Sort.ID, None),
        Column("name"),
        Column("portal", unsaid="mock"),
        _choice("kind", SellerKind.LOCAL),
        Column("countries", Sort.CODES),
        Column("proxy"),
        Column("attach"),
    ),
}
KEYS: Final = {Table.ACCOUNTS: ("shop", "handle"), Table.SHOPS: ("id",), Table.LOGINS: ("id",)}
CHOSEN: Final = frozenset(one.key for columns in TABLES.values() for one in columns if one.sort is Sort.CHOICE)
WORDS: Final = frozenset(
    choice
    for columns in TABLES.values()
    for one in columns
    if one.sort in {Sort.CHOICE, Sort.SWITCH}
    for choice in one.choices
)
# A table is known by a column that only it has.
_MARKS: Final = {
    Table.ACCOUNTS: {"handle"},
    Table.SHOPS: {"region", "zone", "login", "stage", "official"},
    Table.LOGINS: {"portal", "kind", "countries", "proxy", "attach"},
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What headers, words in cells and sheets are called, whichever of our languages somebody writes them in."""

    heads: Mapping[str, str]
    choices: Mapping[str, str]
    sheets: Mapping[str, Table]
    notes: frozenset[str]

    @classmethod
    def of(cls, languages: Iterable[Say]) -> Vocabulary:
        """Every language at once, and the keys of shops.toml."""
        spoken = tuple(languages)
        keys = {one.key for columns in TABLES.values() for one in columns}
        return cls(
            {bare(name): key for key in keys for name in (key, *(say(f"head.{key}") for say in spoken))},
            {bare(name): one for one in WORDS for name in (one, *(say(f"cell.{one}") for say in spoken))},
            {bare(name): one for one in Table for name in (one, *(say(f"sheet.{one}") for say in spoken))},
            frozenset(bare(say("sheet.notes")) for say in spoken),
        )

    def knows(self, text: str) -> bool:
        """Whether this is a header of ours."""
        return bool(self.column(text))

    def column(self, text: str) -> str:
        """The key of the column with this header, "" where there is none."""
        return self.heads.get(bare(text), "")

    def table(self, name: str, keys: Iterable[str]) -> Table | None:
        """Which table a sheet of this name with these columns is."""
        found, named = set(keys), self.sheets.get(bare(name))
        return named or next((table for table, marks in _MARKS.items() if found & marks), None)


def bare(text: str) -> str:
    """A header or a word without what people write differently: case, width, accents, spaces and signs."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]+", "", "".join(one for one in apart if not unicodedata.combining(one)))
