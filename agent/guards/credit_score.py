"""Warn when the shop's compliance credit score is below the floor for official activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, warn

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules


def credit_score(facts: BindFacts, rules: Rules) -> Verdict:
    """Binding is still possible with a low score, so this only warns."""
    match facts.credit_score:
        case Known(score) if score < rules.credit_score_floor.value:
            return warn(
                Reason.CREDIT_SCORE_LOW, rules.credit_score_floor, f"{score} < {rules.credit_score_floor.value}"
            )
        case Known(score):
            return allow(rules.credit_score_floor, score)
        case NotAsked():
            return NOT_ASKED
        case _:
            return allow(rules.credit_score_floor)
