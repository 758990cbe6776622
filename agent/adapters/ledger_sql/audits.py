"""What content checks found, and since when it is resolved."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from agent.adapters.ledger_sql import cells, schema
from agent.adapters.ledger_sql.folding import every, found
from agent.adapters.ledger_sql.happened import Happened
from agent.domain.content_audit import Audit, Finding, Objection
from agent.domain.identity import AccountId, Handle, ShopId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.content_audit import CheckRead

_OF: Final = schema.content_audit.c
_EVERY: Final = select(schema.content_audit).order_by(_OF.shop, _OF.handle, _OF.account)
_OF_SHOP: Final = _EVERY.where(_OF.shop == bindparam("its_shop"))
_MOMENTS: Final = ("published_at", "first_at", "resolved_at")


def keep(journal: Journal, read: CheckRead) -> Audit:
    """Write a check down, unless it or a later one was read before."""
    key = {"shop": read.shop, "account": read.account}
    before = found(journal.connection, schema.content_audit, key)
    if before is None or before["began_at"] < read.began_at:
        own = {"handle": cells.storable(read.handle), "check_id": read.check_id, "began_at": read.began_at}
        told = {"read_at": read.at, "open_count": len(read.findings), "detail": {"findings": _plain(read.findings)}}
        journal.append(Happened.CONTENT_CHECKED, key | own | told)
        before = found(journal.connection, schema.content_audit, key)
    return _audit(before or {})


def one(connection: Connection, shop: ShopId, account: AccountId) -> Audit | None:
    """How one account stands."""
    row = found(connection, schema.content_audit, {"shop": shop, "account": account})
    return _audit(row) if row else None


def several(connection: Connection, shop: ShopId | None) -> Sequence[Audit]:
    """Every account of a shop, or of all."""
    rows = every(connection, _OF_SHOP, {"its_shop": shop}) if shop else every(connection, _EVERY)
    return [_audit(row) for row in rows]


def _plain(findings: Sequence[Finding]) -> list[dict[str, object]]:
    return [
        {
            "post_id": one.post_id,
            "objection": one.objection,
            "link": cells.storable(one.link),
            "reason": cells.storable(one.reason),
            "passage": cells.storable(one.passage),
            "published_at": cells.stamp(one.published_at) if one.published_at else None,
        }
        for one in findings
    ]


def _audit(row: Mapping[str, Any]) -> Audit:
    return Audit(
        ShopId(row["shop"]),
        AccountId(row["account"]),
        Handle(row["handle"]),
        row["check_id"],
        row["began_at"],
        row["read_at"],
        row["open_count"],
        tuple(_finding(one) for one in row["findings"]),
    )


def _finding(told: Mapping[str, Any]) -> Finding:
    moments = {name: datetime.fromisoformat(told[name]) if told[name] else None for name in _MOMENTS}
    objection = Objection(told["objection"])
    return Finding(told["post_id"], objection, told["link"], told["reason"], told["passage"], **moments)
