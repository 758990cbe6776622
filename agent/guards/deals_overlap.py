"""Refuse two promotions of one tool on one product at the same time; warn where they only may meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.promotion import STANDING, Tool
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, NOT_ASKED, Verdict, allow, refuse, warn

if TYPE_CHECKING:
    from agent.domain.facts import PromotionFacts
    from agent.domain.promotion import Promotion, PromotionRow
    from agent.domain.rules import Rules


def deals_overlap(facts: PromotionFacts, rules: Rules) -> Verdict:
    """The file says which products are in which; of what the portal lists only the times are seen."""
    rule = rules.deals_apart
    if facts.wanted.tool is Tool.LIVE_CODE:
        return ALLOWED
    shared = [one for one in facts.others if _meet(one, facts)]
    if same := next((one.name for one in shared if one.tool is facts.wanted.tool), None):
        return refuse(Reason.DEALS_OVERLAP, rule, same)
    match facts.listed:
        case NotAsked():
            return NOT_ASKED
        case Known(listed):
            meeting = [*(one.name for one in shared), *(one.name for one in listed.rows if _may_meet(one, facts))]
            return warn(Reason.DEALS_OVERLAP, rule, meeting[0]) if meeting else allow(rule)
        case _:
            return warn(Reason.DEALS_OVERLAP, rule)


def _meet(one: Promotion, facts: PromotionFacts) -> bool:
    """What is refused itself, as a creator's deal is, meets nobody."""
    wanted, meant = facts.wanted, one.tool is not Tool.CREATOR_LIVE_FLASH
    return meant and bool(set(one.products) & set(wanted.products)) and one.overlaps(wanted.starts, wanted.ends)


def _may_meet(one: PromotionRow, facts: PromotionFacts) -> bool:
    if one.tool is Tool.LIVE_CODE or one.state not in STANDING or not one.starts or not one.ends:
        return False
    return facts.wanted.overlaps(one.starts, one.ends)
