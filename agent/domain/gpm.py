"""Money for a thousand impressions against the mean of the industry, where somebody has named a source for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from agent.domain.insight import Metric, Of, Span
from agent.domain.series import WEEK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from agent.domain.insight import Reading, Subject
    from agent.domain.roster import Shop
    from agent.domain.series import Series


_PORTAL: Final = "Seller Center"  # whoever the reader is, it is called so


@dataclass(frozen=True, slots=True)
class Mean:
    """What somebody says that the industry makes: in which market and currency, for which category (empty: any).

    `since` is the first day that it counts, None where nobody says.
    """

    region: str
    currency: str
    value: Decimal
    source: str
    read_on: date
    category: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Gpm:
    """The GPM of an account over 7 days, or of one LIVE; `mean` is None where nobody named one in this currency."""

    subject: Subject
    name: str
    value: Decimal
    currency: str
    mean: Mean | None = None

    @property
    def below(self) -> bool:
        """Whether it is known to be less than the industry's."""
        return self.mean is not None and self.value < self.mean.value


def mean_of(shop: Shop, means: Iterable[Mean]) -> Mean | None:
    """The mean of a shop's market: of its category before that of all, and of these the one that was read last."""
    fit = [one for one in means if one.region == shop.region and one.category in {"", shop.category}]
    return max(fit, key=lambda one: (bool(one.category), one.read_on), default=None)


def shown_mean(shop: Shop, readings: Iterable[Reading]) -> Mean | None:
    """What the shop's own reports tell of its industry over the last seven days that were read of anything."""
    weeks = [one for one in readings if one.window.span is Span.LAST_7]
    last = max((one.window.last for one in weeks), default=None)
    shown = [one for one in weeks if one.subject.of is Of.INDUSTRY and one.window.last == last]
    newest = max(shown, key=lambda one: one.read_at, default=None)
    value = newest.value(Metric.GPM) if newest else None
    if newest is None or value is None:
        return None
    name = newest.subject.name
    return Mean(
        shop.region, newest.currency, value, f"{_PORTAL}: {name}", newest.window.last, name, newest.window.first
    )


def of_accounts(accounts: Iterable[Series], mean: Mean | None) -> Sequence[Gpm]:
    """Each account's GPM over its last 7 days, where it is known."""
    told = [(one, value) for one in accounts if (value := one.over(WEEK, Metric.GPM)) is not None]
    return [gpm(one.subject, one.name, value, one.currency, mean) for one, value in told]


def of_its_days(mean: Mean | None, day: date) -> Mean | None:
    """The mean for what happened on a day; a portal's is held against nothing older than what it counts."""
    return mean if mean and (mean.since is None or mean.since <= day) else None


def gpm(subject: Subject, name: str, value: Decimal, currency: str, mean: Mean | None) -> Gpm:
    """One GPM beside the mean, if that is in the same money."""
    return Gpm(subject, name, value, currency, mean if mean and mean.currency == currency else None)
