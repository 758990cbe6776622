"""Open a ledger that can be trusted, or say why it cannot; only `init` makes a new one."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from agent.adapters import files
from agent.adapters.ledger_sql import copies, schema
from agent.adapters.ledger_sql.database import BUSY, Database, place
from agent.adapters.ledger_sql.highwater import HighWater
from agent.adapters.ledger_sql.integrity import highest, require_file, require_sound
from agent.adapters.ledger_sql.store import SqlLedger
from agent.adapters.ledger_sql.versions import OURS, Release, upgrade, version_of
from agent.errors import Code, MendInput, RestoreState

if TYPE_CHECKING:
    from datetime import timedelta

    from agent.ports import Clock


def memory_ledger(clock: Clock) -> SqlLedger:
    """The same ledger without a file, for what is proven without a disk: nothing of it outlives the process."""
    database = Database(None)
    with database.writing() as connection:
        schema.stand_up(connection)
    return SqlLedger(database, clock)


def create_ledger(url: str, high_water: Path | None = None) -> Path:
    """Make a new, empty ledger whole or not at all; it is never put in the place of one that is or was there.

    Raises MendInput(E_INPUT) where there is one, RestoreState(E_LEDGER_MISSING) where the mark tells of one.
    """
    path = place(url)
    if path.exists():
        raise MendInput(Code.E_INPUT, file=path, why="ledger_exists")
    if high_water and (seen := HighWater(high_water).seen()):
        raise RestoreState(Code.E_LEDGER_MISSING, path=path, detail="tells_of_events", value=high_water, count=seen)
    files.private_folder(path.parent)
    with files.explained(path), TemporaryDirectory(dir=path.parent) as folder:
        fresh = Path(folder, path.name)
        files.create_private(fresh, b"")
        with closing(Database(fresh)) as database:
            database.keep_log()
            upgrade(database, OURS)
        files.put(fresh, path)
        files.sync_folder(path.parent)
    return path


def open_ledger(
    url: str, clock: Clock, high_water: Path | None = None, *, busy: timedelta = BUSY, release: Release = OURS
) -> SqlLedger:
    """Open a ledger that is there, an older one upgraded; raises RestoreState(E_LEDGER_*) and never makes one."""
    path = place(url)
    require_file(path)
    torn = copies.beside(path, "-shm").exists() and not copies.beside(path, "-wal").exists()
    with ExitStack() as undo:
        database = Database(path, busy)
        undo.callback(database.close)
        require_sound(database)
        _bring_up(database, release)
        mark = HighWater(high_water) if high_water else None
        _require_newest(database, mark, torn=torn)
        database.keep_log()
        undo.pop_all()
    return SqlLedger(database, clock, mark)


def _bring_up(database: Database, release: Release) -> None:
    """Lead an older ledger to our version, a proven copy of it kept; a newer one is not touched."""
    version, path = version_of(database), database.path
    if version > release.version:
        raise RestoreState(Code.E_LEDGER_NEWER, path=path, detail=f"{version} > {release.version}")
    if version < release.version and path:
        copies.backup(database, copies.free(path, f"version-{version}"))
        upgrade(database, release)


def _require_newest(database: Database, mark: HighWater | None, *, torn: bool) -> None:
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
    raise RestoreState(code, path=database.path, detail=detail, value=last, seen=seen)
