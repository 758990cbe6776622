"""How readings are kept and found again, and what belongs to them: numbers as text, as a float would round them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Insert, Table, and_, delete, or_, select, update
from sqlalchemy.dialects import sqlite

from agent.adapters.ledger_sql.folding import every
from agent.adapters.ledger_sql.readings import asked, read, written
from agent.adapters.ledger_sql.series_tables import collected, export, reading
from agent.domain.identity import ShopId
from agent.domain.insight import Collected, ExportFile, Of, Page, Stand

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

    from sqlalchemy import ColumnElement, Connection

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.identity import AccountId
    from agent.domain.insight import Reading, Wanted

_IS: Final = reading.c


def keep(journal: Journal, readings: Sequence[Reading]) -> None:
    """Write them, each over the one with its key unless that was read later."""
    if len({one.subject.shop for one in readings}) > 1:
        message = "readings of two shops in one call"
        raise ValueError(message)
    if readings:
        _put(journal.connection, reading, [written(one) for one in readings], newest="read_at")


def _put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], newest: str = "") -> None:
    """Write rows over those with their keys; with `newest`, never over one that has more of it."""
    connection.execute(_over(table, connection.dialect.name, newest), rows)


@cache
def _over(table: Table, dialect: str, newest: str) -> Insert:
    wanted = _postgresql().insert(table) if dialect == "postgresql" else sqlite.insert(table)
    others = {one.name: wanted.excluded[one.name] for one in table.columns if not one.primary_key}
    later = table.c[newest] <= wanted.excluded[newest] if newest else None
    keys = list(table.primary_key.columns)
    return wanted.on_conflict_do_update(index_elements=keys, set_=others, where=later)


def _postgresql() -> ModuleType:
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - heavy, and only fleets have it

    return postgresql


def found(connection: Connection, wanted: Wanted) -> Sequence[Reading]:
    """Those that fit, by shop, subject and day."""
    return [read(row) for row in connection.execute(asked().where(*_conditions(wanted)))]


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    listed = {_IS.shop: wanted.shops, _IS.of: wanted.of, _IS.span: wanted.spans, _IS.page: wanted.pages}
    yield from (column.in_(values) for column, values in listed.items() if values)
    if wanted.since:
        yield _IS.last >= wanted.since.isoformat()
    if wanted.until:
        yield _IS.last <= wanted.until.isoformat()


def shops(connection: Connection) -> Sequence[ShopId]:
    """The shops of which anything is kept."""
    return [ShopId(one) for one in connection.scalars(select(_IS.shop).distinct().order_by(_IS.shop))]


def set_collected(journal: Journal, told: Collected) -> None:
    """How a shop's day stands."""
    _put(journal.connection, collected, [asdict(told) | {"day": told.day.isoformat()}])


def since(connection: Connection, day: date) -> Sequence[Collected]:
    """The collections of this day and later ones."""
    wanted = select(collected).where(collected.c.day >= day.isoformat()).order_by(collected.c.day, collected.c.shop)
    return [
        Collected(**row | {"day": date.fromisoformat(row["day"]), "stand": Stand(row["stand"])})
        for row in every(connection, wanted)
    ]


def keep_export(journal: Journal, file: ExportFile) -> None:
    """Write a kept file down."""
    days = {"first": file.first.isoformat(), "last": file.last.isoformat()}
    _put(journal.connection, export, [asdict(file) | days])


def exports(connection: Connection, shop: ShopId | None) -> Sequence[ExportFile]:
    """The kept files, newest first."""
    wanted = select(export).order_by(export.c.kept_at.desc(), export.c.task)
    rows = every(connection, wanted.where(export.c.shop == shop) if shop else wanted)
    return [ExportFile(**row | {name: date.fromisoformat(row[name]) for name in ("first", "last")}) for row in rows]


def forget(journal: Journal, account: AccountId) -> int:
    """Drop portraits and LIVEs of an account, and take its name from the rest; answers how many rows changed."""
    own = and_(_IS.of == Of.ACCOUNT, _IS.id == account)
    lost = or_(and_(own, _IS.page == Page.FANS), _IS.account == account)
    dropped = journal.connection.execute(delete(reading).where(lost)).rowcount
    named = update(reading).where(own, _IS.name != "").values(name="")
    return dropped + journal.connection.execute(named).rowcount
