"""A run as JSON-able data: what run.json holds, and all that a report is made from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from agent.adapters.redact import cleaned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.ledger import Invitation, Settled
    from agent.domain.record import Record, Who
    from agent.domain.rules import Rule
    from agent.domain.verdict import Verdict
    from agent.ports import Trail

Document: TypeAlias = dict[str, Any]

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Shot:
    """What a page looked like at one moment: a picture (JPEG or PNG) and its ARIA outline; either may be empty."""

    label: str
    picture: bytes = b""
    outline: str = ""

    @property
    def suffix(self) -> str:
        """The file name's ending that fits the picture's bytes."""
        return "png" if self.picture.startswith(b"\x89PNG") else "jpg"


def of_record(record: Record) -> Document:
    """How one request ended, secrets hidden and personal data masked."""
    shop, target, decision = record.shop, record.target, record.decision
    told: Document = {
        "schema_version": SCHEMA_VERSION,
        "shop": {"id": shop.id, "name": shop.name, "region": shop.region, "zone": shop.zone},
        "account": {"handle": target.handle, "id": target.account_id} if target else None,
        "action": record.kind,
        "outcome": record.outcome,
        "exit": record.exit,
        "code": record.code,
        "submitted": record.submitted,
        "link": record.link,
        "invitation": _invitation(record.invitation) if record.invitation else None,
        "settled": _settled(record.settled) if record.settled else None,
        "note": record.note,
        "error": record.error,
        "not_before": _iso(record.not_before),
        "verdicts": [_verdict(one) for one in decision.verdicts] if decision else [],
    }
    cleaned_document: Document = cleaned(told)
    return cleaned_document


def of_run(record: Record, who: Who, trail: Trail, ended_at: datetime) -> Document:
    """The record together with who asked, when, and how every step went."""
    marks, attempts = trail.told()
    run = {
        "run": who.run,
        "command": who.command,
        "by": who.by,
        "machine": who.machine,
        "version": who.version,
        "started_at": _iso(who.started_at),
        "ended_at": _iso(ended_at),
        "marks": [{"point": one.point, "ms": round(one.ms, 1)} for one in marks],
        "attempts": [asdict(one) | {"ms": round(one.ms, 1)} for one in attempts],
    }
    return of_record(record) | cleaned(run)  # type: ignore[no-any-return]  # cleaned keeps the shape of what it is given


def plain(value: object) -> str:
    """A rule's value in every reader's language: durations in the largest whole unit, yes as ✓ and no as ✗."""
    match value:
        case bool():
            return "✓" if value else "✗"
        case timedelta():
            return _duration(value)
        case _:
            return str(value)


def _duration(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    units = ((172_800, 86_400, "d"), (3_600, 3_600, "h"), (60, 60, "min"))
    fits = ((size, name) for least, size, name in units if abs(seconds) >= least and seconds % size == 0)
    size, name = next(fits, (1, "s"))
    return f"{seconds // size} {name}"


def _verdict(verdict: Verdict) -> Document:
    return {
        "guard": verdict.guard,
        "effect": verdict.effect,
        "reason": verdict.reason,
        "measured": verdict.measured,
        "not_before": _iso(verdict.not_before),
        "rule": _rule(verdict.rule) if verdict.rule else None,
    }


def _rule(rule: Rule[Any]) -> Document:
    reading = rule.chosen
    return {
        "name": rule.name,
        "value": plain(reading.value),
        "source": reading.source,
        "trust": reading.trust,
        "read_on": reading.read_on.isoformat(),
    }


def _settled(settled: Settled) -> Document:
    return asdict(settled) | {"receipt": dict(settled.receipt)}


def _invitation(one: Invitation) -> Document:
    return {
        "id": one.invitation_id,
        "state": one.state,
        "sent_at": _iso(one.sent_at),
        "expires_at": _iso(one.expires_at),
        "note": one.note,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def shot_names(shots: Sequence[Shot]) -> list[Document]:
    """How the shots of a run are called: a label may repeat, a file name may not."""
    named = [(shot, f"{number}-{_safe(shot.label)}") for number, shot in enumerate(shots, 1)]
    return [
        {
            "label": shot.label,
            "picture": f"{name}.{shot.suffix}" if shot.picture else None,
            "outline": f"{name}.txt" if shot.outline else None,
        }
        for shot, name in named
    ]


def _safe(label: str) -> str:
    return "".join(char if char.isascii() and char.isalnum() else "-" for char in label)[:40]
