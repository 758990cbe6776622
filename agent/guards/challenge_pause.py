"""Refuse to press for a while after a press of this login met a challenge: insisting raises the account's risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, Never, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, allow_after, refuse

if TYPE_CHECKING:
    from agent.domain.facts import Facts
    from agent.domain.rules import Rules


def challenge_pause(facts: Facts, rules: Rules) -> Verdict:
    """Object until the pause after the last challenge is over."""
    match facts.last_challenge:
        case Known(moment):
            return allow_after(moment, rules.challenge_pause.value, facts.at, Reason.CHALLENGED, rules.challenge_pause)
        case NotAsked():
            return NOT_ASKED
        case Never():
            return allow(rules.challenge_pause)
        case _:
            return refuse(Reason.NOT_TOLD, rules.challenge_pause)
