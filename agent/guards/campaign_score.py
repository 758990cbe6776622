"""Refuse flash tools and LIVE codes while the shop's compliance credit score is below the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.promotion import Tool
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, NOT_ASKED, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.facts import PromotionFacts
    from agent.domain.rules import Rules


def campaign_score(facts: PromotionFacts, rules: Rules) -> Verdict:
    """Only of a portal that names this very figure; by another one it says itself whom it bars."""
    rule = rules.credit_score_floor
    if facts.wanted.tool is Tool.PRODUCT_DISCOUNT:
        return ALLOWED
    match facts.credit_score:
        case Known(score) if score < rule.value:
            return refuse(Reason.CAMPAIGN_SCORE, rule, f"{score} < {rule.value}")
        case Known(score):
            return allow(rule, score)
        case NotAsked():
            return NOT_ASKED
        case _:
            return allow(rule)
