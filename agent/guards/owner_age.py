"""Refuse an account whose owner is under age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.reason import Reason
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules
    from agent.domain.verdict import Verdict


def owner_age(facts: BindFacts, rules: Rules) -> Verdict:
    """Object when the portal says that the owner is too young."""
    return portal_says(facts.owner_adult, Reason.OWNER_AGE, rules.owner_min_age)
