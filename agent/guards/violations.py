"""Refuse an account with a content or policy violation on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.reason import Reason
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts, UnlinkFacts
    from agent.domain.rules import Rules
    from agent.domain.verdict import Verdict


def violations(facts: BindFacts | UnlinkFacts, rules: Rules) -> Verdict:
    """Object when the portal says that there is a violation."""
    return portal_says(facts.no_violation, Reason.VIOLATION_ON_RECORD, rules.no_violation)
