"""Refuse when the portal's list says no in a line that we do not know: a failed line is never ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules


def portal_criteria(facts: BindFacts, rules: Rules) -> Verdict:
    """Object with the portal's own words, escaped when they were read."""
    failed = [check.text for check in facts.unread_checks if not check.passed]
    return refuse(Reason.PORTAL_CRITERION, rules.status_normal, "; ".join(failed)) if failed else ALLOWED
