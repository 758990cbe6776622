"""Refuse to bind an account again before its waiting time after an unlink is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked, Unknown
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Effect, Verdict, allow_after, strictest, warn
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules


def cooldown(facts: BindFacts, rules: Rules) -> Verdict:
    """Object while the last unlink is too recent, by ledger or portal; where neither knows, the person is told."""
    rule = rules.rebind_cooldown
    told = portal_says(facts.cooled_down, Reason.COOLING_DOWN, rule)
    match facts.last_unlinked:
        case Known(moment):
            wait = rule.value + rules.time_margin.value
            ours = allow_after(moment, wait, facts.at, Reason.COOLING_DOWN, rule)
            return strictest(ours.resting_on(facts.last_unlinked), told)
        case NotAsked():
            return strictest(NOT_ASKED, told)
        case Unknown() if told.effect is Effect.WARN:
            return warn(Reason.HISTORY_UNKNOWN, rule)
        case _:
            return told
