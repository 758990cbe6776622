"""Refuse to press on a real portal whose pages were not walked over lately, or no longer fit the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.drift import Walks
from agent.domain.facts import Known, NotAsked, SessionSeen
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, NOT_ASKED, Effect, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.drift import Walk
    from agent.domain.facts import Facts
    from agent.domain.rules import Rules

_NAMED = 3


def walked_portal(facts: Facts, rules: Rules) -> Verdict:
    """Object without a walk in the session's language that is younger than the rule says and found nothing wrong."""
    match facts.pages_walked, facts.session:
        case Known(Walks(needed=False)), _:
            return ALLOWED
        case Known(Walks(kept=kept)), Known(SessionSeen(language=language)):
            return _by(next((one for one in kept if one.language == language), None), facts, rules)
        case Known(Walks(kept=kept)), _:
            verdicts = [_by(one, facts, rules) for one in kept] or [_by(None, facts, rules)]
            return NOT_ASKED if any(one.effect is Effect.ALLOW for one in verdicts) else verdicts[0]
        case NotAsked(), _:
            return NOT_ASKED
        case _:
            return refuse(Reason.PORTAL_NOT_WALKED, rules.walk_lasts)


def _by(walk: Walk | None, facts: Facts, rules: Rules) -> Verdict:
    if walk is None:
        return refuse(Reason.PORTAL_NOT_WALKED, rules.walk_lasts)
    day = walk.at.date().isoformat()
    if walk.at + rules.walk_lasts.value < facts.at:
        return refuse(Reason.PORTAL_NOT_WALKED, rules.walk_lasts, day)
    if walk.wrong:
        return refuse(Reason.PORTAL_DRIFTED, rules.walk_lasts, ", ".join(walk.wrong[:_NAMED]))
    return allow(rules.walk_lasts, day)
