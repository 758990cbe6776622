"""Refuse the shop's own official account: it cannot be a channel account of the same shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.identity import shown
from agent.domain.reason import Reason
from agent.domain.verdict import Verdict, refuse
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules


def official_account(facts: BindFacts, rules: Rules) -> Verdict:
    """Object by the roster before any browser is asked, else by the portal's list."""
    official, target = facts.shop.official, facts.target
    if official and target and official.casefold() == target.handle.casefold():
        return refuse(Reason.OFFICIAL_ACCOUNT, rules.official_not_channel, shown(target.handle))
    return portal_says(facts.not_official, Reason.OFFICIAL_ACCOUNT, rules.official_not_channel)
