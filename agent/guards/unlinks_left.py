"""Refuse an unlink when none is left, when it is the last and not confirmed, or when nobody can say how many are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, Never, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.facts import UnlinkFacts
    from agent.domain.rules import Rules


def unlinks_left(facts: UnlinkFacts, rules: Rules) -> Verdict:
    """The smaller of ledger and portal counts; a portal that shows more than the ledger is a mismatch.

    Where this portal shows no counter, the ledger alone counts: what it spent, and what it saw happen.
    """
    rule = rules.lifetime_unlinks
    match facts.unlinks_used, facts.unlinks_left, facts.unlinks_seen:
        case Known(used), NotAsked(), _ if used >= rule.value:
            return refuse(Reason.UNLINKS_USED_UP, rule, f"0/{rule.value}")
        case (NotAsked(), _, _) | (_, NotAsked(), _):
            return NOT_ASKED
        case Known(used), Known(left), _:
            return _counted(rule.value - used, left, facts, rules)
        case Known(used), Never(), Known(seen):
            ours = rule.value - used - seen
            return _counted(ours, ours, facts, rules)
        case _:
            return refuse(Reason.UNLINKS_NOT_TOLD, rule)


def _counted(ours: int, theirs: int, facts: UnlinkFacts, rules: Rules) -> Verdict:
    return _compared(ours, theirs, facts, rules).resting_on(facts.unlinks_used)


def _compared(ours: int, theirs: int, facts: UnlinkFacts, rules: Rules) -> Verdict:
    rule, left = rules.lifetime_unlinks, min(ours, theirs)
    if theirs > ours:
        return refuse(Reason.UNLINK_COUNTERS_DISAGREE, rule, f"{theirs} > {ours}")
    if left <= 0:
        return refuse(Reason.UNLINKS_USED_UP, rule, f"{max(left, 0)}/{rule.value}")
    if left == 1 and not facts.last_confirmed:
        return refuse(Reason.LAST_UNLINK, rule, f"{left}/{rule.value}")
    return allow(rule, f"{left}/{rule.value}")
