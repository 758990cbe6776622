"""What a look at a shop's standing has shown, as plain data for reports: no account is named in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from agent.domain.masking import masked
from agent.domain.turns import Turn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.letters import Letter
    from agent.domain.turns import Turned
    from agent.domain.violation import HealthSeen, Violation

Plain: TypeAlias = dict[str, Any]
_ANSWERS: Final = frozenset({Turn.TICKET_ANSWERED, Turn.TICKET_RESOLVED})


def of_health(seen: HealthSeen) -> Plain:
    """The figure, what the portal said of it, and the violations about which something is still to be done."""
    standing = seen.standing
    return {
        "figure": standing.system if standing else None,
        "value": standing.value if standing else None,
        "said": [masked(one) for one in (seen.barred, seen.near) if one],
        "violations": [_violation(one) for one in seen.violations.rows if one.open or one.freezes],
    }


def of_turns(turns: Sequence[Turned]) -> Plain:
    """What has changed, if anything has: without a name, an account's link is told by its number alone."""
    return {"turns": [_turn(one) for one in turns]} if turns else {}


def _turn(one: Turned) -> Plain:
    told = {"kind": one.kind, "about": one.about, "of_shop": not one.handle}
    rule = "" if one.kind in _ANSWERS else masked(one.quote)  # an answer may name anybody; it stands with its ticket
    return told | {"was": one.was, "now": one.now, "until": _iso(one.until), "rule": rule}


def of_letter(one: Letter) -> Plain:
    """An appeal or a ticket; whom it is about stands elsewhere in the same record."""
    told = {"kind": one.kind, "number": one.number, "about": one.about, "state": one.state, "note": masked(one.answer)}
    return told | {"sent_at": _iso(one.sent_at), "until": _iso(one.until)}


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
