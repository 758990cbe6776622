"""Refuse when this login has pressed often enough today."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from agent.domain.facts import Known, Never, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.facts import Facts
    from agent.domain.rules import Rules


def press_cap(facts: Facts, rules: Rules) -> Verdict:
    """Object until the next UTC day; where presses are not paced they never count."""
    most = rules.presses_per_day.value
    match facts.presses_today:
        case Never():
            return allow(rules.presses_per_day)
        case Known(number) if number < most:
            return allow(rules.presses_per_day, f"{number}/{most}")
        case Known(number):
            midnight = facts.at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
            return refuse(Reason.PRESS_CAP, rules.presses_per_day, f"{number}/{most}", midnight)
        case NotAsked():
            return NOT_ASKED
        case _:
            return refuse(Reason.NOT_TOLD, rules.presses_per_day)
