"""Whether a ledger can be trusted: its file, its pages, and its projections against its events."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Table, exists, func, inspect, select

from agent.adapters.files import explained, write_private
from agent.adapters.ledger_sql import schema
from agent.adapters.ledger_sql.folding import every
from agent.adapters.ledger_sql.forgetting import fold_again
from agent.adapters.ledger_sql.in_memory import in_memory
from agent.errors import Code, RestoreState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Select

    from agent.adapters.ledger_sql.database import Database

_SMALL: Final = 16_000_000  # bytes, looked through in some ten milliseconds
_TURN_S: Final = 86_400.0


def require_file(path: Path) -> None:
    """Look at the file before SQLite does, which takes an empty one for a new database."""
    with explained(path):
        if not path.exists():
            raise RestoreState(Code.E_LEDGER_MISSING, path=path)
        if not path.stat().st_size:
            raise RestoreState(Code.E_LEDGER_CORRUPT, path=path, detail="file_empty")


def require_sound(database: Database) -> None:
    """Let SQLite look at its pages; RestoreState(E_LEDGER_CORRUPT)."""
    with database.reading() as connection:
        said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if said != "ok":
        raise RestoreState(Code.E_LEDGER_CORRUPT, path=database.path, detail=said)


def require_sound_by_turns(database: Database, small: int = _SMALL) -> None:
    """The same for whoever opens a ledger: a small one is looked through each time, a large one once a day.

    Looking through a million events takes seconds. SQLite finds a broken page whenever it reads one, and says so.
    """
    path = database.path
    if path is None or path.stat().st_size < small:
        require_sound(database)
        return
    proof = path.with_name(f"{path.name}.sound")
    with explained(path):
        age = time.time() - proof.stat().st_mtime if proof.exists() else _TURN_S
        if not 0 <= age < _TURN_S:
            require_sound(database)
            write_private(proof, b"")


def highest(connection: Connection) -> int:
    """The number of the last event."""
    return connection.scalars(select(func.max(schema.event.c.seq))).one() or 0


def differences(connection: Connection) -> Sequence[str]:
    """Say what is wrong with the pages, and where a projection is not what the events say; empty when all is well."""
    return _damages(connection) + _unfolded(connection)


def _damages(connection: Connection) -> list[str]:
    """What SQLite finds in its pages; a server looks after its own."""
    if connection.dialect.name != "sqlite":
        return []
    pages = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return [said for said in pages if said != "ok"]


def _unfolded(connection: Connection) -> list[str]:
    again = in_memory()
    try:
        with again.writing() as target:
            fold_again(connection, target)
            there = set(inspect(connection).get_table_names())  # an older ledger has no events for those it lacks
            known = tuple(table for table in schema.PROJECTIONS if table.name in there)
            told = _filled(known, connection) | _filled(known, target)
            return [line for table in known if table in told for line in _compared(table, connection, target)]
    except RestoreState as error:
        return [error.params["detail"]]
    finally:
        again.close()


def _filled(tables: tuple[Table, ...], connection: Connection) -> set[Table]:
    """Those in which anything stands: most of a young ledger's are empty, and to read each costs more than it tells."""
    answers = connection.execute(_whether_filled(tables)).one()
    return {table for table, filled in zip(tables, answers, strict=True) if filled}


@cache
def _whether_filled(tables: tuple[Table, ...]) -> Select[*tuple[Any, ...]]:
    return select(*(exists().select_from(table) for table in tables))


def _compared(table: Table, kept: Connection, folded: Connection) -> Sequence[str]:
    """Row by row, in the columns that both have: an older ledger lacks some of ours."""
    there = {one["name"] for one in inspect(kept).get_columns(table.name)}
    wanted = select(*(one for one in table.c if one.name in there))
    ours, theirs = _rows(table, kept, wanted), _rows(table, folded, wanted)
    return [
        f"{table.name} {'/'.join(map(str, key))}: {ours.get(key)} ≠ event: {theirs.get(key)}"
        for key in sorted(ours.keys() | theirs.keys(), key=str)
        if ours.get(key) != theirs.get(key)
    ]


def _rows(
    table: Table, connection: Connection, wanted: Select[tuple[Any, ...]]
) -> Mapping[tuple[Any, ...], dict[str, Any]]:
    keys = [column.name for column in table.primary_key]
    return {tuple(row[name] for name in keys): row for row in every(connection, wanted)}
