"""Warn of a bind, or refuse it, while the portal's own content check holds something against the account (article)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, NOT_ASKED, Verdict, allow, refuse, warn

if TYPE_CHECKING:
    from agent.domain.content_audit import Audit
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules


def content_audit(facts: BindFacts, rules: Rules) -> Verdict:
    """By the newest check that was read; one that is too old says nothing, and where none was read nobody objects."""
    match facts.content_audit:
        case Known(audit) if facts.at - audit.began_at > rules.content_audit_lasts.value:
            return warn(Reason.CONTENT_AUDIT_OLD, rules.content_audit_lasts, f"{audit.began_at:%Y-%m-%dT%H:%M:%SZ}")
        case Known(audit):
            return _by_findings(audit, rules)
        case NotAsked():
            return NOT_ASKED
        case _:
            return ALLOWED


def _by_findings(audit: Audit, rules: Rules) -> Verdict:
    rule = rules.content_findings_refuse
    if not audit.open_count:
        return allow(rule, 0)
    object_to = refuse if rule.value else warn
    return object_to(Reason.CONTENT_FINDINGS, rule, audit.open_count)
