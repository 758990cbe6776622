"""What content checks found, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.content_audit import AuditEnd, Finding

Plain: TypeAlias = dict[str, Any]


def of_audits(audits: Sequence[AuditEnd]) -> Plain:
    """The accounts of a run whose posts were checked, or nothing."""
    return {"audits": [of_audit(one) for one in audits]} if audits else {}


def of_audit(one: AuditEnd) -> Plain:
    """One account: its check, what is open, and what is resolved since the one before."""
    return {
        "account": {"handle": one.handle, "id": one.account},
        "check": one.check_id or None,
        "began_at": _iso(one.began_at),
        "running": one.running,
        "unresolved": [of_finding(each) | {"new": each.post_id in one.fresh} for each in one.unresolved],
        "resolved": [of_finding(each) for each in one.resolved],
    }


def of_finding(one: Finding) -> Plain:
    """One post, and what is objected to in it."""
    return {
        "post": one.post_id,
        "objection": one.objection,
        "link": one.link,
        "reason": one.reason,
        "passage": one.passage,
        "published_at": _iso(one.published_at),
        "first_at": _iso(one.first_at),
        "resolved_at": _iso(one.resolved_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
