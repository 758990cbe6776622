"""Shops' numbers as programs read them: money as text, every other number as one, null where it is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.domain.comparing import weeks
from agent.domain.insight import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from agent.domain.around import HeldAround
    from agent.domain.comparing import Change
    from agent.domain.gpm import Gpm
    from agent.domain.insight import Metric, Trait
    from agent.domain.ranking import Session
    from agent.domain.roster import Shop
    from agent.domain.series import Series
    from agent.domain.shop_insight import ShopInsight
    from agent.domain.shop_summary import Summary


def of_shop(insight: ShopInsight) -> dict[str, Any]:
    """One shop."""
    return {
        "shop": insight.shop.id,
        "until": insight.last,
        "currency": insight.own.currency if insight.own else "",
        "changes": [of_change(one) for one in insight.changes],
        "accounts": [_account(one) for one in insight.accounts],
        "lives": [of_live(one) for one in insight.ranking.sessions],
        "lives_not_ranked": insight.ranking.left,
        "portraits": {name: _portrait(one) for name, one in insight.portraits.items()},
        "gpm": [of_gpm(one) for one in insight.gpms],
        "commissions": [
            {"account": one.account, "amount": str(one.amount), "currency": one.currency} for one in insight.charged
        ],
    }


def of_summary(one: Summary) -> dict[str, Any]:
    """One shop among many."""
    own = {"shop": one.shop.id, "name": one.shop.name, "until": one.last, "days_known": one.known}
    told_of = {"currency": one.currency, "changes": [of_change(each) for each in one.changes]}
    lists = {"gpm": [of_gpm(each) for each in one.gpms], "lives": [of_live(each) for each in one.best]}
    return own | told_of | lists


def of_around(shop: Shop, held: HeldAround) -> dict[str, Any]:
    """A shop around a promotion."""
    days = {"before": held.days.before, "during": held.days.during, "after": held.days.after}
    return {
        "shop": shop.id,
        "promotion": {"name": held.ran.name, "id": held.ran.promotion_id},
        "days": {name: [day.isoformat() for day in some] for name, some in days.items()},
        "currency": held.currency,
        "during": [of_change(during) for during, _ in held.changes],
        "after": [of_change(after) for _, after in held.changes],
    }


def of_change(one: Change) -> dict[str, Any]:
    """A number in two stretches of days."""
    values = {"new": _number(one.new, one.metric), "old": _number(one.old, one.metric)}
    return {"metric": one.metric} | values | {"change": one.share, "certainty": one.certainty, "p": one.p}


def of_live(one: Session) -> dict[str, Any]:
    """A LIVE in the ranking."""
    low, high = one.bought.between
    return {
        "live": one.reading.subject.id,
        "account": one.reading.subject.name,
        "began": one.began,
        "orders": one.bought.hits,
        "viewers": one.bought.of,
        "conversion": one.bought.value,
        "interval": [low, high],
        "apart": one.traits,
    }


def of_gpm(one: Gpm) -> dict[str, Any]:
    """A GPM beside the mean."""
    mean = {"value": str(one.mean.value), "source": one.mean.source, "read_on": one.mean.read_on} if one.mean else None
    own = {"of": one.subject.of, "id": one.subject.id, "name": one.name, "value": f"{one.value:.2f}"}
    return own | {"currency": one.currency, "mean": mean, "below": one.below if one.mean else None}


def _account(one: Series) -> dict[str, Any]:
    changes = [of_change(each) for each in weeks(one)]
    return {"id": one.subject.id, "handle": one.subject.name, "currency": one.currency, "changes": changes}


def _portrait(one: Mapping[Trait, Mapping[str, Decimal]]) -> dict[str, dict[str, float]]:
    return {trait: {name: float(share) for name, share in parts.items()} for trait, parts in one.items()}


def _number(value: Decimal | None, metric: Metric) -> float | str | None:
    if value is None:
        return None
    return f"{value:.2f}" if metric.unit is Unit.MONEY else float(value)
