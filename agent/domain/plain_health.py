"""What a look at account health has shown, as plain data for reports: no account is named in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from agent.domain.masking import masked

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.violation import HealthSeen, Violation

Plain: TypeAlias = dict[str, Any]


def of_health(seen: HealthSeen) -> Plain:
    """The figure, what the portal said of it, and the violations about which something is still to be done."""
    standing = seen.standing
    return {
        "figure": standing.system if standing else None,
        "value": standing.value if standing else None,
        "said": [masked(one) for one in (seen.barred, seen.near) if one],
        "violations": [_violation(one) for one in seen.violations.rows if one.open or one.freezes],
    }


def _violation(one: Violation) -> Plain:
    return {
        "id": one.id,
        "of_shop": one.of_shop,
        "category": one.category,
        "rule": masked(one.rule),
        "points": one.points,
        "frozen": one.freezes,
        "deadline": _iso(one.deadline) if one.appealable else None,
        "state": one.state,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
