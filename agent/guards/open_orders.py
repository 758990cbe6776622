"""Refuse an unlink while orders or returns of the account's buyers are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.reason import Reason
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import UnlinkFacts
    from agent.domain.rules import Rules
    from agent.domain.verdict import Verdict


def open_orders(facts: UnlinkFacts, rules: Rules) -> Verdict:
    """Object when the portal shows that something is still under way."""
    return portal_says(facts.no_open_orders, Reason.OPEN_ORDERS, rules.no_open_orders)
