"""Refuse a discount outside what its tool allows in this market."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.reason import Reason
from agent.domain.verdict import Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.facts import PromotionFacts
    from agent.domain.rules import Rules


def promotion_percent(facts: PromotionFacts, rules: Rules) -> Verdict:
    """The bounds of flash tools are narrower; those of a LIVE code are not public, the discount form's stand in."""
    flash, percent = facts.wanted.tool.is_flash, facts.wanted.percent
    least = rules.flash_least_percent if flash else rules.discount_least_percent
    most = rules.flash_most_percent if flash else rules.discount_most_percent
    if percent < least.value:
        return refuse(Reason.PROMOTION_PERCENT, least, f"{percent} < {least.value}")
    if percent > most.value:
        return refuse(Reason.PROMOTION_PERCENT, most, f"{percent} > {most.value}")
    return allow(most, f"{percent}")
