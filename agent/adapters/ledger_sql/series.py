"""How readings are written and found again: numbers as text, as a float would round them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Insert, Table, and_, delete, or_, select, update
from sqlalchemy.dialects import sqlite

from agent.adapters.ledger_sql.folding import every
from agent.adapters.ledger_sql.series_tables import collected, export, reading
from agent.domain.identity import ShopId
from agent.domain.insight import (
    Collected,
    ExportFile,
    Metric,
    Of,
    Page,
    Reading,
    Span,
    Stand,
    Subject,
    Trait,
    Wanted,
    Window,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

    from sqlalchemy import ColumnElement, Connection

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.identity import AccountId

_IS: Final = reading.c


def keep(journal: Journal, readings: Sequence[Reading]) -> None:
    """Write them, each over the one with its key unless that was read later."""
    if len({one.subject.shop for one in readings}) > 1:
        message = "readings of two shops in one call"
        raise ValueError(message)
    if readings:
        _put(journal.connection, reading, [_row(one) for one in readings], newest="read_at")


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


def _row(one: Reading) -> dict[str, Any]:
    about, window = one.subject, one.window
    return {
        "shop": about.shop,
        "last": window.last.isoformat(),
        "span": window.span,
        "of": about.of,
        "id": about.id,
        "page": one.page,
        "first": window.first.isoformat(),
        "name": about.name,
        "account": about.account,
        "began": about.began.isoformat() if about.began else None,
        "as_of": one.as_of.isoformat(),
        "read_at": one.read_at,
        "currency": one.currency,
        "whole": one.whole,
        "numbers": {str(name): None if number is None else str(number) for name, number in one.values.items()},
        "portrait": {str(trait): _texts(shares) for trait, shares in one.portrait.items()},
    }


def _texts(shares: Mapping[str, Decimal]) -> dict[str, str]:
    return {name: str(share) for name, share in shares.items()}


def found(connection: Connection, wanted: Wanted) -> Sequence[Reading]:
    """Those that fit, by shop, subject and day."""
    asked = select(reading).where(and_(True, *_conditions(wanted)))  # noqa: FBT003 - what SQL says where nothing is asked
    return [_reading(row) for row in every(connection, asked.order_by(_IS.shop, _IS.of, _IS.id, _IS.last, _IS.span))]


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    listed = {_IS.shop: wanted.shops, _IS.of: wanted.of, _IS.span: wanted.spans, _IS.page: wanted.pages}
    yield from (column.in_(values) for column, values in listed.items() if values)
    if wanted.since:
        yield _IS.last >= wanted.since.isoformat()
    if wanted.until:
        yield _IS.last <= wanted.until.isoformat()


def _reading(row: Mapping[str, Any]) -> Reading:
    began = datetime.fromisoformat(row["began"]) if row["began"] else None
    return Reading(
        Subject(ShopId(row["shop"]), Of(row["of"]), row["id"], row["name"], row["account"], began),
        Window(Span(row["span"]), date.fromisoformat(row["first"]), date.fromisoformat(row["last"])),
        Page(row["page"]),
        datetime.fromisoformat(row["as_of"]),
        row["read_at"],
        {Metric(name): None if told is None else Decimal(told) for name, told in row["numbers"].items()},
        row["currency"],
        whole=row["whole"],
        portrait={Trait(trait): _shares(told) for trait, told in row["portrait"].items()},
    )


def _shares(told: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(share) for name, share in told.items()}


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
