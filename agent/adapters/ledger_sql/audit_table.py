"""Content audits in the ledger: a row for each account of a shop, and how a check that was read changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Column, Integer, String, Table

from agent.adapters.ledger_sql.cells import Moment, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import MetaData


def audit_table(metadata: MetaData) -> Table:
    """The newest check of each account that was read, with every finding that there ever was."""
    return Table(
        "content_audit",
        metadata,
        Column("shop", String(64), primary_key=True),
        Column("account", String(64), primary_key=True),
        Column("seq", Integer, nullable=False),
        Column("handle", Words, nullable=False),
        Column("check_id", String(64), nullable=False),
        Column("began_at", Moment, nullable=False),
        Column("read_at", Moment, nullable=False),
        Column("open_count", Integer, nullable=False),
        Column("findings", JSON, nullable=False),
    )


def folded(before: Mapping[str, Any] | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """The row after a check: what it has no more is resolved since now, what it has again is open again."""
    known = {one["post_id"]: one for one in before["findings"]} if before else {}
    read = {one["post_id"]: one for one in data["detail"].get("findings", ())}
    at = data["read_at"]
    open_ = [one | {"first_at": _since(known.get(name), at), "resolved_at": None} for name, one in read.items()]
    gone = [one | {"resolved_at": one["resolved_at"] or at} for name, one in known.items() if name not in read]
    return dict(data) | {"findings": [*open_, *gone]}


def _since(known: Mapping[str, Any] | None, at: str) -> str:
    return known["first_at"] if known and known["resolved_at"] is None else at
