"""Numbers as people read them: with their unit, and a change with what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.domain.comparing import Certainty
from agent.domain.insight import Metric, Of, Trait, Unit
from agent.domain.money import Money
from agent.domain.series import MONTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from agent.adapters.report.told import Say
    from agent.domain.comparing import Change
    from agent.domain.gpm import Gpm
    from agent.domain.ranking import Session
    from agent.domain.shop_insight import ShopInsight
    from agent.domain.shop_summary import Summary

LIKED: Final = frozenset({"home", "beauty", "electronics", "fashion", "food", "sports"})
UNKNOWN: Final = "\N{EM DASH}"
_WHOLE_FROM: Final = 100  # smaller means of a day show a decimal
_LEAST_P: Final = 0.001


def amount(value: Decimal | None, metric: Metric, currency: str) -> str:
    """A number with its unit; a dash where it is not known."""
    if value is None:
        return UNKNOWN
    match metric.unit:
        case Unit.MONEY:
            return str(Money(value, currency))
        case Unit.SHARE:
            return f"{value:.2%}"
        case Unit.SECONDS:
            return f"{value:,.0f} s"
        case _:
            return f"{value:,.0f}" if value >= _WHOLE_FROM or value == int(value) else f"{value:,.1f}"


def by(one: Change | None) -> str:
    """By how much something changed, with a sign."""
    share = one.share if one else None
    return UNKNOWN if share is None else f"{share:+.1%}".replace("-", "\N{MINUS SIGN}")


def worth(one: Change, say: Say) -> str:
    """What a change is worth, with how often chance alone does as much."""
    word = say(f"certainty.{one.certainty}")
    if one.p is None:
        return word
    return f"{word} (p < {_LEAST_P})" if one.p < _LEAST_P else f"{word} (p = {one.p:.3f})"


def changed(one: Change, currency: str, say: Say) -> tuple[str, ...]:
    """A change as a row: the number, the newer and the older value, the change, and what it is worth."""
    values = (amount(value, one.metric, currency) for value in (one.new, one.old))
    return (say(f"metric.{one.metric}"), *values, by(one), worth(one, say))


def session(one: Session, zone: str) -> tuple[str, str, str, str]:
    """A LIVE: when it began, whose it was, its conversion, and between what the true one lies."""
    began = f"{one.began.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if one.began else UNKNOWN
    low, high = one.bought.between
    bought = f"{one.bought.value or 0:.2%} ({one.bought.hits:,}/{one.bought.of:,})"
    return began, f"@{one.reading.subject.name}", bought, f"{low:.2%} \N{EN DASH} {high:.2%}"


def reasons(one: Session, say: Say) -> str:
    """What sets a LIVE apart from the others."""
    return ", ".join(say(f"live_trait.{trait}") for trait in one.traits)


def part(trait: Trait, name: str, say: Say) -> str:
    """A part of an account's followers: a word that every portal means the same by in the reader's language."""
    if trait is Trait.PRICE:
        low, _, high = name.partition("-")
        return f"{low}\N{EN DASH}{high}" if high else f"{low}+"
    return say(f"liked.{name}") if name in LIKED else name


def until(one: Summary, say: Say) -> str:
    """Up to which day the numbers go, and how many of the last 28 days are known."""
    if one.last is None:
        return say("compare.nothing")
    return say("compare.until", day=one.last.isoformat(), known=one.known, days=MONTH)


def notes(insight: ShopInsight, say: Say) -> Iterator[str]:
    """What has to be said beside a shop's tables."""
    if insight.ranking.left:
        yield say("compare.left", count=insight.ranking.left)
    for one in insight.charged:
        told = amount(one.amount, Metric.COMMISSION, one.currency)
        yield say("numbers.charged", account=one.account, amount=told)
    low = [one for one in insight.gpms if one.subject.of is Of.ACCOUNT and one.below]
    if low:
        yield say("compare.below", accounts=", ".join(f"{one.name} {gpm(one)}" for one in low), mean=mean(low[0]))
        yield say("compare.suggestion")


def gpm(one: Gpm) -> str:
    """A GPM with its money."""
    return amount(one.value, Metric.GPM, one.currency)


def mean(one: Gpm) -> str:
    """The industry's mean, with who says so and when."""
    return (
        f"{amount(one.mean.value, Metric.GPM, one.mean.currency)} ({one.mean.source}, {one.mean.read_on})"
        if one.mean
        else UNKNOWN
    )


def line(one: Summary, say: Say) -> tuple[str, ...]:
    """A shop in a line: its GMV, orders and conversion with their changes, and its accounts below the mean."""
    gmv, orders, cvr = (one.change(metric) for metric in (Metric.GMV, Metric.ORDERS, Metric.CVR))
    return (
        one.shop.name,
        f"{one.last} ({one.known}/{MONTH})" if one.last else say("compare.nothing"),
        amount(gmv.new if gmv else None, Metric.GMV, one.currency),
        _change(gmv, say),
        amount(orders.new if orders else None, Metric.ORDERS, ""),
        _change(orders, say),
        amount(cvr.new if cvr else None, Metric.CVR, ""),
        _change(cvr, say),
        _below(one.gpms),
    )


def _change(one: Change | None, say: Say) -> str:
    """The change, said to be small where it is, and marked where it is more than chance."""
    told = by(one)
    if one is None or told == UNKNOWN or one.certainty is Certainty.CHANCE:
        return told
    return f"{told} ({say(f'certainty.{one.certainty}')})"


def _below(gpms: Sequence[Gpm]) -> str:
    compared = [one for one in gpms if one.mean]
    return f"{sum(one.below for one in compared)}/{len(compared)}" if compared else UNKNOWN
