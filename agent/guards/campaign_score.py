"""Refuse flash tools and LIVE codes while the shop's figure is beyond the line that closes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import NotAsked
from agent.domain.lines import compared, crossed, first_line, named
from agent.domain.promotion import Tool
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, NOT_ASKED, Verdict, allow, refuse
from agent.domain.violation import System

if TYPE_CHECKING:
    from agent.domain.facts import PromotionFacts
    from agent.domain.rules import Rules


def campaign_score(facts: PromotionFacts, rules: Rules) -> Verdict:
    """Only by the figure that the portal names; a code is no flash sale, so points close it with the permission."""
    tool = facts.wanted.tool
    if tool is Tool.PRODUCT_DISCOUNT:
        return ALLOWED
    figures = facts.credit_score, facts.health_rating, facts.violation_points
    if any(isinstance(one, NotAsked) for one in figures):
        return NOT_ASKED
    standing = named(*figures)
    if standing is None:
        return allow(rules.credit_score_floor)
    of_points = standing.system is System.VIOLATION_POINTS and tool is Tool.LIVE_CODE
    rule = rules.points_revoked if of_points else first_line(standing.system, rules)
    if crossed(standing, rule, standing.system):
        return refuse(Reason.CAMPAIGN_SCORE, rule, compared(standing, rule))
    return allow(rule, standing.value)
