"""Score creators for a shop: points for each criterion, every one with what it was given for; unknown is no 0."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from agent.domain.identity import folded
from agent.domain.matching import Bar, Criterion, Ground, Line, Match, Step
from agent.domain.mixing import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agent.domain.creators import Creator, Known, Sale
    from agent.domain.matching import Recipe, Scale, Wanted

_ALL: Final = 100


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
