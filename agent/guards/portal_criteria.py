"""Refuse when the portal's list says no in a line that we do not know: a failed line is never ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import NotAsked
from agent.domain.identity import legible
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, NOT_ASKED, Verdict, refuse

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts, UnlinkFacts
    from agent.domain.rules import Rules


def portal_criteria(facts: BindFacts | UnlinkFacts, rules: Rules) -> Verdict:
    """Object with the portal's own words, escaped; no rule of ours stands behind them."""
    _ = rules
    failed = [legible(check.text) for check in facts.unread_checks if not check.passed]
    if failed:
        return refuse(Reason.PORTAL_CRITERION, None, "; ".join(failed))
    # The list is read as a whole: while one of its known lines was not asked, the unknown ones were not either.
    return NOT_ASKED if isinstance(facts.status_normal, NotAsked) else ALLOWED
