"""Lines of the figure that a portal names: which are crossed, which are near, and where the figure is going.

A line holds for its own figure only; under another figure it is not applicable, and nothing is converted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from agent.domain.violation import System

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.rules import Rule, Rules
    from agent.domain.survey import Figure
    from agent.domain.violation import Standing

_WINDOW: Final = timedelta(days=90)  # in which changes make a trend
_DAY: Final = timedelta(days=1)
_FURTHEST: Final = 365


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


def _all(rules: Rules) -> tuple[tuple[System, Rule[int], Rule[int]], ...]:
    rating = (
        rules.health_rating_first,
        rules.health_rating_second,
        rules.health_rating_third,
        rules.health_rating_last,
    )
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
    recent = [one for one in known if one[0] >= now - _WINDOW] or known[-1:]
    start = known[-len(recent) - 1] if len(known) > len(recent) else recent[0] if recent else None
    if start is None or now - max(start[0], now - _WINDOW) < _DAY or len(known) == 1:
        return None
    since = max(start[0], now - _WINDOW)
    change = recent[-1][1] - start[1]
    return Trend(change, since, *_ahead(recent[-1][1], change / ((now - since) / _DAY), told, now))


def _ahead(
    value: int, daily: float, told: Sequence[Line], now: datetime
) -> tuple[Rule[int], datetime] | tuple[None, None]:
    """The first line that would be reached, and when."""
    open_ = [one for one in told if one.state in {LineState.KEPT, LineState.NEAR}]
    days = [((one.rule.value - value) / daily, one.rule) for one in open_ if daily]
    coming = min(
        ((after, rule) for after, rule in days if 0 <= after <= _FURTHEST), key=lambda one: one[0], default=None
    )
    return (coming[1], now + coming[0] * _DAY) if coming else (None, None)
