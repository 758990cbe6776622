"""Refuse when the shop has no free slot for a channel account: what the portal shows governs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse, strictest
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules


def slots(facts: BindFacts, rules: Rules) -> Verdict:
    """Object when the counter on the page is full, or the portal's list says so; our rule only explains."""
    told = portal_says(facts.slot_available, Reason.NO_FREE_SLOT, rules.channel_slots)
    match facts.slots:
        case Known(shown) if shown.used >= shown.most:
            return refuse(Reason.NO_FREE_SLOT, rules.channel_slots, f"{shown.used}/{shown.most}")
        case Known(shown):
            return strictest(told, allow(rules.channel_slots, f"{shown.used}/{shown.most}"))
        case NotAsked():
            return strictest(NOT_ASKED, told)
        case _:
            return told
