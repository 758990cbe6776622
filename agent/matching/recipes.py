"""Read matching.toml: what each criterion is worth, and what files call things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from agent.domain.matching import Recipe, Scale, Step
from agent.domain.mixing import plain_text
from agent.matching.columns import TOLD
from agent.sheets import bare
from agent.tomlfile import need, read
from agent.typed import Line, Problem, Unfit, checked, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

MATCHING = "matching.toml"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class _StepRow(_Row):
    least: Annotated[float, Field(ge=0, le=1_000_000_000)]
    share: Annotated[int, Field(ge=0, le=100)]


def _climbing(rows: list[_StepRow]) -> list[_StepRow]:
    if any(one.least >= after.least for one, after in pairwise(rows)):
        raise Unfit(why="steps_climb")
    return rows


_Points = Annotated[int, Field(ge=0, le=100)]
_Steps = Annotated[list[_StepRow], Field(min_length=1), AfterValidator(_climbing)]


class _Category(_Row):
    points: _Points
    near: Annotated[int, Field(ge=0, le=100)]


class _Products(_Row):
    points: _Points
    own: _Steps
    similar: _Steps


class _Scaled(_Row):
    points: _Points
    steps: _Steps


class _Engagement(_Row):
    points: _Points
    rate: _Steps
    reach: _Steps


class _Region(_Row):
    points: _Points


class _Policy(_Row):
    violation: _Points
    violations_most: _Points
    lookalike: _Points


class _Known(_Row):
    least: Annotated[int, Field(ge=0, le=100)]


class _Same(_Row):
    names: Annotated[list[Line], Field(min_length=2)]


class _Market(_Row):
    code: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    names: list[Line]


class _Tabcut(_Row):
    rows: Annotated[int, Field(ge=1, le=2000)]
    asked: Annotated[int, Field(ge=0, le=200)]
    pause_s: Annotated[int, Field(ge=1, le=600)]
    cache_hours: Annotated[int, Field(ge=0, le=720)]


class _File(_Row):
    known: _Known
    tabcut: _Tabcut
    category: _Category
    products: _Products
    audience: _Scaled
    engagement: _Engagement
    region: _Region
    size: _Scaled
    policy: _Policy
    same: list[_Same] = Field(default_factory=list)
    market: list[_Market] = Field(default_factory=list)
    headers: dict[str, list[Line]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """How much of Tabcut's pages is read, with which pause between them, and how long it is kept."""

    rows: int
    asked: int
    pause: timedelta
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Matching:
    """The operator's numbers; for files, what headers are called too, and markets by every name of theirs."""

    recipe: Recipe
    heads: Mapping[str, str]
    markets: Mapping[str, str]
    site: Site


def load_matching(folders: Sequence[Path]) -> Matching:
    """All of it, from the first folder that has the file; raises MendInput(E_CONFIG)."""
    document = read(need(MATCHING, folders))
    row = checked(document, _File)
    if found := list(_contradictions(row)):
        raise wrong(document, found)
    heads = {bare(name): key for key, names in row.headers.items() for name in names}
    markets = {plain_text(name): one.code for one in row.market for name in (one.code, *one.names)}
    site = Site(
        row.tabcut.rows,
        row.tabcut.asked,
        timedelta(seconds=row.tabcut.pause_s),
        timedelta(hours=row.tabcut.cache_hours),
    )
    return Matching(_recipe(row), heads, markets, site)


def _contradictions(row: _File) -> Iterator[Problem]:
    known = {one.key for columns in TOLD.tables.values() for one in columns}
    for key in row.headers.keys() - known:
        yield Problem(("headers", key), "extra_forbidden", {"known": ", ".join(sorted(known))})
    names = [(("headers", key, at), bare(name)) for key, all_ in row.headers.items() for at, name in enumerate(all_)]
    yield from _twice(names)
    yield from _twice([(("same", at, "names"), one) for at, same in enumerate(row.same) for one in _each_once(same)])
    yield from _twice([(("market", at, "code"), one.code) for at, one in enumerate(row.market)])
    if not _recipe(row).whole:
        yield Problem(("category", "points"), "no_points")


def _each_once(same: _Same) -> set[str]:
    return set(map(plain_text, same.names))


def _twice(places: Sequence[tuple[tuple[str | int, ...], str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for where, name in places:
        if name in seen:
            yield Problem(where, "twice", {"value": name})
        seen.add(name)


def _recipe(row: _File) -> Recipe:
    return Recipe(
        category=row.category.points,
        near=row.category.near,
        products=Scale(row.products.points, _steps(row.products.own), _steps(row.products.similar)),
        audience=Scale(row.audience.points, _steps(row.audience.steps)),
        engagement=Scale(row.engagement.points, _steps(row.engagement.rate), _steps(row.engagement.reach)),
        region=row.region.points,
        size=Scale(row.size.points, _steps(row.size.steps)),
        violation=row.policy.violation,
        violations_most=row.policy.violations_most,
        lookalike=row.policy.lookalike,
        known_least=row.known.least,
        names={plain_text(name): plain_text(one.names[0]) for one in row.same for name in one.names},
    )


def _steps(rows: Sequence[_StepRow]) -> tuple[Step, ...]:
    return tuple(Step(Decimal(str(one.least)), one.share) for one in rows)
