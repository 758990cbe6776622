"""Refuse an unlink when none is left, when it would be the last, or when nobody can say how many are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.facts import UnlinkFacts
    from agent.domain.rules import Rules


def unlinks_left(facts: UnlinkFacts, rules: Rules) -> Verdict:
    """The smaller of ledger and portal counts; a portal that shows more than the ledger is a mismatch."""
    rule = rules.lifetime_unlinks
    match facts.unlinks_used, facts.unlinks_left:
        case (NotAsked(), _) | (_, NotAsked()):
            return NOT_ASKED
        case Known(used), Known(left):
            return _counted(rule.value - used, left, rules)
        case _:
            return refuse(Reason.NOT_TOLD, rule)


def _counted(ours: int, theirs: int, rules: Rules) -> Verdict:
    rule, left = rules.lifetime_unlinks, min(ours, theirs)
    if theirs > ours:
        return refuse(Reason.UNLINK_COUNTERS_DISAGREE, rule, f"{theirs} > {ours}")
    if left <= 0:
        return refuse(Reason.UNLINKS_USED_UP, rule, f"{left}/{rule.value}")
    if left == 1:
        return refuse(Reason.LAST_UNLINK, rule, f"{left}/{rule.value}")
    return allow(rule, f"{left}/{rule.value}")
