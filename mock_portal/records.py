"""The rows of areas in a world file: each becomes a frozen record with an id; ages in hours become instants."""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, get_type_hints

from mock_portal.mistakes import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mock_portal.world import World

_AGO = "_hours_ago"
_TYPES: dict[object, tuple[type, ...]] = {str: (str,), int: (int,), bool: (bool,), float: (int, float)}


@dataclass(frozen=True, slots=True)
class Rows:
    """Reads rows into a world: instants are counted back from `now`, and a row without an id is given a new one."""

    world: World
    now: datetime
    new_id: Callable[[], str]

    def read(self, kind: type, place: str, row: dict[str, Any]) -> Any:  # noqa: ANN401 - a record of the given kind
        """One row as a record of its kind.

        A field `at` of instants is written `at_hours_ago`; `shop` must be one of the world, `account` may be a handle
        or an id.

        Raises:
            InputError: an unknown or missing key, a wrong type, a name that is nowhere in the file.
        """
        hints = _hints(kind)
        wanted = {_key(one, hints): one for one in fields(kind)}
        if unknown := sorted(set(row) - set(wanted)):
            raise InputError(about=place, problem=f"unknown key {unknown[0]!r}")
        given = {"id": self.new_id()} | row
        if missing := [key for key, one in wanted.items() if key not in given and one.default is MISSING]:
            raise InputError(about=place, problem=f"{missing[0]!r} is missing")
        values = {wanted[key].name: self._value(place, key, hints[wanted[key].name], given[key]) for key in given}
        return kind(**{name: _named(self.world, place, name, value) for name, value in values.items()})

    def _value(self, place: str, key: str, hint: Any, value: Any) -> Any:  # noqa: ANN401 - TOML's own values
        if key.endswith(_AGO):
            _must_be(place, key, value, (int, float))
            return self.now - timedelta(hours=value)
        if isinstance(value, list):
            return tuple(tuple(one) if isinstance(one, list) else one for one in value)
        words = next((one for one in _options(hint) if isinstance(one, type) and issubclass(one, StrEnum)), None)
        if words:
            return _word(place, key, words, value)
        _must_be(place, key, value, tuple(kind for option in _options(hint) for kind in _TYPES.get(option, ())))
        return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns={"datetime": datetime})  # models name it for the type checker only


def _key(one: Field[Any], hints: dict[str, Any]) -> str:
    return f"{one.name}{_AGO}" if datetime in _options(hints[one.name]) else one.name


def _options(hint: Any) -> tuple[object, ...]:  # noqa: ANN401 - any type hint
    """What a hint allows: the members of a union, or the type itself."""
    return getattr(hint, "__args__", ()) if "|" in str(hint) else (hint,)


def _word(place: str, key: str, words: type[StrEnum], value: object) -> StrEnum:
    known = [str(one) for one in words]
    if value not in known:
        raise InputError(about=place, problem=f"{key!r} must be one of {', '.join(known)}")
    return words(str(value))


def _must_be(place: str, key: str, value: object, kinds: tuple[type, ...]) -> None:
    if kinds and type(value) not in kinds:
        raise InputError(about=place, problem=f"{key!r} must be {kinds[-1].__name__}, not {type(value).__name__}")


def _tables(world: World) -> dict[str, Mapping[str, object]]:
    return {"shop": world.shops, "login": world.logins, "account": world.accounts}


def _named(world: World, place: str, name: str, value: object) -> object:
    """A shop or a login by its id, an account by handle or id."""
    if name == "account" and isinstance(value, str):
        found = world.account_of(value)
        value = found.id if found else value
    known = _tables(world).get(name)
    if known is not None and value and value not in known:
        raise InputError(about=place, problem=f"{value!r} is nowhere in the file")
    return value
