"""Refuse an account that is banned or restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.reason import Reason
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts, UnlinkFacts
    from agent.domain.rules import Rules
    from agent.domain.verdict import Verdict


def account_status(facts: BindFacts | UnlinkFacts, rules: Rules) -> Verdict:
    """Object when the portal says that the account's status is not normal."""
    return portal_says(facts.status_normal, Reason.ACCOUNT_STATUS, rules.status_normal)
