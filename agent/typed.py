"""Turn a TOML table into a typed model, or into one error that names every problem by line, key and reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import BaseModel, ValidationError

from agent.domain.identity import legible
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic_core import ErrorDetails

    from agent.tomlfile import Document

Where = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)

_NAMED: Final = 3
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*([\w\-"'][\w\-."' ]*?)\s*=""")
_ROUNDED = "must be text in quotes; as a number a spreadsheet has rounded it"
_PLAIN = {
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be a list in [ ]",
    "tuple_type": "must be a list in [ ]",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "date_type": "must be a date like 2026-10-01, without quotes",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file: the keys and row numbers that lead there, and why."""

    where: Where
    why: str


def checked(document: Document, model: type[M], *, strict: bool | None = None) -> M:
    """The document as a typed model; raises MendInput(E_CONFIG) that names everything wrong in it."""
    try:
        return model.model_validate(document.table, strict=strict)
    except ValidationError as error:
        raise wrong(document, problems(error, model)) from None


def problems(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """What pydantic objected to, in words for the person who wrote the file; what is missing may only be misspelt."""
    known = _keys_of(model)
    found = sorted(error.errors(include_url=False), key=lambda one: one["type"] == "missing")
    return [Problem(one["loc"], _why(one, known)) for one in found]


def wrong(document: Document, found: Sequence[Problem]) -> MendInput:
    """One error for all problems of a file: the first in full, two more named, the rest counted."""
    first, *more = found
    lines = _lines(document.text, [one.where for one in found[:_NAMED]])
    told = [
        first.why,
        *(f"line {line} {dotted(one.where)}: {one.why}" for one, line in zip(more, lines[1:], strict=False)),
        *([f"+{len(found) - _NAMED} more"] if len(found) > _NAMED else []),
    ]
    return MendInput(
        Code.E_CONFIG, file=document.path, line=lines[0], field=dotted(first.where) or "?", why="; ".join(told)
    )


def dotted(where: Where) -> str:
    """The way to a value as a person counts it: shop[1] is the first shop."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{legible(step, 60)}" for step in where)
    return "".join(steps).removeprefix(".")


def _keys_of(model: type[BaseModel]) -> list[str]:
    schema = model.model_json_schema()
    tables = (schema, *schema.get("$defs", {}).values())
    return sorted({key for table in tables for key in table.get("properties", {})})


def _why(error: ErrorDetails, known: list[str]) -> str:
    kind, where = error["type"], error["loc"]
    if kind == "extra_forbidden":
        return "this key is unknown" + _suggestion(str(where[-1]), known)
    if kind == "string_type" and isinstance(error["input"], int | float):
        return _ROUNDED if str(where[-1]).endswith("id") or where[-1] == "login" else "must be text in quotes"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    return _PLAIN.get(kind) or error["msg"].replace("Input should be", "must be")


def _suggestion(key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, n=1)
    return f"; the nearest is {near[0]}" if near else ""


def _lines(text: str, wheres: Sequence[Where]) -> list[int | str]:
    places: dict[Where, int] = {}
    for where, line in _places(text):
        for length in range(len(where)):
            places.setdefault(where[: length + 1], line)
    return [_nearest(places, where) for where in wheres]


def _nearest(places: dict[Where, int], where: Where) -> int | str:
    beginnings = (where[:length] for length in range(len(where), 0, -1))
    return next((places[one] for one in beginnings if one in places), "?")


def _places(text: str) -> Iterator[tuple[Where, int]]:
    """Every header and key with its line; good enough to point at, never used to read values."""
    rows: dict[Where, int] = {}
    here: Where = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            here = _entered(_parts(header[2]), rows, is_row=header[1] == "[[")
            yield here, number
        elif key := _KEY.match(line):
            yield here + _parts(key[1]), number


def _entered(parts: tuple[str, ...], rows: dict[Where, int], *, is_row: bool) -> Where:
    here: Where = ()
    for part in parts[:-1]:
        here = (*here, part)
        here = (*here, rows[here]) if here in rows else here
    here = (*here, *parts[-1:])
    if not is_row:
        return here
    rows[here] = rows.get(here, -1) + 1
    return (*here, rows[here])


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip(" \"'") for part in key.split("."))
