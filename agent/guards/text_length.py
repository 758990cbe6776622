"""Refuse a text that is longer than the portal's field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.reason import Reason
from agent.domain.verdict import Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.appeal import AppealFacts
    from agent.domain.rules import Rules
    from agent.domain.ticket import TicketFacts


def text_length(facts: AppealFacts | TicketFacts, rules: Rules) -> Verdict:
    """A field that is full cuts what is typed without a word."""
    most = rules.letter_length
    measured = f"{facts.letters}/{most.value}"
    return refuse(Reason.TEXT_TOO_LONG, most, measured) if facts.letters > most.value else allow(most, measured)
