"""Refuse to press unwatched outside the operator's hours: nobody would hear of what goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.facts import Facts
    from agent.domain.rules import Rules


def press_hours(facts: Facts, rules: Rules) -> Verdict:
    """Object to an unwatched run until the hours begin; who starts a command himself is awake."""
    match facts.hours_begin:
        case Known(moment):
            told = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
            return refuse(Reason.OUTSIDE_PRESS_HOURS, rules.press_hours_kept, told, moment)
        case NotAsked():
            return NOT_ASKED
        case _:
            return allow(rules.press_hours_kept)
