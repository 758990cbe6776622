"""Refuse to end a link past a creator's open request, and to approve a request that nobody sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, Never, NotAsked
from agent.domain.reason import Reason
from agent.domain.unlinking import Way
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.facts import UnlinkFacts
    from agent.domain.rules import Rules


def unlink_request(facts: UnlinkFacts, rules: Rules) -> Verdict:
    """Approve what stands open, and nothing else; ask and unlink only where nothing stands open."""
    rule = rules.requests_answered
    match facts.way, facts.request_due:
        case _, NotAsked():
            return NOT_ASKED
        case (Way.APPROVE, Known()) | (Way.SELLER | Way.CREATOR, Never()):
            return allow(rule)
        case Way.APPROVE, _:
            return refuse(Reason.NO_UNLINK_REQUEST, rule)
        case _, Known(due):
            return refuse(Reason.UNLINK_REQUEST_OPEN, rule, f"{due:%Y-%m-%dT%H:%M:%SZ}")
        case _:
            return refuse(Reason.UNLINK_REQUEST_OPEN, rule)
