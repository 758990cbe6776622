"""Whether a difference is more than chance: the plain tests of textbooks, without a library for four formulas."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import erfc, sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL: Final = 0.05  # what chance does more rarely than this is called clear
_Z: Final = 1.959964  # 95 % of a normal distribution lie within so many deviations
_LEAST_EXPECTED: Final = 5  # Cochran's rule for a table of two by two
_LEAST_DAYS: Final = 5  # below this not even a complete separation of two groups is clear


@dataclass(frozen=True, slots=True)
class Share:
    """How often something happened out of how many times it could have."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The share; None out of nothing."""
        return self.hits / self.of if self.of else None

    @property
    def between(self) -> tuple[float, float]:
        """Wilson's 95 % interval: where the true share lies, wide where little was seen (E. B. Wilson 1927)."""
        if not self.of:
            return 0.0, 1.0
        share, square = self.hits / self.of, _Z * _Z / self.of
        middle = (share + square / 2) / (1 + square)
        reach = _Z * sqrt(share * (1 - share) / self.of + square / self.of / 4) / (1 + square)
        return max(0.0, middle - reach), min(1.0, middle + reach)


def of_shares(one: Share, other: Share) -> float | None:
    """The p-value of a difference of two shares, by the pooled two-proportion z-test; None where it is too little."""
    both = one.of + other.of
    if not one.of or not other.of:
        return None
    pooled = (one.hits + other.hits) / both
    if min(one.of, other.of) * min(pooled, 1 - pooled) < _LEAST_EXPECTED:
        return None
    error = sqrt(pooled * (1 - pooled) * (1 / one.of + 1 / other.of))
    return _two_sided((one.hits / one.of - other.hits / other.of) / error)


def of_days(some: Sequence[float], others: Sequence[float]) -> float | None:
    """The p-value of a difference between two groups of days, by Mann and Whitney's test; None for too few days.

    It asks only which of two days had more, so that one day of a big sale does not decide. Ties and continuity are
    corrected; the normal approximation is good from about 5 and 20 days on.
    """
    few, many = len(some), len(others)
    if min(few, many) < _LEAST_DAYS:
        return None
    ranks = _ranks([*some, *others])
    above = sum(ranks[one] for one in some) - few * (few + 1) / 2
    spread = _spread([*some, *others], few, many)
    if not spread:
        return 1.0
    off = max(0.0, abs(above - few * many / 2) - 0.5)
    return _two_sided(off / spread)


def _ranks(values: Sequence[float]) -> dict[float, float]:
    """The place of each value, that of equal ones being their middle."""
    ranks, before = {}, 0
    for value, times in sorted(Counter(values).items()):
        ranks[value] = before + (times + 1) / 2
        before += times
    return ranks


def _spread(values: Sequence[float], few: int, many: int) -> float:
    whole = few + many
    ties = sum(times**3 - times for times in Counter(values).values())
    return sqrt(max(0.0, few * many / 12 * (whole + 1 - ties / (whole * (whole - 1)))))


def _two_sided(deviations: float) -> float:
    return erfc(abs(deviations) / sqrt(2))
