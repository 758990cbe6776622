"""Which of a shop's products suit what an account stands for: points, and for each of them what it was given for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

_BEYOND_LATIN: Final = "\u024f"


class Band(StrEnum):
    """A third of a shop's prices."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Why(StrEnum):
    """What points are given for."""

    CATEGORY = "category"
    NEAR = "near"
    WORDS = "words"
    BAND = "band"
    TAGS = "tags"
    AVOID = "avoid"


@dataclass(frozen=True, slots=True)
class Product:
    """A product as its shop's list tells it; the category is the way down the tree, None is what nobody said."""

    product_id: str
    title: str
    category: tuple[str, ...] = ()
    price: Decimal | None = None
    tags: tuple[str, ...] = ()
    stock: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """How many points each reason gives, the most that words or tags give together, the least that is needed."""

    category: int
    near: int
    word: int
    words_most: int
    band: int
    tag: int
    tags_most: int
    avoid: int
    least: int


@dataclass(frozen=True)
class Position:
    """What an account stands for, and what belongs to it: ways down the category tree, words of titles, tags, prices.

    A word that ends in * is the beginning of one; `avoid` are words of what does not belong to it.
    """

    name: str
    called: Mapping[str, str]
    categories: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    bands: frozenset[Band] = frozenset()
    avoid: tuple[str, ...] = ()

    @cached_property
    def looked_for(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Its words, and how each is found."""
        return tuple((word, _pattern(word)) for word in self.words)

    @cached_property
    def shunned(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The words of what does not belong to it, and how each is found."""
        return tuple((word, _pattern(word)) for word in self.avoid)

    def named(self, text: str) -> bool:
        """Whether a text is this position's name, in whichever language."""
        return plain_text(text) in {plain_text(one) for one in (self.name, *self.called.values())}


@dataclass(frozen=True, slots=True)
class Points:
    """Points for one reason, and what in the product gave them."""

    why: Why
    points: int
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """A product with all its reasons."""

    product: Product
    reasons: tuple[Points, ...]

    @property
    def points(self) -> int:
        """All points together."""
        return sum(one.points for one in self.reasons)


@dataclass(frozen=True, slots=True)
class Thirds:
    """The prices at which the low and the middle third of a list end."""

    low: Decimal
    middle: Decimal

    @classmethod
    def of(cls, products: Iterable[Product]) -> Thirds | None:
        """The thirds of a list; None where no price is told."""
        prices = sorted(one.price for one in products if one.price is not None)
        last = len(prices) - 1
        return cls(prices[last // 3], prices[2 * last // 3]) if prices else None

    def band(self, price: Decimal) -> Band:
        """Where a price stands."""
        return Band.LOW if price <= self.low else Band.MIDDLE if price <= self.middle else Band.HIGH


def suggested(products: Sequence[Product], position: Position, weights: Weights) -> tuple[Scored, ...]:
    """The products with enough points, best first, in the order of the list where points are equal.

    What is sold out is left out.
    """
    thirds = Thirds.of(products)
    tags = {plain_text(one): one for one in position.tags}
    scored = (Scored(one, tuple(_reasons(one, position, weights, thirds, tags))) for one in products if one.stock != 0)
    enough = [one for one in scored if one.points >= weights.least]
    return tuple(sorted(enough, key=lambda one: (-one.points, one.product.line)))


def meant(text: str, positions: Iterable[Position]) -> tuple[Position | None, tuple[str, ...]]:
    """The one position that a text names, or else the only one whose words stand in it, with those words."""
    known = tuple(positions)
    named = [one for one in known if one.named(text)]
    if named:
        return named[0], ()
    found = [(one, tuple(_in(plain_text(text), one.looked_for))) for one in known]
    hits = [(one, words) for one, words in found if words]
    return hits[0] if len(hits) == 1 else (None, ())


def _reasons(
    product: Product, position: Position, weights: Weights, thirds: Thirds | None, tags: Mapping[str, str]
) -> Iterator[Points]:
    title = plain_text(product.title)
    yield from _of_category(product, position, weights)
    if words := tuple(_in(title, position.looked_for)):
        yield Points(Why.WORDS, min(len(words) * weights.word, weights.words_most), words)
    if product.price is not None and thirds and (band := thirds.band(product.price)) in position.bands:
        yield Points(Why.BAND, weights.band, (str(band), f"{product.price}"))
    if shared := tuple(tags[one] for one in map(plain_text, product.tags) if one in tags):
        yield Points(Why.TAGS, min(len(shared) * weights.tag, weights.tags_most), shared)
    if against := tuple(_in(title, position.shunned)):
        yield Points(Why.AVOID, -weights.avoid, against)


def _of_category(product: Product, position: Position, weights: Weights) -> Iterator[Points]:
    path = tuple(map(plain_text, product.category))
    ways = [tuple(map(plain_text, one)) for one in position.categories]
    if any(way == path[at : at + len(way)] for way in ways for at in range(len(path))):
        yield Points(Why.CATEGORY, weights.category, product.category)
    elif path and path[0] in {way[0] for way in ways}:
        yield Points(Why.NEAR, weights.near, product.category[:1])


def _in(text: str, words: Iterable[tuple[str, re.Pattern[str]]]) -> Iterator[str]:
    return (word for word, pattern in words if pattern.search(text))


def _pattern(word: str) -> re.Pattern[str]:
    """A whole word, or with * the beginning of one; scripts that leave no space between words are searched within."""
    text, within = plain_text(word.removesuffix("*")), word.endswith("*")
    if max(text, default="") > _BEYOND_LATIN:
        return re.compile(re.escape(text))
    return re.compile(rf"(?<!\w){re.escape(text)}" + ("" if within else r"(?!\w)"))


def plain_text(text: str) -> str:
    """A text without what people write differently: case, width, accents and the number of spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).split())
