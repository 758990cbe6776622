"""Refuse to press on a real portal that nobody has verified: a draft's names may stand on another button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, NOT_ASKED, Verdict, refuse

if TYPE_CHECKING:
    from agent.domain.facts import Facts
    from agent.domain.rules import Rules


def verified_profile(facts: Facts, _: Rules) -> Verdict:
    """Object to every profile that does not say of itself that it was verified; reading goes on."""
    match facts.verified_profile:
        case Known():
            return ALLOWED
        case NotAsked():
            return NOT_ASKED
        case _:
            return refuse(Reason.PROFILE_UNVERIFIED, None)
