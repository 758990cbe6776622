"""Refuse to invite an account that is neither owned nor known to have agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules


def consent(facts: BindFacts, rules: Rules) -> Verdict:
    """Object unless the roster says why we may: a held fact, so no browser is needed."""
    match facts.consent:
        case Known(given) if given.owned or (given.agreed_on is not None and given.how):
            return allow(rules.consent_required, given.agreed_on or "owned")
        case NotAsked():
            return NOT_ASKED
        case _:
            return refuse(Reason.NO_CONSENT, rules.consent_required)
