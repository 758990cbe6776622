"""Refuse LIVE codes that contradict each other: linked accounts share the same rules of claiming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.promotion import STANDING, Tool
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, NOT_ASKED, Verdict, allow, refuse, warn

if TYPE_CHECKING:
    from agent.domain.facts import PromotionFacts
    from agent.domain.promotion import PromotionRow
    from agent.domain.rules import Rules


def claim_rules(facts: PromotionFacts, rules: Rules) -> Verdict:
    """Of two codes at once in one file both say how often; what the portal lists does not tell, so it warns."""
    wanted, rule = facts.wanted, rules.codes_share_claim_rules
    if wanted.tool is not Tool.LIVE_CODE:
        return ALLOWED
    own = f"{wanted.quota}/{wanted.per_customer}"
    if wanted.per_customer > wanted.quota:
        return refuse(Reason.CLAIM_RULES, rule, own)
    beside = (one for one in facts.others if one.tool is Tool.LIVE_CODE and one.overlaps(wanted.starts, wanted.ends))
    other = next((one for one in beside if (one.quota, one.per_customer) != (wanted.quota, wanted.per_customer)), None)
    if other:
        return refuse(Reason.CLAIM_RULES, rule, f"{own}, {other.name}: {other.quota}/{other.per_customer}")
    match facts.listed:
        case NotAsked():
            return NOT_ASKED
        case Known(listed):
            running = next((one.name for one in listed.rows if _beside(one, facts)), None)
            return warn(Reason.CLAIM_RULES, rule, f"{own}, {running}") if running else allow(rule, own)
        case _:
            return allow(rule, own)


def _beside(one: PromotionRow, facts: PromotionFacts) -> bool:
    if one.tool is not Tool.LIVE_CODE or one.state not in STANDING or not one.starts or not one.ends:
        return False
    return facts.wanted.overlaps(one.starts, one.ends)
