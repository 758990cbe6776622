"""A run as JSON-able data: what run.json holds, and all that a report is made from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from agent.adapters.redact import cleaned
from agent.domain import plain
from agent.domain.plain import iso
from agent.domain.rules import written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.ledger import RunRow
    from agent.domain.record import Record, Who
    from agent.domain.roster import Shop
    from agent.ports import Trail

Document: TypeAlias = dict[str, Any]

SCHEMA_VERSION = 1
_BLANK: Document = {"reason": None, "measured": "", "told_by": None, "not_before": None}


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
    told = plain.of_record(record)
    for part in (told, *told.get("parts", ())):
        for rule in filter(None, (one["rule"] for one in part["verdicts"])):
            rule["value"] = readable(rule["value"])
    document: Document = cleaned({"schema_version": SCHEMA_VERSION} | told)
    return document


def of_run(record: Record, who: Who, trail: Trail, ended_at: datetime) -> Document:
    """The record together with who asked, when, and how every step went."""
    marks, attempts = trail.told()
    run = {
        "run": who.run,
        "command": who.command,
        "by": who.by,
        "machine": who.machine,
        **plain.of_visit(who),
        "version": who.version,
        "started_at": iso(who.started_at),
        "ended_at": iso(ended_at),
        "marks": [{"point": one.point, "ms": round(one.ms, 1)} for one in marks],
        "attempts": [asdict(one) | {"ms": round(one.ms, 1)} for one in attempts],
    }
    return of_record(record) | cleaned(run)  # type: ignore[no-any-return]  # cleaned keeps the shape of what it is given


def of_row(row: RunRow, shop: Shop | None) -> Document:
    """A run as the ledger keeps it; what an older version did not keep, or what was forgotten, is not there."""
    place = {"id": row.shop, "name": row.shop, "region": "", "zone": "UTC"}
    if shop:
        place = {"id": shop.id, "name": shop.name, "region": shop.region, "zone": shop.zone}
    account = {"handle": row.handle, "id": None} if row.handle else None
    known = {"schema_version": SCHEMA_VERSION, "shop": place, "account": account, "verdicts": [], "facts": []}
    own = {"run": row.run, "command": row.command, "outcome": row.outcome, "exit": row.exit, "evidence": row.evidence}
    times = {"started_at": iso(row.started_at), "ended_at": iso(row.ended_at)}
    document: Document = cleaned(known | with_rules(row.detail) | own | times)
    return document


def with_rules(told: Document) -> Document:
    """A record with the rule of each verdict in a table of its own again, in its parts too; a claim keeps less."""
    parts = {"parts": [with_rules(one) for one in told["parts"]]} if "parts" in told else {}
    return told | {"verdicts": [_BLANK | one | {"rule": _rule(one)} for one in told.get("verdicts", ())]} | parts


def _rule(verdict: Document) -> Document | None:
    names = ("value", "source", "trust", "read_on")
    return {"name": verdict["rule"]} | {name: verdict.get(name) for name in names} if verdict.get("rule") else None


def readable(value: object) -> str:
    """A rule's value in every reader's language: durations in the largest whole unit, yes as ✓ and no as ✗."""
    match value:
        case bool():
            return "✓" if value else "✗"
        case _:
            return written(value)


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
