"""Refuse an appeal that the portal takes no more; whether it does is its page's word, never our count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, Never, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.appeal import AppealFacts
    from agent.domain.rules import Rules


def appeal_taken(facts: AppealFacts, rules: Rules) -> Verdict:
    """The form stands there as long as one may be sent; how many tries there are is told beside it."""
    rule = rules.appeal_tries
    tries = facts.tries.value if isinstance(facts.tries, Known) else 0
    match facts.form_until:
        case NotAsked():
            return NOT_ASKED
        case Never():
            stands = facts.stands.value if isinstance(facts.stands, Known) else "?"
            return refuse(Reason.APPEAL_NOT_TAKEN, rule, f"{stands}, {tries}/{rule.value}")
        case _:
            return allow(rule, f"{tries + 1}/{rule.value}")
