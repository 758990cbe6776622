"""Copies of showcases, and who did without one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from agent.adapters.ledger_sql import cells, schema
from agent.adapters.ledger_sql.folding import every
from agent.adapters.ledger_sql.happened import Happened
from agent.domain.identity import AccountId, ShopId
from agent.domain.ledger import LAG, ClaimState
from agent.domain.permit import SHOWCASE, Kind
from agent.domain.showcase import KeptShowcase, ShowcaseItem

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal

_CLAIM: Final = schema.claim.c


def keep(journal: Journal, kept: KeptShowcase) -> None:
    """Write a complete copy down."""
    items = [asdict(one) | {"title": cells.storable(one.title)} for one in kept.items]
    journal.append(
        Happened.SHOWCASE_KEPT,
        {"shop": kept.shop, "account": kept.account, "kept_at": kept.kept_at, "items": items},
    )


_SETTLED: Final = select(_CLAIM.kind, _CLAIM.item).where(
    _CLAIM.shop == bindparam("shop"),
    _CLAIM.account == bindparam("account"),
    _CLAIM.kind.in_(sorted(SHOWCASE)),
    _CLAIM.state == ClaimState.DONE,
    ~_CLAIM.concluded,
    _CLAIM.settled_at < bindparam("before"),
)


def see(journal: Journal, shop: ShopId, account: AccountId, products: Collection[str]) -> None:
    """Write down which acts a whole showcase shows to be over; where it shows none, nothing is written."""
    before = journal.now - LAG  # what was settled later may be newer than the list
    shown, pair = frozenset(products), {"shop": shop, "account": account}
    acts = [(one["kind"], one["item"]) for one in every(journal.connection, _SETTLED, pair | {"before": before})]
    gone = sorted(item for kind, item in acts if kind == Kind.SHOWCASE_ADD and item not in shown)
    back = sorted(item for kind, item in acts if kind == Kind.SHOWCASE_REMOVE and item in shown)
    if gone or back:
        journal.append(Happened.SHOWCASE_SEEN, pair | {"gone": gone, "back": back})


def waive(journal: Journal, shop: ShopId, account: AccountId, by: str, reason: str) -> None:
    """Write down who does without a copy, and why."""
    journal.append(Happened.BACKUP_WAIVED, {"shop": shop, "account": account, "by": by, "note": reason})


def newest(connection: Connection, account: AccountId, back_at: ShopId | None) -> KeptShowcase | None:
    """The copy that was made last; to put it back at a shop, of those from there that hold anything."""
    of = schema.event.c
    made = select(schema.event).where(of.account == account, of.kind == Happened.SHOWCASE_KEPT).order_by(of.seq.desc())
    made = made.where(of.shop == back_at) if back_at else made
    for nth in count():
        kept = next(map(_kept, every(connection, made.limit(1).offset(nth))), None)
        if kept is None or kept.items or not back_at:
            return kept
    return None


def _kept(row: Mapping[str, Any]) -> KeptShowcase:
    data = row["data"]
    items = tuple(_item(one) for one in data["items"])
    return KeptShowcase(ShopId(row["shop"]), AccountId(row["account"]), _moment(data["kept_at"]), items)


def _item(data: Mapping[str, Any]) -> ShowcaseItem:
    added = _moment(data["added_at"]) if data["added_at"] else None
    return ShowcaseItem(data["product_id"], data["title"], data["shop_name"], added, data.get("stock"))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
