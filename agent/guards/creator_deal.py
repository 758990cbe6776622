"""Refuse a Creator LIVE flash deal: its creator must be none of the shop's own accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.promotion import Tool
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from agent.domain.facts import PromotionFacts
    from agent.domain.rules import Rules


def creator_deal(facts: PromotionFacts, rules: Rules) -> Verdict:
    """Promotions here are for linked accounts, and neither those nor the official one may be its creator."""
    if facts.wanted.tool is not Tool.CREATOR_LIVE_FLASH:
        return ALLOWED
    return refuse(Reason.CREATOR_DEAL, rules.creator_deal_not_own, f"@{facts.wanted.account or facts.shop.official}")
