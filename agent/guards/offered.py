"""Refuse a promotion of what its form does not offer: a product that is not on sale, an account that is not linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.promotion import Tool
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, NOT_ASKED, Verdict, refuse

if TYPE_CHECKING:
    from agent.domain.facts import PromotionFacts
    from agent.domain.rules import Rules


def offered(facts: PromotionFacts, rules: Rules) -> Verdict:
    """The portal's own word: what cannot be chosen cannot be promoted."""
    _ = rules
    if facts.wanted.tool is Tool.LIVE_CODE:
        return _account(facts)
    match facts.offered:
        case NotAsked():
            return NOT_ASKED
        case Known(found):
            missing = [one for one in facts.wanted.products if one not in {each.product_id for each in found}]
            return refuse(Reason.NOT_OFFERED, None, ", ".join(missing)) if missing else ALLOWED
        case _:
            return refuse(Reason.NOT_OFFERED, None, ", ".join(facts.wanted.products))


def _account(facts: PromotionFacts) -> Verdict:
    account = facts.wanted.account
    match facts.accounts:
        case NotAsked():
            return NOT_ASKED
        case Known(handles) if account is None or account in handles:
            return ALLOWED
        case _:
            return refuse(Reason.NOT_OFFERED, None, f"@{account}") if account else ALLOWED
