"""Copies of a ledger: made while it is in use, proven before they count, put back without losing what is there."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.adapters import files
from agent.adapters.ledger_sql.database import Database, Transactions, on_server, place
from agent.adapters.ledger_sql.highwater import HighWater
from agent.adapters.ledger_sql.integrity import differences, highest, require_file, require_sound
from agent.adapters.ledger_sql.versions import OURS, version_of
from agent.errors import Code, MendInput, RestoreState

_BESIDE = ("-wal", "-shm")


def beside(path: Path, suffix: str) -> Path:
    """A file that SQLite keeps beside a database."""
    return path.with_name(path.name + suffix)


def free(path: Path, word: str) -> Path:
    """A name beside a file that nothing has yet."""
    names = (path.with_name(f"{path.name}.{word}-{number}") for number in count(1))
    return next(name for name in names if not name.exists())


def backup(database: Transactions, target: Path) -> None:
    """Copy a ledger, in use or not, into one private file, and prove the copy before it gets its name."""
    if not isinstance(database, Database):
        raise MendInput(Code.E_INPUT, why="pg_dump")
    if target.exists():
        raise MendInput(Code.E_INPUT, file=target, why="exists")
    with files.explained(target), TemporaryDirectory(dir=target.parent) as folder:
        fresh = Path(folder, target.name)
        files.create_private(fresh, b"")
        with database.bare() as source, closing(sqlite3.connect(fresh)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, readable where nothing may be written
        _require_trusted(fresh)
        files.put(fresh, target)
        files.sync_folder(target.parent)


def restore_ledger(url: str, source: Path, high_water: Path | None = None) -> Path | None:
    """Put a proven copy in the ledger's place and lower the mark; answers where the present one is kept aside.

    Raises RestoreState(E_LEDGER_*) about the copy, TryLater(E_BUSY) while anybody has the ledger open, and
    MendInput(E_INPUT) for a server's.
    """
    if on_server(url):
        raise MendInput(Code.E_INPUT, why="pg_restore", value=high_water)
    path = place(url)
    files.private_folder(path.parent)
    with files.explained(path), TemporaryDirectory(dir=path.parent) as folder:
        fresh = _copied(source, Path(folder))
        last = _require_trusted(fresh)
        kept = _set_aside(path)
        files.put(fresh, path)
        files.sync_folder(path.parent)
    if high_water:
        HighWater(high_water).reset(last)
    return kept


def _copied(source: Path, folder: Path) -> Path:
    """The source with the part of it that SQLite may still have in its log, as private files."""
    require_file(source)
    for suffix in ("", "-wal"):
        if beside(source, suffix).exists():
            files.create_private(folder / (source.name + suffix), beside(source, suffix).read_bytes())
    return folder / source.name


def _require_trusted(path: Path) -> int:
    """Prove a copy from its pages to its projections; answers its last event."""
    with closing(Database(path)) as database:
        require_sound(database)
        if version_of(database) > OURS.version:
            raise RestoreState(Code.E_LEDGER_NEWER, path=path, detail=version_of(database))
        with database.reading() as connection:
            wrong = differences(connection)
            if wrong:
                raise RestoreState(Code.E_LEDGER_CORRUPT, path=path, detail=wrong[0])
            return highest(connection)


def _set_aside(path: Path) -> Path | None:
    if not path.exists():
        return None
    with suppress(RestoreState):  # a damaged one is set aside as it is
        _require_alone(path)
    kept = free(path, "aside")
    for suffix in ("", *_BESIDE):
        if beside(path, suffix).exists():
            files.put(beside(path, suffix), beside(kept, suffix))
    return kept


def _require_alone(path: Path) -> None:
    """Only who is alone may leave the log behind; TryLater(E_BUSY) while a run has the ledger open."""
    require_file(path)
    with closing(Database(path)) as database, database.bare() as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
