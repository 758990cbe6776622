"""Refuse a second invitation while one of this pair is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.reason import Reason
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules
    from agent.domain.verdict import Verdict


def pending_invitation(facts: BindFacts, rules: Rules) -> Verdict:
    """Object when the portal says that an invitation is waiting."""
    return portal_says(facts.no_open_invitation, Reason.INVITATION_PENDING, rules.invitation_lifetime)
