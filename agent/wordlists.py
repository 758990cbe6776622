"""Read the lists of words for the first look at captions: words/*.toml, each file an operator's to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from agent.domain.content_audit import Objection  # noqa: TC001 - pydantic reads it
from agent.domain.identity import legible
from agent.domain.screening import WordList, can_be_found, folded
from agent.tomlfile import read
from agent.typed import Problem, Unfit, checked, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from agent.tomlfile import Document

WORDS: Final = "words"


def _said(text: str) -> str:
    if not can_be_found(text):
        raise Unfit(why="blank")
    if legible(text, len(text)) != text:
        raise Unfit(why="invisible", value=legible(text, 60))
    return text


_Word = Annotated[str, Field(max_length=100), AfterValidator(_said)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class _Rule(_Row):
    en: _Word
    zh: _Word
    es: _Word


class _ListRow(_Row):
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    objection: Annotated[Objection, Field(strict=False)]
    rule: _Rule
    markets: list[Annotated[str, Field(pattern="^[A-Z]{2}$")]] = Field(default_factory=list)
    words: Annotated[list[_Word], Field(min_length=1)]


class _File(_Row):
    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    list: Annotated[list[_ListRow], Field(min_length=1)]


def load_words(folders: Sequence[Path]) -> tuple[WordList, ...]:
    """All lists of all languages, each file from the first folder that has it; raises MendInput(E_CONFIG)."""
    found = {path.name: path for folder in reversed(folders) for path in sorted((folder / WORDS).glob("*.toml"))}
    return tuple(one for _, path in sorted(found.items()) for one in _lists(read(path)))


def _lists(document: Document) -> Iterator[WordList]:
    rows = checked(document, _File)
    if problems := list(_twice(rows)):
        raise wrong(document, problems)
    for row in rows.list:
        yield WordList(
            name=f"{rows.language}/{row.name}",
            language=rows.language,
            objection=row.objection,
            rule=row.rule.model_dump(),
            markets=frozenset(row.markets),
            words=tuple(row.words),
        )


def _twice(rows: _File) -> Iterator[Problem]:
    """A name that two lists have, and a word that stands in one list twice however it is written."""
    names: set[str] = set()
    for at, row in enumerate(rows.list):
        if row.name in names:
            yield Problem(("list", at, "name"), "twice", {"value": row.name})
        names.add(row.name)
        known: set[str] = set()
        for nth, word in enumerate(row.words):
            form = "".join(folded(word).text.split())
            if form in known:
                yield Problem(("list", at, "words", nth), "twice", {"value": legible(word, 60)})
            known.add(form)
