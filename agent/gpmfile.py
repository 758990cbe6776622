"""The industry's mean GPM as a file, gpm.toml: each value with its market, its source and the day it was read."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic reads the annotations at run time
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from agent.domain.gpm import Mean
from agent.domain.identity import legible
from agent.domain.money import CURRENCY_OF
from agent.tomlfile import find, read
from agent.typed import Line, Problem, checked, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILE: Final = "gpm.toml"
_MOST: Final = 1_000


class _Row(BaseModel):
    """A [[mean]]."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True, defer_build=True)

    region: str
    category: Line | None = None
    value: Annotated[str, Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,4})?$")]
    source: Line
    read_on: date


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True, defer_build=True)

    mean: Annotated[list[_Row], Field(max_length=_MOST)] = Field(default_factory=list)


def read_means(folders: Sequence[Path]) -> tuple[Mean, ...]:
    """What the operator's file says, in the money of each market; nothing where there is no file.

    Raises MendInput(E_CONFIG) naming file, line, key and reason.
    """
    path = find(FILE, folders)
    if path is None:
        return ()
    document = read(path)
    rows = checked(document, _File).mean
    strange = [(number, row.region) for number, row in enumerate(rows) if row.region not in CURRENCY_OF]
    if strange:
        raise wrong(document, [_no_market(number, region) for number, region in strange])
    return tuple(_mean(row) for row in rows)


def _no_market(number: int, region: str) -> Problem:
    told = {"value": legible(region, 20), "known": ", ".join(sorted(CURRENCY_OF))}
    return Problem(("mean", number, "region"), "not_a_market", told)


def _mean(row: _Row) -> Mean:
    currency = CURRENCY_OF[row.region]
    return Mean(row.region, currency, Decimal(row.value), row.source, row.read_on, row.category or "")
