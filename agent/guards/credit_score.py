"""Warn when the shop's figure is beyond its first line: the score's floor, the rating's milestone, or the points'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import NotAsked
from agent.domain.lines import compared, crossed, first_line, named
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, warn

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules


def credit_score(facts: BindFacts, rules: Rules) -> Verdict:
    """Binding is still possible then, so this only warns; a line of another figure than the portal's is none."""
    figures = facts.credit_score, facts.health_rating, facts.violation_points
    if any(isinstance(one, NotAsked) for one in figures):
        return NOT_ASKED
    standing = named(*figures)
    if standing is None:
        return allow(rules.credit_score_floor)
    rule = first_line(standing.system, rules)
    if crossed(standing, rule, standing.system):
        return warn(Reason.CREDIT_SCORE_LOW, rule, compared(standing, rule))
    return allow(rule, standing.value)
