"""What is left of a shop's numbers in one line among a thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from agent.domain.comparing import weeks
from agent.domain.insight import Metric, Of
from agent.domain.series import MONTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from agent.domain.comparing import Change
    from agent.domain.gpm import Gpm
    from agent.domain.ranking import Session
    from agent.domain.roster import Shop
    from agent.domain.shop_insight import Charged, ShopInsight

TOLD: Final = (Metric.GMV, Metric.ORDERS, Metric.CVR, Metric.GPM)
_BEST: Final = 10


@dataclass(frozen=True, slots=True)
class Summary:
    """One shop: up to which day, how many of 28 days are known, what changed, its accounts' GPM, its best LIVEs."""

    shop: Shop
    last: date | None
    known: int
    currency: str
    changes: Sequence[Change]
    gpms: Sequence[Gpm]
    best: Sequence[Session]
    charged: Sequence[Charged]

    def change(self, metric: Metric) -> Change | None:
        """One of the changes."""
        return next((one for one in self.changes if one.metric is metric), None)


def summed_up(insight: ShopInsight) -> Summary:
    """Keep what one line needs: a thousand shops with every day of theirs would fill a machine."""
    own = insight.own
    return Summary(
        shop=insight.shop,
        last=insight.last,
        known=len(own.known(own.stretch(MONTH), Metric.GMV)) if own else 0,
        currency=own.currency if own else "",
        changes=weeks(own, TOLD) if own else (),
        gpms=[one for one in insight.gpms if one.subject.of is Of.ACCOUNT],
        best=insight.ranking.sessions[:_BEST],
        charged=insight.charged,
    )


def best_of_all(summaries: Iterable[Summary]) -> list[tuple[Shop, Session]]:
    """The best LIVEs of all shops, by what is at least true of each."""
    found = [(one.shop, session) for one in summaries for session in one.best]
    return sorted(found, key=lambda pair: pair[1].bought.between[0], reverse=True)[:_BEST]
