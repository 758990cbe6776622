"""What tables are made of: their columns, what each takes, and how headers and words are told in three languages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    Say = Callable[[str], str]

T = TypeVar("T", bound=StrEnum)


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
    AMOUNT = "amount"
    FIGURE = "figure"  # a count as a site shortens it
    SHARE = "share"

    @property
    def may_be_dashes(self) -> bool:
        """Whether a site writes dashes where it knows no number: such a cell is as good as empty."""
        return self in {Sort.FIGURE, Sort.SHARE}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, what it takes, and the value that a line without it has."""

    key: str
    sort: Sort = Sort.TEXT
    unsaid: str | int | None = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """The tables that a file may hold: their columns, those that every line fills, and what tells a table apart.

    A table is known by its sheet's name, else by a column that only it has.
    """

    tables: Mapping[T, tuple[Column, ...]]
    keys: Mapping[T, Collection[str]]
    marks: Mapping[T, Collection[str]]

    @property
    def words(self) -> frozenset[str]:
        """The words that cells are filled with by choice."""
        chosen = (one for columns in self.tables.values() for one in columns if one.sort in {Sort.CHOICE, Sort.SWITCH})
        return frozenset(choice for one in chosen for choice in one.choices)


@dataclass(frozen=True, slots=True)
class Vocabulary(Generic[T]):
    """What headers, words in cells and sheets are called, whichever of our languages somebody writes them in."""

    form: Form[T]
    heads: Mapping[str, str]
    choices: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, T] = field(default_factory=dict)
    notes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, form: Form[T], languages: Iterable[Say]) -> Vocabulary[T]:
        """Every language at once, and the keys themselves."""
        spoken = tuple(languages)
        keys = {one.key for columns in form.tables.values() for one in columns}
        return cls(
            form,
            {bare(name): key for key in keys for name in (key, *(say(f"head.{key}") for say in spoken))},
            {bare(name): one for one in form.words for name in (one, *(say(f"cell.{one}") for say in spoken))},
            {bare(name): one for one in form.tables for name in (str(one), *(say(f"sheet.{one}") for say in spoken))},
            frozenset(bare(say("sheet.notes")) for say in spoken),
        )

    def knows(self, text: str) -> bool:
        """Whether this is a header of ours."""
        return bool(self.column(text))

    def column(self, text: str) -> str:
        """The key of the column with this header, "" where there is none."""
        return self.heads.get(bare(text), "")

    def table(self, name: str, keys: Iterable[str]) -> T | None:
        """Which table a sheet of this name with these columns is."""
        found, named = set(keys), self.sheets.get(bare(name))
        return named or next((table for table, marks in self.form.marks.items() if found & set(marks)), None)


def bare(text: str) -> str:
    """A header or a word without what people write differently: case, width, accents, spaces and signs."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]+", "", "".join(one for one in apart if not unicodedata.combining(one)))
