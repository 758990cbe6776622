"""Refuse an unlink before the account has been linked long enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow_after, refuse

if TYPE_CHECKING:
    from agent.domain.facts import UnlinkFacts
    from agent.domain.rules import Rules


def unlink_wait(facts: UnlinkFacts, rules: Rules) -> Verdict:
    """Object while the link is too young; an unknown age refuses, because an unlink cannot be taken back."""
    match facts.last_linked:
        case Known(moment):
            wait = rules.unlink_wait.value + rules.time_margin.value
            return allow_after(moment, wait, facts.at, Reason.LINKED_TOO_RECENTLY, rules.unlink_wait)
        case NotAsked():
            return NOT_ASKED
        case _:
            return refuse(Reason.NOT_TOLD, rules.unlink_wait)
