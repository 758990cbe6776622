"""Refuse a second invitation while one of this pair is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Effect, Verdict, allow_after, strictest
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules


def pending_invitation(facts: BindFacts, rules: Rules) -> Verdict:
    """Object when the portal says that an invitation is waiting; the ledger speaks only where the portal is silent."""
    rule = rules.invitation_lifetime
    told = portal_says(facts.no_open_invitation, Reason.INVITATION_PENDING, rule)
    match facts.pending_since:
        case Known(sent) if told.effect is Effect.WARN:
            wait = rule.value + rules.time_margin.value
            return strictest(allow_after(sent, wait, facts.at, Reason.INVITATION_PENDING, rule), told)
        case NotAsked():
            return strictest(NOT_ASKED, told)
        case _:
            return told
