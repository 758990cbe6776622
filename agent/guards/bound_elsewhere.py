"""Refuse an account that another shop has linked: one account, one shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.reason import Reason
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules
    from agent.domain.verdict import Verdict


def bound_elsewhere(facts: BindFacts, rules: Rules) -> Verdict:
    """Object when the portal says that the account belongs to another shop."""
    return portal_says(facts.not_elsewhere, Reason.BOUND_ELSEWHERE, rules.one_shop_per_account)
