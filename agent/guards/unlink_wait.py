"""Refuse an unlink before the account has been linked long enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow_after, refuse, strictest
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import UnlinkFacts
    from agent.domain.rules import Rules


def unlink_wait(facts: UnlinkFacts, rules: Rules) -> Verdict:
    """Object while the link is too young, by its date or the portal's word; an unknown age refuses: no way back."""
    rule = rules.unlink_wait
    told = portal_says(facts.linked_long_enough, Reason.LINKED_TOO_RECENTLY, rule)
    match facts.last_linked:
        case Known(moment):
            wait = rule.value + rules.time_margin.value
            ours = allow_after(moment, wait, facts.at, Reason.LINKED_TOO_RECENTLY, rule)
            return strictest(ours.resting_on(facts.last_linked), told)
        case NotAsked():
            return NOT_ASKED
        case _:
            return refuse(Reason.NOT_TOLD, rule)
