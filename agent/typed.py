"""Turn a TOML table into a typed model, or into one error that names every problem by line, key and reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

from pydantic import AfterValidator, BaseModel, ValidationError

from agent.domain.identity import legible, parse_handle, parse_id, shown
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pydantic_core import ErrorDetails

    from agent.tomlfile import Document

Where = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)

_NUMBERS: Final = ("", "_2", "_3")
_NAMED: Final = len(_NUMBERS)
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*([\w\-"'][\w\-."' ]*?)\s*=""")
_SAME: Final = {  # pydantic's kinds of errors that are the same to a person who writes TOML
    "int_parsing": "int_type",
    "int_from_float": "int_type",
    "float_parsing": "float_type",
    "finite_number": "float_type",
    "bool_parsing": "bool_type",
    "tuple_type": "list_type",
    "is_instance_of": "string_type",
    "model_type": "dict_type",
    "date_from_datetime_inexact": "date_type",
    "date_from_datetime_parsing": "date_type",
    "enum": "literal_error",
    "too_short": "blank",
    "string_too_short": "blank",
}
_TOLD: Final = frozenset(
    """
    missing string_type int_type float_type bool_type list_type dict_type date_type literal_error blank
    string_pattern_mismatch greater_than greater_than_equal less_than_equal
    """.split()  # noqa: SIM905 - a list to read, not code
)


class Unfit(ValueError):  # noqa: N818 - said by a validator, never seen outside
    """What a validator raises: why a value cannot stand here, as a key of the words and the values that fill it."""

    def __init__(self, why: str, **values: object) -> None:
        """Keep both; `why` is KEY for the text `why.KEY`."""
        super().__init__(why)
        self.why = why
        self.values = values


def must(hold: bool, why: str, **values: object) -> None:  # noqa: FBT001 - the one thing that it is about
    """Raise Unfit where something does not hold."""
    if not hold:
        raise Unfit(why, **values)


def _id(text: str) -> str:
    try:
        return parse_id(text)
    except ValueError:
        raise Unfit(why="not_an_id", value=shown(text)) from None


def _handle(text: str) -> str:
    try:
        return parse_handle(text)
    except ValueError:
        raise Unfit(why="not_a_handle", value=shown(text)) from None


def one_line(text: str) -> str:
    """A line of words that can be seen, without the space around it."""
    must(bool(text.strip()), "blank")
    must(text == legible(text, len(text)), "invisible", value=legible(text))
    return text.strip()


Id = Annotated[str, AfterValidator(_id)]
HandleText = Annotated[str, AfterValidator(_handle)]
Line = Annotated[str, AfterValidator(one_line)]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file: the keys and row numbers that lead there, and why, as `Unfit` says it."""

    where: Where
    why: str
    values: Mapping[str, object] = field(default_factory=dict)


def checked(document: Document, model: type[M], *, strict: bool | None = None) -> M:
    """The document as a typed model; raises MendInput(E_CONFIG) that names everything wrong in it."""
    try:
        return model.model_validate(document.table, strict=strict)
    except ValidationError as error:
        raise wrong(document, problems(error, model)) from None


def problems(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """What pydantic objected to; what is missing comes last, it may only be misspelt."""
    known = _keys_of(model)
    found = sorted(error.errors(include_url=False), key=lambda one: one["type"] == "missing")
    return [Problem(one["loc"], *_why(one, known)) for one in found]


def wrong(document: Document, found: Sequence[Problem]) -> MendInput:
    """One error for all problems: the first in full, two more of the same file named, the rest counted.

    Of several layers the one is named that says most of the way to what is wrong; what none of them says is missing in
    the uppermost.
    """
    layers = [(one, _lines(one.text)) for one in document.layers]
    owner = _owner(layers, found[0].where)
    named, told = [one for one in found if _owner(layers, one.where) == owner][:_NAMED], dict[str, object]()
    file, places = layers[owner]
    for one, number in zip(named, _NUMBERS, strict=False):
        values = {"line": _nearest(places, one.where), "field": dotted(one.where) or "?", "why": one.why, **one.values}
        told |= {f"{name}{number}": value for name, value in values.items()}
    return MendInput(Code.E_CONFIG, file=file.path, more=len(found) - len(named) or "", **told)


def lines_of(document: Document, wheres: Iterable[Where]) -> list[int]:
    """The line on which each of these values stands, or the nearest thing around it; 0 where nothing tells."""
    places = _lines(document.text)
    found = (_nearest(places, where) for where in wheres)
    return [line if isinstance(line, int) else 0 for line in found]


def dotted(where: Where) -> str:
    """The way to a value as a person counts it: shop[1] is the first shop."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{legible(step, 60)}" for step in where)
    return "".join(steps).removeprefix(".")


def _keys_of(model: type[BaseModel]) -> list[str]:
    schema = model.model_json_schema()
    tables = (schema, *schema.get("$defs", {}).values())
    return sorted({key for table in tables for key in table.get("properties", {})})


def _why(error: ErrorDetails, known: list[str]) -> tuple[str, dict[str, object]]:
    kind, values = error["type"], error.get("ctx", {})
    kind = _SAME.get(kind, kind)
    match values.get("error"):
        case Unfit() as unfit:
            return unfit.why, unfit.values
    last = str(error["loc"][-1]) if error["loc"] else ""
    if kind == "extra_forbidden":
        return kind, {"nearest": next(iter(get_close_matches(last, known, n=1)), "")}
    if kind == "string_type" and isinstance(error["input"], int | float) and (last.endswith("id") or last == "login"):
        return "rounded", {}
    return (kind, _listed(values)) if kind in _TOLD else ("not_accepted", {"trouble": error["msg"]})


def _listed(values: Mapping[str, object]) -> dict[str, object]:
    """The bounds and choices that pydantic tells, without its English in between."""
    return {name: str(value).replace(" or ", ", ") for name, value in values.items()}


def _owner(layers: Sequence[tuple[Document, dict[Where, int]]], where: Where) -> int:
    said = [_said(places, where) for _, places in layers]
    return said.index(max(said))


def _lines(text: str) -> dict[Where, int]:
    places: dict[Where, int] = {}
    for where, line in _places(text):
        for length in range(len(where)):
            places.setdefault(where[: length + 1], line)
    return places


def _said(places: Mapping[Where, int], where: Where) -> int:
    """How many steps of the way a text names."""
    return next((length for length in range(len(where), 0, -1) if where[:length] in places), 0)


def _nearest(places: Mapping[Where, int], where: Where) -> int | str:
    return places.get(where[: _said(places, where)], "?")


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
