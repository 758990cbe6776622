"""Rows as plain mappings, read and written by their keys, and the folds that need nothing else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import and_, bindparam, delete, insert, select, update

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import ColumnElement, Connection, Select, Table, Update

    from agent.domain.ledger import Event

    Fold: TypeAlias = Callable[[Connection, Event, dict[str, Any]], None]


def found(connection: Connection, table: Table, key: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row with this primary key; other values are left aside."""
    return next(iter(every(connection, _row_of_key(table), key_of(table, key))), None)


def every(connection: Connection, wanted: Select[Any], given: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """All rows that a query asks for; `given` are the values that it left open."""
    told = connection.execute(wanted, given)
    names = [str(name) for name in told.keys()]  # noqa: SIM118 - a result, which is no mapping
    return [dict(zip(names, row, strict=True)) for row in told]


# Writing a statement down costs more than running it: here and elsewhere, those of every run are written once.
@cache
def _row_of_key(table: Table) -> Select[Any]:
    return select(table).where(same(table))


@cache
def _change(table: Table, names: tuple[str, ...]) -> Update:
    return update(table).where(same(table)).values({name: bindparam(name) for name in names})


def same(table: Table) -> ColumnElement[bool]:
    """The row whose key is given with the statement."""
    return and_(*(column == bindparam(f"its_{column.name}") for column in table.primary_key))


def key_of(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """A row's key as `same` asks for it."""
    return {f"its_{column.name}": values[column.name] for column in table.primary_key}


def keep(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Write one row, over the one with its key if there is one; values that are no column are left aside."""
    row = {column.name: values[column.name] for column in table.columns if column.name in values}
    if not connection.execute(_change(table, tuple(row)), row | key_of(table, row)).rowcount:
        connection.execute(insert(table), row)


def row_of(table: Table) -> Fold:
    """The fold of an event that simply is a row."""

    def fold(connection: Connection, event: Event, data: dict[str, Any]) -> None:
        keep(connection, table, data | {"seq": event.seq, "run": event.run})

    return fold


def changed(table: Table) -> Fold:
    """The fold of an event that changes the columns which it names, in the row of its key."""

    def fold(connection: Connection, event: Event, data: dict[str, Any]) -> None:
        del event
        keep(connection, table, {name: one for name, one in data.items() if name != "at"})

    return fold


def ended(table: Table, *, by_key: bool) -> Fold:
    """The fold of an event that ends what a row stands for, or all that stands in a table."""

    def fold(connection: Connection, event: Event, data: dict[str, Any]) -> None:
        del event
        connection.execute(*((delete(table).where(same(table)), key_of(table, data)) if by_key else (delete(table),)))

    return fold


def nothing(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """Some events are only told."""
