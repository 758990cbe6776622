"""Which requests a fault is meant for: method, path, shop, from the nth on, and with how much luck."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from typing import TYPE_CHECKING, Any

from mock_portal.mistakes import InputError

if TYPE_CHECKING:
    import random

_KEYS = frozenset({"method", "path", "shop", "nth", "probability"})


@dataclass(frozen=True, slots=True)
class Match:
    """What a request must be like; empty means any, `path` may hold `*` and `?`."""

    method: str = ""
    path: str = "*"
    shop: str = ""
    nth: int = 1
    probability: float = 1

    def fits(self, method: str, path: str, shop: str) -> bool:
        """Whether a request is one of those that count."""
        return self.method in ("", method) and self.shop in ("", shop) and bool(_pattern(self.path).match(path))

    def strikes(self, seen: int, dice: random.Random) -> bool:
        """Whether the `seen`th of them is struck."""
        return seen >= self.nth and dice.random() < self.probability

    def told(self) -> dict[str, Any]:
        """The same in plain data."""
        return {
            "method": self.method,
            "path": self.path,
            "shop": self.shop,
            "nth": self.nth,
            "probability": self.probability,
        }


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(translate(path))


def read_match(given: object) -> Match:
    """A match from JSON.

    Raises:
        InputError: an unknown key, or a number that makes no sense.
    """
    if not isinstance(given, dict) or set(given) - _KEYS:
        raise InputError(about="match", problem="holds method, path, shop, nth and probability")
    method, path, shop = (
        str(given.get(key) or default) for key, default in (("method", ""), ("path", "*"), ("shop", ""))
    )
    return Match(method, path, shop, count("nth", given.get("nth", 1)), _probability(given.get("probability", 1)))


def count(name: str, value: object) -> int:
    """A whole number from 1 up."""
    if type(value) is not int or value < 1:
        raise InputError(about=name, problem="a number from 1 up is needed")
    return value


def _probability(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= 1:
        raise InputError(about="probability", problem="a number above 0, up to 1, is needed")
    return float(value)
