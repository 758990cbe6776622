"""The part of the ledger port that is about shops' standing: its figure in time, and the violations that are listed."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, func, select

from agent.adapters.ledger_sql import cells, schema
from agent.adapters.ledger_sql.folding import every, found
from agent.adapters.ledger_sql.happened import Happened
from agent.adapters.ledger_sql.violation_table import violation
from agent.adapters.ledger_sql.writer import Writer
from agent.domain.identity import AccountId, ShopId
from agent.domain.violation import AppealState, Category, Right, System, Violation
from agent.ports.health_book import HealthBook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.appeal import AppealsSeen
    from agent.domain.violation import Standing

_ALL: Final = select(violation).order_by(violation.c.opened_at.desc(), violation.c.id)
_OF_SHOP: Final = _ALL.where(violation.c.shop == bindparam("of_shop"))
_READ: Final = select(func.max(schema.event.c.at)).where(
    schema.event.c.kind == Happened.HEALTH_SEEN, schema.event.c.shop == bindparam("of_shop")
)
_OF_HANDLE: Final = select(schema.link.c.account).where(
    schema.link.c.shop == bindparam("of_shop"), schema.link.c.handle == bindparam("named")
)
_PINNED: Final = select(schema.pin.c.account).where(schema.pin.c.handle == bindparam("named"))
_TOLD: Final = tuple(one.name for one in fields(Violation))


class HealthShelf(Writer, HealthBook):
    """Figures and violations."""

    async def see_health(self, shop: ShopId, standing: Standing | None, seen: Sequence[Violation]) -> None:
        """Remember a whole page."""
        await self._write(_see, shop, standing, seen)

    async def see_appeals(self, shop: ShopId, seen: AppealsSeen) -> None:
        """Remember one violation's own page."""
        await self._write(_see_appeals, shop, seen)

    async def violations(self, shop: ShopId | None = None) -> Sequence[Violation]:
        """As they were last listed."""
        return await self._read(_several, shop)

    async def health_read(self, shop: ShopId) -> datetime | None:
        """When they were."""
        return await self._read(_last_read, shop)


def _see(journal: Journal, shop: ShopId, standing: Standing | None, seen: Sequence[Violation]) -> None:
    facts = [_fact(system, standing) for system in System] if standing else []
    journal.append(Happened.HEALTH_SEEN, {"shop": shop, "detail": {"facts": facts}})
    for one in seen:
        data = _data(journal.connection, one)
        before = found(journal.connection, violation, data)
        if before is None or any(before[name] != data[name] for name in _TOLD):
            journal.append(Happened.VIOLATION_SEEN, data)
    listed = {one.id for one in seen}
    for row in every(journal.connection, _OF_SHOP, {"of_shop": shop}):
        if row["id"] not in listed:
            journal.append(Happened.VIOLATION_GONE, {"shop": shop, "id": row["id"], "account": row["account"]})


def _see_appeals(journal: Journal, shop: ShopId, seen: AppealsSeen) -> None:
    row = found(journal.connection, violation, {"shop": shop, "id": seen.violation})
    if row is None:
        return
    known = _violation(row)
    decided = max((one.decided_at for one in seen.tries if one.decided_at), default=known.decided_at)
    now = replace(
        known,
        state=seen.state or known.state,
        appealable=seen.draft is not None,
        deadline=seen.until or known.deadline,
        decided_at=decided,
    )
    if now != known:
        journal.append(Happened.VIOLATION_SEEN, _data(journal.connection, now))


def _fact(system: System, standing: Standing) -> dict[str, str]:
    if standing.system is system:
        return {"fact": system, "known": "yes", "value": str(standing.value)}
    return {"fact": system, "known": "never"}


def _data(connection: Connection, one: Violation) -> dict[str, Any]:
    own = {"account": one.account or _number(connection, one), "frozen": sorted(one.frozen)}
    data: dict[str, Any] = cells.storable_all(asdict(one) | own)
    return data


def _number(connection: Connection, one: Violation) -> str | None:
    """The account's number as the shop's links tell it, or else a pinned handle; None where it is not certain."""
    if not one.handle:
        return None
    named = {"of_shop": one.shop, "named": cells.storable(one.handle)}
    numbers = set(connection.scalars(_OF_HANDLE, named)) or set(connection.scalars(_PINNED, named))
    return numbers.pop() if len(numbers) == 1 else None


def _several(connection: Connection, shop: ShopId | None) -> Sequence[Violation]:
    return [_violation(row) for row in every(connection, _ALL if shop is None else _OF_SHOP, {"of_shop": shop})]


def _violation(row: Mapping[str, Any]) -> Violation:
    read = {
        "shop": ShopId(row["shop"]),
        "account": AccountId(row["account"]) if row["account"] else None,
        "category": Category(row["category"]) if row["category"] else None,
        "frozen": frozenset(map(Right, row["frozen"])),
        "state": AppealState(row["state"]) if row["state"] else None,
    }
    return Violation(**{name: row[name] for name in _TOLD} | read)


def _last_read(connection: Connection, shop: ShopId) -> datetime | None:
    last: datetime | None = connection.scalars(_READ, {"of_shop": shop}).one()
    return last
