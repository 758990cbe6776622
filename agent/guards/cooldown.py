"""Refuse to bind an account again before its waiting time after an unlink is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, Effect, Verdict, allow_from, warn
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules


def cooldown(facts: BindFacts, rules: Rules) -> Verdict:
    """Object while the account's last unlink is too recent, by the ledger or by the portal's own list."""
    remembered = _remembered(facts, rules)
    if remembered.effect is Effect.REFUSE:
        return remembered
    told = portal_says(facts.cooled_down, Reason.COOLING_DOWN, rules.rebind_cooldown)
    if told.reason is Reason.NOT_TOLD and not isinstance(facts.last_unlinked, Known):
        return warn(Reason.HISTORY_UNKNOWN, rules.rebind_cooldown)
    return told


def _remembered(facts: BindFacts, rules: Rules) -> Verdict:
    match facts.last_unlinked:
        case Known(moment):
            healed = moment + rules.rebind_cooldown.value + rules.time_margin.value
            return allow_from(healed, facts.at, Reason.COOLING_DOWN, rules.rebind_cooldown)
        case _:
            return ALLOWED
