"""What of a profile is found on the portal's pages, element by element, and what stands elsewhere than last time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from agent.errors import Code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from agent.domain.identity import ShopId
    from agent.errors import CompanionError


class Found(StrEnum):
    """How one element was found; only `once` is as it should be."""

    ONCE = "once"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"
    UNNAMED = "unnamed"  # the profile has no name for it, at all or in the page's language
    MOVED = "moved"  # among other elements than last time, or in the place of another one
    TWIN = "twin"  # a copy that is hidden, or has no name, has come since last time


class Skipped(StrEnum):
    """Why a stop was not looked at, which says nothing against the portal."""

    NO_LINK = "no_link"
    NO_ACCOUNT = "no_account"
    NO_SESSION = "no_session"
    NO_PHONE = "no_phone"
    SIGNED_IN = "signed_in"
    NO_REQUEST = "no_request"
    REQUEST_OPEN = "request_open"
    NO_APPEAL = "no_appeal"


@dataclass(frozen=True, slots=True)
class ElementSeen:
    """One element; `near` are the likeliest of those that are there instead, or what a moved one now stands behind."""

    key: str
    found: Found
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page was laid out, without what it tells about the shop.

    `order` are the profile's keys and, as role and name, the page's other controls, from top to bottom; `copies` how
    many there are of an element that nobody sees, or that have no name; `outline` the page's ARIA outline, one role and
    name a line.
    """

    order: tuple[str, ...] = ()
    copies: Mapping[str, int] = field(default_factory=dict)
    outline: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What an outline holds that the last one did not, and the other way round."""

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StopSeen:
    """One page or dialog of the walk, in one language.

    `trouble` says why it was not come to and `skipped` why it was not looked for; nothing of it was seen then.
    `picture` is where its picture is kept, with what was found wrong in a frame.
    """

    name: str
    language: str
    elements: tuple[ElementSeen, ...] = ()
    trouble: CompanionError | None = None
    skipped: Skipped | None = None
    layout: Layout = Layout()
    difference: Difference = Difference()
    picture: str = ""

    @property
    def good(self) -> bool:
        """Whether nothing of it was found wrong."""
        return not self.trouble and not self.wrong

    @property
    def barred(self) -> bool:
        """Whether it was not come to because the login lacks the right: that says nothing against the profile."""
        return self.trouble is not None and self.trouble.code is Code.E_RIGHT_MISSING

    @property
    def wrong(self) -> tuple[str, ...]:
        """The keys of what was not found once, where it was before."""
        return tuple(one.key for one in self.elements if one.found is not Found.ONCE)


@dataclass(frozen=True, slots=True)
class Walk:
    """What the ledger keeps of a walk in one language; `wrong` names elements, or stops that were not come to."""

    shop: ShopId
    fingerprint: str
    language: str
    at: datetime
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Walks:
    """The newest walk with a profile in each language; a portal of this machine needs none."""

    needed: bool
    kept: tuple[Walk, ...] = ()

    def __str__(self) -> str:
        """The languages with the days of their walks."""
        told = ", ".join(f"{one.language} {one.at.date().isoformat()}" for one in self.kept)
        return told if self.needed else "not needed"


def walk_of(stops: Sequence[StopSeen], shop: ShopId, fingerprint: str, at: datetime) -> Walk:
    """What is to be kept of all stops of one language."""
    wrong = [key for one in stops for key in ((one.name,) if one.trouble else one.wrong)]
    return Walk(shop, fingerprint, stops[0].language, at, tuple(wrong))


def compared(now: StopSeen, before: Layout | None) -> StopSeen:
    """The same stop beside its last layout: what moved among the others, and what has got a twin."""
    if before is None or now.trouble or now.skipped:
        return now
    astray = moved(before.order, now.layout.order)
    seen = tuple(_beside(one, now.layout, before, astray) for one in now.elements)
    return replace(now, elements=seen, difference=_difference(before.outline, now.layout.outline))


def _beside(one: ElementSeen, now: Layout, before: Layout, astray: frozenset[str]) -> ElementSeen:
    if one.found is not Found.ONCE:
        return one
    if one.key in astray:
        place = now.order.index(one.key)
        return ElementSeen(one.key, Found.MOVED, now.order[max(0, place - 1) : place])
    if now.copies.get(one.key, 0) > before.copies.get(one.key, 0):
        return ElementSeen(one.key, Found.TWIN)
    return one


def moved(before: Sequence[str], now: Sequence[str]) -> frozenset[str]:
    """What no longer stands in its order among those that are on both pages once: the fewest that explain it.

    Two that changed places are both named, since nobody can tell which of them is the old one.
    """
    both = [one for one in before if before.count(one) == now.count(one) == 1]
    place = {one: now.index(one) for one in both}
    crossed: dict[str, set[str]] = {one: set() for one in both}
    for at, first in enumerate(both):
        for second in both[at + 1 :]:
            if place[first] > place[second]:
                crossed[first].add(second)
                crossed[second].add(first)
    astray: set[str] = set()
    while most := max((len(others - astray) for one, others in crossed.items() if one not in astray), default=0):
        astray |= {one for one, others in crossed.items() if one not in astray and len(others - astray) == most}
    return frozenset(astray)


def _difference(before: Sequence[str], now: Sequence[str]) -> Difference:
    new, gone = Counter(now) - Counter(before), Counter(before) - Counter(now)
    return Difference(tuple(dict.fromkeys(new)), tuple(dict.fromkeys(gone)))
