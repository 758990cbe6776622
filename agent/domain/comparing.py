"""Seven days against twenty-eight, and days around a promotion: by how much, and whether that is more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from agent.domain.chance import LEVEL, Share, of_days, of_shares
from agent.domain.insight import Metric, Unit
from agent.domain.series import MONTH, PARTS, WEEK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from agent.domain.series import Series

COMPARED: Final = (
    *(Metric.GMV, Metric.ORDERS, Metric.VISITORS, Metric.IMPRESSIONS),
    *(Metric.CTR, Metric.CVR, Metric.GPM, Metric.DWELL),
)
_RATES: Final = frozenset({Metric.GPM, Metric.DWELL, *PARTS})
_PEOPLE: Final = frozenset({Metric.VISITORS, Metric.CVR})
_ENOUGH: Final = 3 / 4
_LEAST_ORDERS: Final = 10  # money and orders that rest on fewer say nothing yet
_BY_ORDERS: Final = frozenset({Metric.GMV, Metric.ORDERS, Metric.GPM})


class Certainty(StrEnum):
    """What a change is worth: more than chance, what chance alone does too, too small a number to tell, or unknown."""

    CLEAR = "clear"
    CHANCE = "chance"
    SMALL = "small"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Change:
    """A metric in two stretches of time: amounts for a day, shares and means as they are; None where not known.

    `share` is by how much the newer is more than the older (0.1 is 10 %), `p` how often chance alone would do that.
    """

    metric: Metric
    new: Decimal | None
    old: Decimal | None
    certainty: Certainty
    p: float | None = None

    @property
    def share(self) -> float | None:
        """By how much it changed; None where that cannot be said."""
        if self.new is None or not self.old:
            return None
        return float(self.new / self.old) - 1


def weeks(series: Series, metrics: Iterable[Metric] = COMPARED) -> list[Change]:
    """The last 7 days against the last 28, of which they are part: what is tested is against the 21 before them."""
    recent, earlier = series.stretch(WEEK), series.stretch(MONTH - WEEK, before=WEEK)
    return [
        _judged(one, series, (daily(series, WEEK, one), daily(series, MONTH, one)), (recent, earlier))
        for one in metrics
    ]


def daily(series: Series, length: int, metric: Metric) -> Decimal | None:
    """What one day of a window had, by its single days, of which three in four must be known; shares over all of them.

    Where fewer are, by the window as the portal counts it; but not where that counts people who come again once: the
    longer such a window is, the less of it comes on a day.
    """
    shown = series.of_each_day(metric)
    known = [day for day in series.stretch(length) if day in shown]
    if len(known) >= length * _ENOUGH:
        return mean(series, known, metric)
    value = None if metric in _PEOPLE else series.over(length, metric)
    return value if value is None or metric in _RATES else value / length


def between(series: Series, days: Sequence[date], others: Sequence[date], metric: Metric) -> Change:
    """Some days against others, each as long as they are."""
    return _judged(metric, series, (mean(series, days, metric), mean(series, others, metric)), (days, others))


def mean(series: Series, days: Sequence[date], metric: Metric) -> Decimal | None:
    """What one of these days had, all of which must be known; shares and means over all of them."""
    value = series.of_days(days, metric) if days else None
    return value if value is None or metric in _RATES else value / len(days)


def _judged(
    metric: Metric,
    series: Series,
    values: tuple[Decimal | None, Decimal | None],
    days: tuple[Sequence[date], Sequence[date]],
) -> Change:
    new, old = values
    if new is None or old is None:
        return Change(metric, new, old, Certainty.UNKNOWN)
    p = None if _rests_on_little(series, days, metric) else _tested(series, days, metric)
    if p is None:
        return Change(metric, new, old, Certainty.SMALL)
    return Change(metric, new, old, Certainty.CLEAR if p < LEVEL else Certainty.CHANCE, p)


def _rests_on_little(series: Series, days: tuple[Sequence[date], Sequence[date]], metric: Metric) -> bool:
    orders = [series.known(some, Metric.ORDERS) for some in days]
    return metric in _BY_ORDERS and any(some and sum(some) < _LEAST_ORDERS for some in orders)


def _tested(series: Series, days: tuple[Sequence[date], Sequence[date]], metric: Metric) -> float | None:
    """The days must differ; of a share, those counted must too, as many visitors on a few days prove little."""
    some, others = ([float(value) for value in series.known(each, metric)] for each in days)
    found = [of_days(some, others)]
    if metric.unit is Unit.SHARE:
        shares = [series.share(each, metric) or Share(0, 0) for each in days]
        found.append(of_shares(*shares))
    told = [p for p in found if p is not None]
    return max(told) if len(told) == len(found) else None
