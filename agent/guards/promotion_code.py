"""Refuse a LIVE code that the portal would not take as one, or that stands twice in the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.domain.promotion import Tool
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.facts import PromotionFacts
    from agent.domain.rules import Rules

_SIGNS = re.compile(r"[A-Z0-9]*")


def promotion_code(facts: PromotionFacts, rules: Rules) -> Verdict:
    """Capital letters and digits, as many as the rules say; the same code only where the times do not meet."""
    wanted, rule = facts.wanted, rules.code_most_letters
    if wanted.tool is not Tool.LIVE_CODE:
        return ALLOWED
    fits = rules.code_least_letters.value <= len(wanted.code) <= rule.value
    meets = any(one.code == wanted.code and one.overlaps(wanted.starts, wanted.ends) for one in facts.others)
    if meets or not fits or not _SIGNS.fullmatch(wanted.code):
        return refuse(Reason.PROMOTION_CODE, rule, wanted.code)
    return allow(rule, wanted.code)
