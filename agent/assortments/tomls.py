"""An assortment as a TOML file: the same lines as a table has, and what is wrong with them by line and key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.assortments.columns import Goods
from agent.sheets import Given, Line, Reading, Trouble
from agent.tomlfile import read
from agent.typed import dotted, lines_of, problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from agent.sheets.entries import Value
    from agent.tomlfile import Document
    from agent.typed import Where

_Number = Annotated[int, Field(ge=0)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class _ProductRow(_Row):
    product: str
    priority: _Number | None = None
    title: str = ""
    traffic: bool | None = None


class _AssortmentRow(_Row):
    handle: str = ""
    position: str = ""
    product: Annotated[list[_ProductRow], Field(min_length=1)]


class _File(_Row):
    assortment: Annotated[list[_AssortmentRow], Field(min_length=1)]


def read_toml(path: Path) -> Reading[Goods]:
    """The lines of a file; raises MendInput(E_CONFIG) where it is no TOML at all."""
    document, told = read(path), Reading[Goods](tables=[Goods.ASSORTMENT])
    try:
        rows = _File.model_validate(document.table)
    except ValidationError as error:
        found = problems(error, _File)
        lines = lines_of(document, [one.where for one in found])
        told.troubles += [
            Trouble(_place(at, one.where), one.why, one.values) for at, one in zip(lines, found, strict=True)
        ]
    else:
        told.lines += _lines(document, rows)
    return told


def _place(line: int, where: Where) -> str:
    return f"{line or '?'}: {dotted(where)}"


def _lines(document: Document, rows: _File) -> Iterator[Line[Goods]]:
    every = [(at, nth) for at, one in enumerate(rows.assortment) for nth in range(len(one.product))]
    numbers = lines_of(document, [_product(*one, "product") for one in every])
    accounts: list[Where] = [("assortment", at) for at in range(len(rows.assortment))]
    places = [_place(line, where) for line, where in zip(lines_of(document, accounts), accounts, strict=True)]
    for (at, nth), number in zip(every, numbers, strict=True):
        own, product = rows.assortment[at], rows.assortment[at].product[nth]
        cells = {key: Given(value, f"{places[at]}.{key}") for key, value in _said(own, "handle", "position")}
        cells |= {
            key: Given(value, _place(number, _product(at, nth, key)))
            for key, value in _said(product, "product", "priority", "title", "traffic")
        }
        yield Line(Goods.ASSORTMENT, _place(number, _product(at, nth)), cells, number=number)


def _product(at: int, nth: int, *key: str) -> Where:
    return ("assortment", at, "product", nth, *key)


def _said(row: _Row, *keys: str) -> list[tuple[str, Value]]:
    told = [(key, getattr(row, key)) for key in keys]
    return [(key, value) for key, value in told if value not in {None, ""}]
