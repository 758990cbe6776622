"""How well a creator suits a shop: points for each criterion, every one with what it was given for; unknown is no 0."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from agent.domain.identity import folded
from agent.domain.mixing import plain_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from agent.domain.creators import Creator, Known, Sale

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


def ranked(known: Known, wanted: Wanted, recipe: Recipe, alike: Mapping[str, Sequence[str]]) -> list[Match]:
    """All creators, best first."""
    judge = _Judge(wanted, recipe, tuple(_plain(one, recipe.names) for one in wanted.categories))
    made = (judge.match(one, known.sales.get(key), alike.get(key, ())) for key, one in known.creators.items())
    return sorted(made, key=lambda one: one.rank)


@dataclass(frozen=True)
class _Judge:
    wanted: Wanted
    recipe: Recipe
    ways: tuple[tuple[str, ...], ...]
    _seen: dict[tuple[str, ...], Ground] = field(default_factory=dict)

    def match(self, one: Creator, sales: Sequence[Sale] | None, alike: Sequence[str]) -> Match:
        lines = (
            self._category(one),
            self._products(sales),
            _scaled(Criterion.AUDIENCE, Ground.SHARE, one.audience, self.recipe.audience),
            self._engagement(one),
            self._region(one),
            _scaled(Criterion.SIZE, Ground.COUNT, one.followers, self.recipe.size),
            *self._policy(one, alike),
        )
        return Match(one, lines, self.recipe.whole, self.recipe.known_least, tuple(self._bars(one)))

    def _category(self, one: Creator) -> Line:
        ground, most = self._suits(one.category), self.recipe.category
        share = {Ground.SAME: _ALL, Ground.NEAR: self.recipe.near, Ground.OTHER: 0}.get(ground)
        points = None if share is None else most * share // _ALL
        return Line(Criterion.CATEGORY, ground, points, most, one.category)

    def _suits(self, category: tuple[str, ...]) -> Ground:
        """How a way down the category tree lies to those of the shop."""
        if not self.ways:
            return Ground.SHOP_UNTOLD
        if not category:
            return Ground.UNTOLD
        if category not in self._seen:
            self._seen[category] = _beside(_plain(category, self.recipe.names), self.ways)
        return self._seen[category]

    def _products(self, sales: Sequence[Sale] | None) -> Line:
        """Those of the shop itself count first; where there is none of them, how much is like what it sells."""
        scale = self.recipe.products
        if sales is None:
            return Line(Criterion.PRODUCTS, Ground.UNTOLD, None, scale.points)
        own = sum(one.product_id in self.wanted.products for one in sales if one.product_id)
        if own:
            return _line(Criterion.PRODUCTS, Ground.OWN, scale.steps, scale.points, Decimal(own))
        told = [one for one in sales if one.category]
        if sales and not (told and self.ways):
            ground = Ground.UNTOLD if self.ways else Ground.SHOP_UNTOLD
            return Line(Criterion.PRODUCTS, ground, None, scale.points)
        like = sum(self._suits(one.category) is Ground.SAME for one in told)
        share = Decimal(like) / len(told) if told else Decimal()
        line = _line(Criterion.PRODUCTS, Ground.SIMILAR, scale.others, scale.points, share * _ALL)
        return Line(line.criterion, line.ground, line.points, line.most, (str(like), str(len(sales))))

    def _engagement(self, one: Creator) -> Line:
        """By the rate, where that is told; else by how often each follower looks."""
        scale = self.recipe.engagement
        if one.engagement is not None or one.views is None or not one.followers:
            return _scaled(Criterion.ENGAGEMENT, Ground.RATE, one.engagement, scale)
        reach = one.views / one.followers
        line = _line(Criterion.ENGAGEMENT, Ground.REACH, scale.others, scale.points, reach)
        return Line(line.criterion, line.ground, line.points, line.most, (f"{reach:.2f}",))

    def _region(self, one: Creator) -> Line:
        most = self.recipe.region
        if not one.region:
            return Line(Criterion.REGION, Ground.UNTOLD, None, most)
        same = one.region == self.wanted.region
        ground = Ground.SAME if same else Ground.OTHER
        return Line(Criterion.REGION, ground, most if same else 0, most, (one.region, self.wanted.region))

    def _policy(self, one: Creator, alike: Sequence[str]) -> Iterator[Line]:
        """What is taken off; who is not known to have violations is not known to have none."""
        recipe = self.recipe
        if one.violations is None:
            yield Line(Criterion.POLICY, Ground.UNTOLD, None, 0)
        elif one.violations:
            off = min(int(one.violations) * recipe.violation, recipe.violations_most)
            yield Line(Criterion.POLICY, Ground.VIOLATIONS, -off, 0, (f"{one.violations:f}",))
        else:
            yield Line(Criterion.POLICY, Ground.CLEAN, 0, 0)
        if alike:
            yield Line(Criterion.POLICY, Ground.LOOKALIKE, -recipe.lookalike, 0, tuple(alike))

    def _bars(self, one: Creator) -> Iterator[Bar]:
        key, wanted = folded(one.handle), self.wanted
        if one.region and one.region != wanted.region:
            yield Bar.REGION
        if one.restricted:
            yield Bar.RESTRICTED
        if key == folded(wanted.official):
            yield Bar.OFFICIAL
        elif key in wanted.here:
            yield Bar.HERE
        elif key in wanted.elsewhere:
            yield Bar.ELSEWHERE


def _scaled(criterion: Criterion, ground: Ground, measure: Decimal | None, scale: Scale) -> Line:
    if measure is None:
        return Line(criterion, Ground.UNTOLD, None, scale.points)
    in_percent = ground in {Ground.SHARE, Ground.RATE}
    return _line(criterion, ground, scale.steps, scale.points, measure * _ALL if in_percent else measure)


def _line(criterion: Criterion, ground: Ground, steps: Sequence[Step], most: int, measure: Decimal) -> Line:
    share = max((one for one in steps if one.least <= measure), key=lambda one: one.least, default=Step(measure, 0))
    return Line(criterion, ground, most * share.share // _ALL, most, (f"{measure.normalize():f}",))


def _beside(category: tuple[str, ...], ways: Sequence[tuple[str, ...]]) -> Ground:
    if any(way == category[: len(way)] for way in ways):
        return Ground.SAME
    return Ground.NEAR if category[0] in {way[0] for way in ways} else Ground.OTHER


def _plain(way: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names.get(plain, plain) for plain in map(plain_text, way))
