"""Refuse a promotion that would begin too soon, or last shorter or longer than its tool allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.promotion import Tool
from agent.domain.reason import Reason
from agent.domain.rules import written
from agent.domain.verdict import Verdict, allow, refuse

if TYPE_CHECKING:
    from datetime import timedelta

    from agent.domain.facts import PromotionFacts
    from agent.domain.rules import Rule, Rules


def promotion_times(facts: PromotionFacts, rules: Rules) -> Verdict:
    """Counted between instants; a LIVE flash deal is announced first, and the rest has to lie in the future."""
    wanted = facts.wanted
    ahead = rules.live_flash_ahead if wanted.tool is Tool.LIVE_FLASH else rules.time_margin
    shortest, longest = _bounds(wanted.tool, rules)
    length = wanted.ends - wanted.starts
    if wanted.starts < facts.at + ahead.value:
        return refuse(Reason.PROMOTION_START, ahead, f"{wanted.starts:%Y-%m-%dT%H:%M}Z")
    if length < shortest.value:
        return refuse(Reason.PROMOTION_LENGTH, shortest, written(length))
    if length > longest.value:
        return refuse(Reason.PROMOTION_LENGTH, longest, written(length))
    return allow(longest, written(length))


def _bounds(tool: Tool, rules: Rules) -> tuple[Rule[timedelta], Rule[timedelta]]:
    match tool:
        case Tool.LIVE_FLASH | Tool.CREATOR_LIVE_FLASH:
            return rules.live_flash_shortest, rules.live_flash_longest
        case Tool.FLASH_SALE:
            return rules.discount_shortest, rules.flash_longest
        case Tool.PRODUCT_DISCOUNT | Tool.LIVE_CODE:
            return rules.discount_shortest, rules.discount_longest
