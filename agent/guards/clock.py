"""Refuse when our clock and the portal's disagree: every waiting time would be measured wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse, warn

if TYPE_CHECKING:
    from datetime import timedelta

    from agent.domain.facts import Facts
    from agent.domain.rules import Rules


def clock(facts: Facts, rules: Rules) -> Verdict:
    """Warn about a small difference, refuse a large one; a portal that tells no time only warns."""
    match facts.skew:
        case NotAsked():
            return NOT_ASKED
        case Known(skew) if abs(skew) > rules.clock_skew_refuse.value:
            return refuse(Reason.CLOCK_DISAGREES, rules.clock_skew_refuse, _told(skew))
        case Known(skew) if abs(skew) > rules.clock_skew_warn.value:
            return warn(Reason.CLOCK_SKEW, rules.clock_skew_warn, _told(skew))
        case Known(skew):
            return allow(rules.clock_skew_warn, _told(skew))
        case _:
            return warn(Reason.CLOCK_SKEW, rules.clock_skew_warn, "?")


def _told(skew: timedelta) -> str:
    return f"{round(skew.total_seconds()):+d} s"
