"""Lines of the figure that a portal names: which are crossed, which are near, and where the figure is going.

A line holds for its own figure only; under another figure it is not applicable, and nothing is converted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from agent.domain.facts import Known
from agent.domain.violation import Standing, System

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.facts import Fact
    from agent.domain.rules import Rule, Rules
    from agent.domain.survey import Figure

_WINDOW: Final = timedelta(days=90)  # in which changes make a trend
_DAY: Final = timedelta(days=1)
_FURTHEST: Final = 365
_A_CHANGE: Final = 2


class LineState(StrEnum):
    """How the figure stands to a line."""

    KEPT = "kept"
    NEAR = "near"
    CROSSED = "crossed"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one figure, with the rule that draws it."""

    system: System
    rule: Rule[int]
    state: LineState


def lines(standing: Standing | None, rules: Rules) -> tuple[Line, ...]:
    """Every line there is, those of other figures as not applicable."""
    return tuple(Line(system, rule, _state(standing, system, rule, near)) for system, rule, near in _all(rules))


def crossed(standing: Standing | None, rule: Rule[int], system: System) -> bool:
    """Whether the figure stands beyond the line: below a score's, at or below a rating's, at or above points'."""
    if standing is None or standing.system is not system:
        return False
    match system:
        case System.CREDIT_SCORE:
            return standing.value < rule.value
        case System.HEALTH_RATING:
            return standing.value <= rule.value
        case System.VIOLATION_POINTS:
            return standing.value >= rule.value


_SIGNS: Final = {System.CREDIT_SCORE: "<", System.HEALTH_RATING: "≤", System.VIOLATION_POINTS: "≥"}


def compared(standing: Standing, rule: Rule[int]) -> str:
    """Figure and line as they stand to each other, the line being crossed."""
    return f"{standing.value} {_SIGNS[standing.system]} {rule.value}"


def first_line(system: System, rules: Rules) -> Rule[int]:
    """The line of a figure that is reached first."""
    return next(rule for own, rule, _ in _all(rules) if own is system)


def named(score: Fact[int], rating: Fact[int], points: Fact[int]) -> Standing | None:
    """The figure that the portal names."""
    for system, fact in zip(System, (score, rating, points), strict=True):
        match fact:
            case Known(value):
                return Standing(system, value)
    return None


def _all(rules: Rules) -> tuple[tuple[System, Rule[int], Rule[int]], ...]:
    rating = rules.health_rating_first, rules.health_rating_second, rules.health_rating_third, rules.health_rating_last
    return (
        (System.CREDIT_SCORE, rules.credit_score_floor, rules.credit_score_near),
        *((System.HEALTH_RATING, one, rules.health_rating_near) for one in rating),
        *((System.VIOLATION_POINTS, one, rules.points_near) for one in (rules.points_flash, rules.points_revoked)),
    )


def _state(standing: Standing | None, system: System, rule: Rule[int], near: Rule[int]) -> LineState:
    if standing is None or standing.system is not system:
        return LineState.NOT_APPLICABLE
    if crossed(standing, rule, system):
        return LineState.CROSSED
    return LineState.NEAR if abs(standing.value - rule.value) <= near.value else LineState.KEPT


@dataclass(frozen=True, slots=True)
class Trend:
    """How the figure has changed since a moment, and when a line would be reached if it went on so: no more than that.

    `reaches` is None where it heals, stands still, or would take longer than a year.
    """

    change: int
    since: datetime
    line: Rule[int] | None = None
    reaches: datetime | None = None


def trend(figures: Sequence[Figure], told: Sequence[Line], now: datetime) -> Trend | None:
    """Of the changes of the last 90 days, where there are two moments to compare at least a day apart."""
    known = [(one.at, int(one.value)) for one in figures if one.value.isdecimal() and one.at <= now]
    before = [one for one in known if one[0] <= now - _WINDOW]
    recent = [*before[-1:], *(one for one in known if one[0] > now - _WINDOW)]
    if len(recent) < _A_CHANGE:
        return None
    since, value = max(recent[0][0], now - _WINDOW), recent[-1][1]
    change, lasts = value - recent[0][1], (now - since) / _DAY
    return Trend(change, since, *_ahead(value, change / lasts, told, now)) if lasts >= 1 else None


def _ahead(
    value: int, daily: float, told: Sequence[Line], now: datetime
) -> tuple[Rule[int], datetime] | tuple[None, None]:
    """The first line that would be reached, and when."""
    open_ = [one for one in told if one.state in {LineState.KEPT, LineState.NEAR}]
    days = [((one.rule.value - value) / daily, one.rule) for one in open_ if daily]
    coming = [one for one in days if 0 <= one[0] <= _FURTHEST]
    if not coming:
        return None, None
    after, rule = min(coming, key=lambda one: one[0])
    return rule, now + after * _DAY
