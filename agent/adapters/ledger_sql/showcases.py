"""Copies of showcases, and who did without one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from agent.adapters.ledger_sql import cells, schema
from agent.adapters.ledger_sql.projections import Happened, every
from agent.domain.identity import AccountId, ShopId
from agent.domain.showcase import KeptShowcase, ShowcaseItem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal


def keep(journal: Journal, kept: KeptShowcase) -> None:
    """Write a complete copy down."""
    items = [asdict(one) | {"title": cells.storable(one.title)} for one in kept.items]
    journal.append(
        Happened.SHOWCASE_KEPT,
        {"shop": kept.shop, "account": kept.account, "kept_at": kept.kept_at, "items": items},
    )


def waive(journal: Journal, shop: ShopId, account: AccountId, by: str, reason: str) -> None:
    """Write down who does without a copy, and why."""
    journal.append(Happened.BACKUP_WAIVED, {"shop": shop, "account": account, "by": by, "note": reason})


def newest(connection: Connection, account: AccountId) -> KeptShowcase | None:
    """The copy that was made last."""
    of = schema.event.c
    made = select(schema.event).where(of.account == account, of.kind == Happened.SHOWCASE_KEPT)
    return next((_kept(row) for row in every(connection, made.order_by(of.seq.desc()).limit(1))), None)


def _kept(row: Mapping[str, Any]) -> KeptShowcase:
    data = row["data"]
    items = tuple(_item(one) for one in data["items"])
    return KeptShowcase(ShopId(row["shop"]), AccountId(row["account"]), _moment(data["kept_at"]), items)


def _item(data: Mapping[str, Any]) -> ShowcaseItem:
    added = _moment(data["added_at"]) if data["added_at"] else None
    return ShowcaseItem(data["product_id"], data["title"], data["shop_name"], added)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
