"""Counts and shares as sites shorten them and files hold them: what may mean two numbers, or none, is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.insight import Unit
from agent.domain.numerals import read_number, unreadable

if TYPE_CHECKING:
    from decimal import Decimal


def figure(text: str) -> Decimal:
    """A count: 12345, 12,345, 12.345, 1.2K, 1,2 mil, 12.3万, 10K+.

    Raises ValueError, also for 1.234K, which can be read in two ways.
    """
    told = read_number(text.strip().rstrip("+."), Unit.COUNT)
    if told is None or told < 0:
        raise ValueError(unreadable(text))
    return told


def share(text: str) -> Decimal:
    """A share with its sign, as a part of one: 4.21% is 0.0421. No share of a whole needs its thousands grouped.

    Raises ValueError without the sign, below nothing and beyond 100 %.
    """
    told = read_number(text, Unit.SHARE, mark="," if "," in text else ".")
    if told is None or not 0 <= told <= 1:
        raise ValueError(unreadable(text))
    return told
