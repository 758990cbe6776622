"""A shop that is taken in: what the portal showed, what a person declared, and that it was done."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from agent.adapters.ledger_sql import schema, sightings
from agent.adapters.ledger_sql.folding import every
from agent.adapters.ledger_sql.happened import Happened
from agent.domain.adoption import Adopted
from agent.domain.declared import Declaration, Subject
from agent.domain.facts import Known
from agent.domain.identity import AccountId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.adoption import Adoption
    from agent.domain.identity import ShopId


def adopt(journal: Journal, taken: Adoption) -> None:
    """Write all of it down; the links first, because a declaration may tell since when one of them stands."""
    sightings.links(journal, taken.shop, taken.shown.links, complete=True)
    sightings.invitations(journal, taken.shop, taken.shown.invitations)
    for one in taken.declared:
        journal.append(Happened.DECLARED, asdict(one))
    if taken.first or taken.strangers:
        journal.append(Happened.ADOPTED, _told(taken))


def _told(taken: Adoption) -> dict[str, object]:
    shown = taken.shown
    counted = {
        "unlinks_left": shown.unlinks_left.value if isinstance(shown.unlinks_left, Known) else None,
        "links_in_window": shown.links_in_window,
        "slots": [shown.slots.used, shown.slots.most] if shown.slots else None,
    }
    return {"shop": taken.shop, "by": taken.by, "accounts": sorted(taken.strangers), "counted": counted}


def adopted(connection: Connection, shop: ShopId) -> Adopted | None:
    """When a shop was first taken in and by whom, and all accounts that were linked before anybody did it here."""
    rows = _events(connection, Happened.ADOPTED, shop)
    accounts = frozenset(AccountId(one) for row in rows for one in row["data"]["accounts"])
    return Adopted(rows[0]["at"], rows[0]["data"]["by"], accounts) if rows else None


def declarations(connection: Connection, shop: ShopId | None) -> list[Declaration]:
    """What was said of a shop, or of all."""
    return [_declaration(row) for row in _events(connection, Happened.DECLARED, shop)]


def _declaration(row: Mapping[str, Any]) -> Declaration:
    data = row["data"]
    moment = datetime.fromisoformat(data["moment"]) if data["moment"] else None
    own = {"subject": Subject(data["subject"]), "moment": moment, "declared_at": row["at"]}
    return Declaration(**data | own)


def _events(connection: Connection, kind: Happened, shop: ShopId | None) -> Sequence[Mapping[str, Any]]:
    of = schema.event.c
    wanted = select(schema.event).where(of.kind == kind).order_by(of.seq)
    return every(connection, wanted.where(of.shop == shop) if shop is not None else wanted)
