"""Open a ledger that can be trusted, or say why it cannot; only `init` makes a new one."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from agent.adapters import files
from agent.adapters.ledger_sql import copies
from agent.adapters.ledger_sql.database import BUSY, Database, Transactions, on_server, place, where
from agent.adapters.ledger_sql.highwater import HighWater
from agent.adapters.ledger_sql.in_memory import in_memory
from agent.adapters.ledger_sql.integrity import highest, require_file, require_sound_by_turns
from agent.adapters.ledger_sql.server import ServerDatabase, ensure_schema, is_there, require_entry
from agent.adapters.ledger_sql.store import SqlLedger
from agent.adapters.ledger_sql.versions import OURS, Release, lead, upgrade, version_of
from agent.errors import Code, MendInput, RestoreState

if TYPE_CHECKING:
    from datetime import timedelta

    from sqlalchemy import Connection

    from agent.ports import Clock


def memory_ledger(clock: Clock) -> SqlLedger:
    """The same ledger without a file, for what is proven without a disk: nothing of it outlives the process."""
    return SqlLedger(in_memory(), clock)


def create_ledger(url: str, high_water: Path | None = None) -> None:
    """Make a new, empty ledger whole or not at all; it is never put in the place of one that is or was there.

    Raises MendInput(E_INPUT) where there is one, RestoreState(E_LEDGER_MISSING) where the mark tells of one.
    """
    if ledger_exists(url):
        raise MendInput(Code.E_INPUT, file=where(url), why="ledger_exists")
    if high_water and (seen := HighWater(high_water).seen()):
        raise RestoreState(
            Code.E_LEDGER_MISSING, path=where(url), detail="tells_of_events", value=high_water, count=seen
        )
    if on_server(url):
        with closing(ServerDatabase(url)) as database, database.writing() as connection:
            make_tables(connection, url)
    else:
        _create_file(place(url))


def ledger_exists(url: str) -> bool:
    """Whether there is a ledger, or something else in its place."""
    if not on_server(url):
        return place(url).exists()
    with closing(ServerDatabase(url)) as database, database.reading() as connection:
        return is_there(connection)


def make_tables(connection: Connection, url: str) -> None:
    """Make a server's schema, where it is missing or empty, and all tables in it, within a transaction of the caller's.

    Raises MendInput(E_INPUT) where something is in it.
    """
    if is_there(connection):
        raise MendInput(Code.E_INPUT, file=url, why="ledger_exists")
    ensure_schema(connection)
    lead(connection, OURS)


def require_ledger(connection: Connection, url: str) -> None:
    """Refuse a server that has no ledger, or one that we may not read."""
    if not is_there(connection):
        raise RestoreState(Code.E_LEDGER_MISSING, path=url)
    require_entry(connection)


def _create_file(path: Path) -> None:
    files.private_folder(path.parent)
    with files.explained(path), TemporaryDirectory(dir=path.parent) as folder:
        fresh = Path(folder, path.name)
        files.create_private(fresh, b"")
        with closing(Database(fresh)) as database:
            database.keep_log()
            upgrade(database, OURS)
        files.put(fresh, path)
        files.sync_folder(path.parent)


def open_ledger(
    url: str, clock: Clock, high_water: Path | None = None, *, busy: timedelta = BUSY, release: Release = OURS
) -> SqlLedger:
    """Open a ledger that is there, an older one upgraded; raises RestoreState(E_LEDGER_*) and never makes one."""
    mark = HighWater(high_water) if high_water else None
    opened = _on_server(url, mark, busy, release) if on_server(url) else open_file(place(url), mark, busy, release)
    return SqlLedger(opened, clock, mark)


def open_file(path: Path, mark: HighWater | None, busy: timedelta, release: Release) -> Database:
    """Open a file that can be trusted, as `open_ledger` does."""
    require_file(path)
    torn = copies.beside(path, "-shm").exists() and not copies.beside(path, "-wal").exists()
    with ExitStack() as undo:
        database = Database(path, busy)
        undo.callback(database.close)
        require_sound_by_turns(database)
        if _is_older(database, release):
            copies.backup(database, copies.free(path, f"version-{version_of(database)}"))
            upgrade(database, release)
        _require_newest(database, mark, torn=torn)
        database.keep_log()
        undo.pop_all()
    return database


def _on_server(url: str, mark: HighWater | None, busy: timedelta, release: Release) -> ServerDatabase:
    with ExitStack() as undo:
        database = ServerDatabase(url, busy)
        undo.callback(database.close)
        with database.reading() as connection:
            require_ledger(connection, url)
        if _is_older(database, release):
            upgrade(database, release)
        _require_newest(database, mark, torn=False)
        undo.pop_all()
    return database


def _is_older(database: Transactions, release: Release) -> bool:
    """Whether a ledger has to be led to our version; a newer one is not touched."""
    version = version_of(database)
    if version > release.version:
        raise RestoreState(Code.E_LEDGER_NEWER, path=database.at, detail=f"{version} > {release.version}")
    return version < release.version


def _require_newest(database: Transactions, mark: HighWater | None, *, torn: bool) -> None:
    """Refuse a ledger that has lost events that the mark has seen, because an older copy or no log is in its place."""
    with database.reading() as connection:
        last = highest(connection)
    seen = mark.seen() if mark else 0
    if last >= seen and not (torn and mark is None):
        if mark and last > seen:
            mark.reset(last)
        return
    code = Code.E_LEDGER_CORRUPT if torn else Code.E_LEDGER_ROLLED_BACK
    detail = "ends_without_log" if torn else "ends_early"
    raise RestoreState(code, path=database.at, detail=detail, value=last, seen=seen)
