"""Numbers as sites and people write them: grouped, shortened, in three languages; never guessed, nothing is not 0."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

_NOTHING: Final = frozenset({"", "-", "--", "—", "——", "n/a", "na", "?", "unknown", "未知", "暂无", "sin datos"})
_UNITS: Final = {
    "": 1,
    "k": 1_000,
    "mil": 1_000,
    "千": 1_000,
    "w": 10_000,
    "万": 10_000,
    "萬": 10_000,
    "m": 1_000_000,
    "mill": 1_000_000,
    "百万": 1_000_000,
    "亿": 100_000_000,
    "億": 100_000_000,
    "b": 1_000_000_000,
}
_WHOLE: Final = re.compile(r"\d{1,15}", re.ASCII)
_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*", re.ASCII)
_BROKEN: Final = re.compile(r"(\d{1,12})[.,](\d{1,2})", re.ASCII)
_SHORT: Final = re.compile(r"(?P<number>[\d.,' ]*\d)\s*(?P<unit>[^\W\d_]{0,4})\.?\+?")
_SHARE: Final = re.compile(r"(\d{1,3})(?:[.,](\d{1,4}))?\s?%", re.ASCII)
_ALL: Final = 100


def says_nothing(text: str) -> bool:
    """Whether a cell says that nobody knows."""
    return " ".join(text.casefold().split()) in _NOTHING


def figure(text: str) -> Decimal:
    """A count: 12345, 12,345, 12.345, 1.2K, 1,2 mil, 12.3万, 1.2M.

    Raises ValueError, also for 1.234K, which can be read in two ways.
    """
    found = _SHORT.fullmatch(unicodedata.normalize("NFKC", text).replace("\u00a0", " ").strip().casefold())
    if not found or found["unit"] not in _UNITS:
        raise ValueError(text)
    number, unit = found["number"], _UNITS[found["unit"]]
    if _WHOLE.fullmatch(number):
        return Decimal(number) * unit
    if unit == 1 and _GROUPED.fullmatch(number):
        return Decimal(re.sub(r"\D", "", number))
    broken = _BROKEN.fullmatch(number)
    if not broken or unit == 1:
        raise ValueError(text)
    told = Decimal(f"{broken[1]}.{broken[2]}") * unit
    return told.quantize(Decimal(1)) if told == told.to_integral_value() else told


def share(text: str) -> Decimal:
    """A share with its sign, as a part of one: 4.21% is 0.0421.

    Raises ValueError without the sign, and beyond 100 %.
    """
    found = _SHARE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        raise ValueError(text)
    told = Decimal(f"{found[1]}.{found[2] or 0}") / _ALL
    if told > 1:
        raise ValueError(text)
    return told
