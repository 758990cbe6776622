"""Refuse a second ticket while one about the same account stands open that we did not open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, Never, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.rules import Rules
    from agent.domain.ticket import TicketFacts


def ticket_open(facts: TicketFacts, rules: Rules) -> Verdict:
    """In half a list nobody can see whether there is one: a second ticket only delays the first."""
    rule = rules.one_ticket_per_matter
    match facts.open_ticket:
        case NotAsked():
            return NOT_ASKED
        case Never():
            return allow(rule)
        case Known(number):
            return refuse(Reason.TICKET_OPEN, rule, number)
        case _:
            return refuse(Reason.NOT_TOLD, rule)
