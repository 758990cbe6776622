"""One shop as its reports show it: itself, its accounts side by side, its LIVEs in order, and whom it reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.domain.comparing import weeks
from agent.domain.gpm import gpm, mean_of, of_accounts, of_its_days, shown_mean
from agent.domain.insight import Metric, Of, Page
from agent.domain.ranking import ranked
from agent.domain.series import MONTH, WEEK, sorted_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from agent.domain.comparing import Change
    from agent.domain.evenings import Hours
    from agent.domain.gpm import Gpm, Mean
    from agent.domain.insight import Reading, Trait
    from agent.domain.ranking import Ranking
    from agent.domain.roster import Shop
    from agent.domain.series import Series

    Portraits = Mapping[str, Mapping[Trait, Mapping[str, Decimal]]]


@dataclass(frozen=True, slots=True)
class Charged:
    """The commission on an account's orders of 28 days: a linked account's should cost none (the article)."""

    account: str
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class ShopInsight:
    """What is known of a shop; `own` is None where nothing of it was read, `portraits` are by account.

    `gpms` are those of the accounts, then those of the LIVEs, the newest first.
    """

    shop: Shop
    own: Series | None
    accounts: Sequence[Series]
    ranking: Ranking
    portraits: Portraits
    gpms: Sequence[Gpm]
    charged: Sequence[Charged]
    mean: Mean | None

    @property
    def changes(self) -> Sequence[Change]:
        """Seven days against twenty-eight."""
        return weeks(self.own) if self.own else ()

    @property
    def money(self) -> str:
        """The currency of its numbers; empty where none were read."""
        return next((one.currency for one in (self.own, *self.accounts) if one), "")

    @property
    def last(self) -> date | None:
        """The last full day that was read."""
        return next((one.last for one in (self.own, *self.accounts) if one), None)


def insight_of(shop: Shop, readings: Iterable[Reading], hours: Hours, means: Iterable[Mean]) -> ShopInsight:
    """Put a shop's readings together; `hours` are its best ones for LIVEs.

    What the portal itself tells of the industry comes before `means`, which people have named.
    """
    told = list(readings)
    series = sorted_out(one for one in told if one.subject.of in {Of.SHOP, Of.ACCOUNT})
    accounts = [one for one in series if one.subject.of is Of.ACCOUNT]
    ranking, mean = ranked(told, hours, shop.zone), shown_mean(shop, told) or mean_of(shop, means)
    return ShopInsight(
        shop=shop,
        own=next((one for one in series if one.subject.of is Of.SHOP), None),
        accounts=sorted(accounts, key=lambda one: one.over(WEEK, Metric.GMV) or 0, reverse=True),
        ranking=ranking,
        portraits=_portraits(told),
        gpms=[*of_accounts(accounts, mean), *_of_sessions(ranking, mean)],
        charged=_charged(accounts),
        mean=mean,
    )


def _portraits(readings: Iterable[Reading]) -> Portraits:
    """The newest portrait of each account."""
    drawn = sorted((one for one in readings if one.page is Page.FANS and one.portrait), key=lambda one: one.read_at)
    return {f"@{one.subject.name}": one.portrait for one in drawn}


def _of_sessions(ranking: Ranking, mean: Mean | None) -> list[Gpm]:
    newest = sorted(ranking.sessions, key=lambda one: one.reading.window.last, reverse=True)
    shown = [(one.reading, value) for one in newest if (value := one.gpm) is not None]
    means = [of_its_days(mean, one.window.last) for one, _ in shown]
    told = zip(shown, means, strict=True)
    return [gpm(one.subject, f"@{one.subject.name}", value, one.currency, its) for (one, value), its in told]


def _charged(accounts: Iterable[Series]) -> list[Charged]:
    found = [(one, one.over(MONTH, Metric.COMMISSION)) for one in accounts]
    return [Charged(one.name, amount, one.currency) for one, amount in found if amount]
