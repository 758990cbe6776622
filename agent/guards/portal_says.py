"""How a line of the portal's own eligibility list becomes a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.domain.facts import Known, NotAsked
from agent.domain.identity import legible
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse, warn

if TYPE_CHECKING:
    from agent.domain.facts import Fact
    from agent.domain.rules import Rule
    from agent.domain.seen import Check


def portal_says(line: Fact[Check], reason: Reason, rule: Rule[Any]) -> Verdict:
    """Refuse where the portal says no, warn where its list has no such line: it would itself only say no."""
    match line:
        case Known(check):
            return (
                allow(rule, legible(check.detail))
                if check.passed
                else refuse(reason, rule, _measured(check), check.turns_green)
            )
        case NotAsked():
            return NOT_ASKED
        case _:
            return warn(Reason.NOT_TOLD, rule)


def _measured(check: Check) -> str:
    """What the portal's line tells; a moment that is yet to come is no measurement but `not_before`."""
    return "" if check.turns_green else legible(check.detail)
