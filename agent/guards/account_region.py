"""Refuse an account whose region is not the shop's: the portal would never link it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.reason import Reason
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules
    from agent.domain.verdict import Verdict


def account_region(facts: BindFacts, rules: Rules) -> Verdict:
    """Object when the portal says that the account is registered elsewhere."""
    return portal_says(facts.region_matches, Reason.ACCOUNT_REGION, rules.account_region_is_shop_region)
