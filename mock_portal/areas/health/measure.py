"""The figure that says where a shop or a creator stands: which of the three a market has, and what it bars.

No market shows more than one: a compliance credit score (source article), a health rating that violations take points
from, or violation points that are counted up (facts 1.4).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from mock_portal.areas.health.model import Violation
from mock_portal.areas.health.rules import upheld

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from mock_portal.world import Account, Shop, World


class System(StrEnum):
    """How a market measures standing."""

    SCORE = "credit_score"
    RATING = "health_rating"
    POINTS = "violation_points"


_SHOPS_RATED: Final = {"US", "GB", "FR"}
_CREATORS_RATED: Final = {"US", "VN"}
_WITH_POINTS: Final = {"SG", "TH", "VN", "ID", "MY", "PH"}
# What a rating bars from when it falls to a milestone: new listings and campaigns, for days; at 0 for good.
_MILESTONES: Final = {150: 7, 100: 14, 50: 28, 0: None}
# Below it no flash sale (facts 1.6), in tenths of a star; elsewhere in South-East Asia it is the higher one.
_STARS: Final = {"TH": 25, "PH": 25}
_STARS_ELSEWHERE: Final = 30


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure on its scale; `marks` are what matters on it.

    `crossed` is the mark whose consequence holds now, `until` when that ends by itself, `near` the next mark where it
    is close enough to be warned of.
    """

    system: System
    value: int
    most: int
    marks: tuple[int, ...]
    crossed: int | None = None
    until: datetime | None = None
    near: int | None = None

    @property
    def revoked(self) -> bool:
        """Whether the permission to sell is lost with it."""
        return self.crossed == self._worst

    def told(self) -> dict[str, Any]:
        """As the pages are given it."""
        until = self.until.isoformat() if self.until else None
        return {**asdict(self), "until": until, "in_order": self.crossed is None, "revoked": self.revoked}

    @property
    def _worst(self) -> int:
        return max(self.marks) if self.system is System.POINTS else min(self.marks)


def system_of(shop: Shop) -> System:
    """What a shop is measured by: its market's figure, unless the world file names another."""
    return System(shop.measured_by) if shop.measured_by else _of_market(shop.region, _SHOPS_RATED)


def change(shop: Shop, violation: Violation) -> int:
    """What a violation does to the shop's figure while it counts."""
    return violation.points if system_of(shop) is System.POINTS else -violation.points


def shop_measure(world: World, shop_id: str, now: datetime) -> Measure:
    """Where a shop stands; accounts that sell for it count with it (facts 1.4, joint penalty)."""
    shop, limits = world.shops[shop_id], world.limits
    against = _standing(world, world.table(Violation).about("shop", shop_id))
    match system_of(shop):
        case System.SCORE:
            mark = limits.credit_mark
            return Measure(System.SCORE, shop.score, 100, (mark,), mark if shop.score < mark else None)
        case System.RATING:
            return _rating(world, against, shop.rating, now)
        case System.POINTS:
            return _points(world, against, (limits.points_flash, limits.points_revoked), now)


def creator_measure(world: World, account: Account, now: datetime) -> Measure | None:
    """Where a creator stands; a market with credit scores has no figure of the creator's own."""
    against = _standing(world, (one for one in world.table(Violation).values() if one.account == account.id))
    match _of_market(account.region, _CREATORS_RATED):
        case System.RATING:
            return _rating(world, against, world.limits.rating_start, now)
        case System.POINTS:
            return _points(world, against, (world.limits.points_revoked,), now)
        case System.SCORE:
            return None


def tool_barred(world: World, shop_id: str, now: datetime, *, flash: bool) -> str:
    """Why a promotion tool is closed to a shop, as a key of the portal's sentences; empty where it is open.

    A mark bars from every tool but one: violation points bar from flash sales alone until the permission is lost.
    """
    measure, shop = shop_measure(world, shop_id, now), world.shops[shop_id]
    if measure.system is not System.POINTS:
        return f"promo_{measure.system}" if measure.crossed is not None else ""
    if measure.revoked or (flash and measure.crossed is not None):
        return f"promo_{measure.system}"
    return "promo_stars" if flash and shop.stars < _STARS.get(shop.region, _STARS_ELSEWHERE) else ""


def _of_market(region: str, rated: set[str]) -> System:
    if region in rated:
        return System.RATING
    return System.POINTS if region in _WITH_POINTS else System.SCORE


def _standing(world: World, found: Iterable[Violation]) -> list[Violation]:
    """Those that no appeal has taken back, oldest first."""
    return sorted((one for one in found if upheld(world, one)), key=lambda one: (one.at, one.id))


def _lately(against: Sequence[Violation], days: int, at: datetime) -> int:
    """What is counted at an instant: points of so many days before it."""
    return sum(one.points for one in against if one.at <= at < one.at + timedelta(days=days))


def _points(world: World, against: Sequence[Violation], marks: tuple[int, ...], now: datetime) -> Measure:
    value = _lately(against, world.limits.points_days, now)
    crossed = max((mark for mark in marks if value >= mark), default=None)
    return Measure(System.POINTS, value, max(marks), marks, crossed)


def _rating(world: World, against: Sequence[Violation], start: int, now: datetime) -> Measure:
    """A rating falls with each violation and recovers as it leaves the window; what it barred runs on."""

    def at(moment: datetime) -> int:
        return max(0, start - _lately(against, world.limits.rating_days, moment))

    bars = {}
    for one in against:
        after = at(one.at)
        for mark, days in _MILESTONES.items():
            if after <= mark < after + one.points:
                bars[mark] = one.at + timedelta(days=days) if days else None
    running = [mark for mark, until in bars.items() if until is None or now < until]
    value, marks, crossed = at(now), tuple(_MILESTONES), min(running, default=None)
    near = next((mark for mark in marks if mark < value <= mark + world.limits.rating_near), None)
    return Measure(System.RATING, value, 1000, marks, crossed, bars.get(crossed) if crossed else None, near)
