"""How well a creator suits a shop, in words: criteria, grounds, the operator's numbers, and a score with its lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from decimal import Decimal

    from agent.domain.creators import Creator

_ALL: Final = 100


class Criterion(StrEnum):
    """What points are given for, and what they are taken off for."""

    CATEGORY = "category"
    PRODUCTS = "products"
    AUDIENCE = "audience"
    ENGAGEMENT = "engagement"
    REGION = "region"
    SIZE = "size"
    POLICY = "policy"


class Ground(StrEnum):
    """Why a criterion gives the points that it gives."""

    SAME = "same"
    NEAR = "near"
    OTHER = "other"
    OWN = "own"
    SIMILAR = "similar"
    RATE = "rate"
    REACH = "reach"
    SHARE = "share"
    COUNT = "count"
    UNTOLD = "untold"
    SHOP_UNTOLD = "shop_untold"
    CLEAN = "clean"
    VIOLATIONS = "violations"
    LOOKALIKE = "lookalike"


class Bar(StrEnum):
    """Why a creator is no candidate, whatever its points."""

    REGION = "region"
    RESTRICTED = "restricted"
    ELSEWHERE = "elsewhere"
    HERE = "here"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Step:
    """From this measure on, so many percent of the points."""

    least: Decimal
    share: int


@dataclass(frozen=True, slots=True)
class Scale:
    """The points of a criterion, and the steps by which they are earned."""

    points: int
    steps: tuple[Step, ...] = ()
    others: tuple[Step, ...] = ()  # where the first measure is not told, or gives nothing


@dataclass(frozen=True, slots=True)
class Recipe:
    """The operator's own numbers: what each criterion is worth, and what is taken off."""

    category: int
    near: int
    products: Scale
    audience: Scale
    engagement: Scale
    region: int
    size: Scale
    violation: int
    violations_most: int
    lookalike: int
    known_least: int
    names: Mapping[str, str] = field(default_factory=dict)  # of categories, elsewhere -> here

    @property
    def whole(self) -> int:
        """All points that there are."""
        scales = (self.products, self.audience, self.engagement, self.size)
        return self.category + self.region + sum(one.points for one in scales)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a shop looks for: its region, the ways of its categories, its products; and whom the roster knows."""

    region: str
    categories: tuple[tuple[str, ...], ...] = ()
    products: frozenset[str] = frozenset()
    here: Collection[str] = ()
    elsewhere: Collection[str] = ()
    official: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation; `points` is None where nobody knows, and the most that there was to earn."""

    criterion: Criterion
    ground: Ground
    points: int | None
    most: int
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A creator with all its lines, and why it is none where that is so."""

    creator: Creator
    lines: tuple[Line, ...]
    whole: int
    least: int  # the part of all points, in percent, about which something must be known
    bars: tuple[Bar, ...] = ()

    @property
    def earned(self) -> int:
        """What it was given, less what was taken off, never below nothing."""
        return max(0, sum(one.points or 0 for one in self.lines))

    @property
    def known(self) -> int:
        """The points about which something is known."""
        return sum(one.most for one in self.lines if one.points is not None)

    @property
    def score(self) -> int | None:
        """The part of the known points that it earned, in percent; None where nothing is known."""
        return self.earned * _ALL // self.known if self.known else None

    @property
    def enough(self) -> bool:
        """Whether enough is known for a place among the others."""
        return self.known * _ALL >= self.least * self.whole

    @property
    def rank(self) -> tuple[bool, bool, int, int, str]:
        """The order: candidates first, then those of whom enough is known, then by score and by what is known."""
        return bool(self.bars), not self.enough, -(self.score or 0), -self.known, self.creator.handle
