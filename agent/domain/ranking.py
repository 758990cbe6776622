"""LIVE sessions by how many of their viewers bought, with what sets each apart; few viewers make no winner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.domain.chance import Share
from agent.domain.insight import Metric, Of, Page
from agent.domain.series import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from agent.domain.evenings import Hours
    from agent.domain.insight import Reading

_FEW_VIEWERS: Final = 200  # with fewer, one buyer more or less is half a per cent
_FEW_SESSIONS: Final = 3  # below this there is no middle to be above of


class Trait(StrEnum):
    """What a session has that others have not; none of it proves why it sold."""

    FEW_VIEWERS = "few_viewers"
    PRIME = "prime"
    NOT_PRIME = "not_prime"
    MORE_CLICKS = "more_clicks"
    FEWER_CLICKS = "fewer_clicks"
    LONGER = "longer"
    SHORTER = "shorter"
    BIGGER_BASKET = "bigger_basket"
    SMALLER_BASKET = "smaller_basket"


_ABOVE_AND_BELOW: Final = (
    (Metric.CTR, Trait.MORE_CLICKS, Trait.FEWER_CLICKS),
    (Metric.LASTED, Trait.LONGER, Trait.SHORTER),
    (Metric.GMV, Trait.BIGGER_BASKET, Trait.SMALLER_BASKET),
)


@dataclass(frozen=True, slots=True)
class Session:
    """One LIVE that is over: what was read of it, its share of buyers among viewers, and what sets it apart."""

    reading: Reading
    bought: Share
    traits: tuple[Trait, ...]

    @property
    def began(self) -> datetime | None:
        """When it began."""
        return self.reading.subject.began

    @property
    def gpm(self) -> Decimal | None:
        """Money for a thousand impressions."""
        return told(_numbers(self.reading), Metric.GPM)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The sessions, best first; `left` is how many could not be ranked: on air, or without viewers or orders shown."""

    sessions: Sequence[Session]
    left: int


def ranked(readings: Iterable[Reading], hours: Hours, zone: str) -> Ranking:
    """Order LIVEs by the lower end of Wilson's interval: what is at least true of a session, however few watched it."""
    # A file is made of the same numbers as its page, which is the one that is read twice.
    shown = sorted((one for one in readings if one.subject.of is Of.LIVE), key=lambda one: one.page is not Page.FILE)
    lives = list({one.subject.id: one for one in shown}.values())
    usable = {id(one): share for one in lives if (share := _bought(one))}
    chosen = [one for one in lives if id(one) in usable]
    middles = _middles(chosen)
    sessions = [Session(one, usable[id(one)], tuple(_traits(one, middles, hours, zone))) for one in chosen]
    sessions.sort(key=lambda one: one.bought.between[0], reverse=True)
    return Ranking(sessions, len(lives) - len(sessions))


def _bought(live: Reading) -> Share | None:
    orders, viewers = live.value(Metric.ORDERS), live.value(Metric.VIEWERS)
    if not live.whole or orders is None or not viewers:
        return None
    return Share(min(int(orders), int(viewers)), int(viewers))


def _numbers(live: Reading) -> Mapping[Metric, Decimal]:
    return {metric: value for metric, value in live.values.items() if value is not None}


def _middles(lives: Sequence[Reading]) -> Mapping[Metric, float]:
    """The middle of each number over all sessions that show it."""
    shown = {
        metric: [value for one in lives if (value := _of(one, metric)) is not None] for metric, *_ in _ABOVE_AND_BELOW
    }
    return {metric: median(values) for metric, values in shown.items() if len(values) >= _FEW_SESSIONS}


def _of(live: Reading, metric: Metric) -> float | None:
    """A number of a session; of its money, what one order came to."""
    value, orders = live.value(metric), live.value(Metric.ORDERS)
    if metric is Metric.GMV:
        return float(value / orders) if value is not None and orders else None
    return None if value is None else float(value)


def _traits(live: Reading, middles: Mapping[Metric, float], hours: Hours, zone: str) -> Iterator[Trait]:
    if (live.value(Metric.VIEWERS) or 0) < _FEW_VIEWERS:
        yield Trait.FEW_VIEWERS
    if live.subject.began:
        there = live.subject.began.astimezone(ZoneInfo(zone))
        yield Trait.PRIME if _within(there, hours) else Trait.NOT_PRIME
    for metric, above, below in _ABOVE_AND_BELOW:
        value = _of(live, metric)
        if value is not None and metric in middles and value != middles[metric]:
            yield above if value > middles[metric] else below


def _within(there: datetime, hours: Hours) -> bool:
    return hours.begins <= timedelta(hours=there.hour, minutes=there.minute) < hours.ends
