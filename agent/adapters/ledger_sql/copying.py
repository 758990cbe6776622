"""A ledger moves from a file to a server: whole and compared row by row, or not at all; the file stays as it is."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Table, func, insert, select

from agent.adapters.ledger_sql import rows, schema
from agent.adapters.ledger_sql.database import BUSY, place
from agent.adapters.ledger_sql.folding import every
from agent.adapters.ledger_sql.highwater import HighWater
from agent.adapters.ledger_sql.integrity import differences, highest
from agent.adapters.ledger_sql.metadata import metadata
from agent.adapters.ledger_sql.opening import make_tables, open_file
from agent.adapters.ledger_sql.server import ServerDatabase, is_there, require_entry
from agent.adapters.ledger_sql.versions import OURS
from agent.errors import Code, MendInput, RestoreState, TryLater

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

_TABLES: Final = [table for table in metadata.sorted_tables if table is not schema.sealed]
_AT_ONCE: Final = 1_000
# A large ledger takes its time; who waits for it would wait in vain, as it is not there yet.
_PATIENT: Final = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"


@dataclass(frozen=True, slots=True)
class Copied:
    """How much there is; `before` where an earlier call had copied all of it."""

    events: int
    sessions: int
    before: bool


def copy_ledger(
    source: str, target: str, now: datetime, high_water: Path | None, envelopes: Mapping[str, bytes]
) -> Copied:
    """Copy a file's ledger and its sealed sessions to a server where there is none, in one transaction there.

    Raises RestoreState about the source, TryLater(E_BUSY) while somebody works in it, MendInput(E_INPUT) where
    another ledger is at the target. What was cut off left nothing, and the next call begins anew.
    """
    mark = HighWater(high_water) if high_water else None
    with closing(open_file(place(source), mark, BUSY, OURS)) as file, file.writing() as ours:
        _require_ready(ours, source, now)
        with closing(ServerDatabase(target)) as server, server.writing() as theirs:
            theirs.exec_driver_sql(_PATIENT)
            before = is_there(theirs)
            if before:
                require_entry(theirs)
            else:
                make_tables(theirs, target)
                _fill(ours, theirs, envelopes)
            _require_same(ours, theirs, envelopes, target)
        return Copied(highest(ours), len(envelopes), before)


def _require_ready(ours: Connection, source: str, now: datetime) -> None:
    """Take only a ledger that is right, and that nobody works in."""
    wrong = differences(ours)
    if wrong:
        raise RestoreState(Code.E_LEDGER_CORRUPT, path=place(source), detail=wrong[0])
    for lease in map(rows.lease_of, every(ours, select(schema.lease))):
        if lease.alive(now):
            until = f"{lease.expires_at:%Y-%m-%d %H:%M:%SZ}"
            raise TryLater(Code.E_BUSY, login=lease.login, detail="held_until", value=lease.holder, until=until)


def _fill(ours: Connection, theirs: Connection, envelopes: Mapping[str, bytes]) -> None:
    for table in _TABLES:
        for part in _parts(ours, table):
            theirs.execute(insert(table), part)
        if table.autoincrement_column is not None:
            _go_on_counting(theirs, table)
    if envelopes:
        told = [{"name": name, "envelope": blob} for name, blob in envelopes.items()]
        theirs.execute(insert(schema.sealed), told)


def _go_on_counting(theirs: Connection, table: Table) -> None:
    """The next number is one that no row has."""
    (column,) = table.primary_key
    newest = select(func.max(column)).scalar_subquery()
    theirs.execute(select(func.setval(func.pg_get_serial_sequence(table.name, column.name), newest)))


def _require_same(ours: Connection, theirs: Connection, envelopes: Mapping[str, bytes], target: str) -> None:
    """Compare every row, and let the target's own events tell all that follows from them."""
    same = all(_is_same(ours, theirs, table) for table in _TABLES)
    kept = {row["name"]: row["envelope"] for row in every(theirs, select(schema.sealed))}
    if not same or kept != envelopes or differences(theirs):
        raise MendInput(Code.E_INPUT, file=target, why="another_ledger")


def _is_same(ours: Connection, theirs: Connection, table: Table) -> bool:
    """Compare to the end, whatever is found: what is half read stays open on the server."""
    pairs = zip_longest(_rows(ours, table), _rows(theirs, table))
    return not sum(mine != other for mine, other in pairs)


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    return (row for part in _parts(connection, table) for row in part)


def _parts(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """All rows by key, some at a time: a million events do not have to fit into memory."""
    wanted = select(table).order_by(*table.primary_key)
    told = connection.execute(wanted, execution_options={"yield_per": _AT_ONCE})
    return ([dict(row) for row in part] for part in told.mappings().partitions())
