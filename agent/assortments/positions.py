"""Read positions.toml: what an account can stand for, and how many points each reason gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from agent.assortments.reading import path_of
from agent.domain.identity import legible
from agent.domain.mixing import Band, Position, Weights, plain_text
from agent.tomlfile import need, read
from agent.typed import Problem, Unfit, checked, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

POSITIONS = "positions.toml"


def _said(text: str) -> str:
    if not plain_text(text.removesuffix("*")):
        raise Unfit(why="blank")
    if legible(text, len(text)) != text:
        raise Unfit(why="invisible", value=legible(text, 60))
    return text.strip()


_Text = Annotated[str, AfterValidator(_said)]
_Count = Annotated[int, Field(ge=0, le=1000)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class _PointsRow(_Row):
    category: _Count
    near: _Count
    word: _Count
    words_most: _Count
    band: _Count
    tag: _Count
    tags_most: _Count
    avoid: _Count
    least: Annotated[int, Field(ge=1, le=1000)]


class _Called(_Row):
    en: _Text
    zh: _Text
    es: _Text


class _PositionRow(_Row):
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    called: _Called
    categories: list[_Text] = Field(default_factory=list)
    words: list[_Text] = Field(default_factory=list)
    tags: list[_Text] = Field(default_factory=list)
    bands: list[Annotated[Band, Field(strict=False)]] = Field(default_factory=list)
    avoid: list[_Text] = Field(default_factory=list)


class _File(_Row):
    points: _PointsRow
    position: Annotated[list[_PositionRow], Field(min_length=1)]


def load_positions(folders: Sequence[Path]) -> tuple[tuple[Position, ...], Weights]:
    """All positions and the points, from the first folder that has the file; raises MendInput(E_CONFIG)."""
    document = read(need(POSITIONS, folders))
    rows = checked(document, _File)
    if found := list(_twice(rows.position)):
        raise wrong(document, found)
    return tuple(map(_position, rows.position)), Weights(**rows.points.model_dump())


def _twice(rows: Sequence[_PositionRow]) -> Iterator[Problem]:
    names: set[str] = set()
    for at, row in enumerate(rows):
        for name in {plain_text(one) for one in (row.name, *row.called.model_dump().values())}:
            if name in names:
                yield Problem(("position", at, "name"), "twice", {"value": name})
            names.add(name)


def _position(row: _PositionRow) -> Position:
    return Position(
        name=row.name,
        called=row.called.model_dump(),
        categories=tuple(map(path_of, row.categories)),
        words=tuple(row.words),
        tags=tuple(row.tags),
        bands=frozenset(row.bands),
        avoid=tuple(row.avoid),
    )
