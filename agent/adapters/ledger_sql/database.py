"""A database as the ledger uses it, and the way that needs no server: one SQLite file behind one connection."""

from __future__ import annotations

import json
import sqlite3
from abc import ABC, abstractmethod
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from agent.errors import Code, CompanionError, MendHost, MendInput, RestoreState, TryLater

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

BUSY: Final = timedelta(seconds=5)
_PRAGMAS: Final = (
    "PRAGMA synchronous=FULL",
    "PRAGMA fullfsync=ON",  # what macOS calls fsync leaves the data in the drive's own cache
    "PRAGMA secure_delete=ON",  # who is forgotten must not linger in free pages
)
_NOTHING: Final = "{}"
_SCHEME: Final = "sqlite:///"
_SERVERS: Final = ("postgresql://", "postgresql+psycopg://")
_PRIMARY: Final = 0xFF
_MEANING: Final[dict[int, tuple[type[CompanionError], Code]]] = {
    sqlite3.SQLITE_BUSY: (TryLater, Code.E_BUSY),
    sqlite3.SQLITE_LOCKED: (TryLater, Code.E_BUSY),
    sqlite3.SQLITE_FULL: (MendHost, Code.E_DISK_FULL),
    sqlite3.SQLITE_IOERR: (MendHost, Code.E_DISK_FULL),
    sqlite3.SQLITE_READONLY: (MendHost, Code.E_PERMISSION),
    sqlite3.SQLITE_CANTOPEN: (MendHost, Code.E_PERMISSION),
    sqlite3.SQLITE_PERM: (MendHost, Code.E_PERMISSION),
    sqlite3.SQLITE_CORRUPT: (RestoreState, Code.E_LEDGER_CORRUPT),
    sqlite3.SQLITE_NOTADB: (RestoreState, Code.E_LEDGER_CORRUPT),
}


@contextmanager
def explained(path: Path | None) -> Iterator[None]:
    """Turn what SQLite reports into what to do next; the one place where that is decided."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        origin = error.orig if isinstance(error, DBAPIError) else error
        kind, code = _meaning(origin)
        raise kind(code, path=path or "memory", detail=str(origin)) from error


def _meaning(error: object) -> tuple[type[CompanionError], Code]:
    """A table that is not there is damage too: the tables were there when the ledger was opened."""
    number = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return _MEANING.get(number & _PRIMARY, (RestoreState, Code.E_LEDGER_CORRUPT))


def on_server(url: str) -> bool:
    """Whether a ledger's address names a server, which many machines may share; a file is one machine's own."""
    return url.startswith(_SERVERS)


def where(url: str) -> str:
    """A ledger's address as people are told it."""
    return url if on_server(url) else str(place(url))


def place(url: str) -> Path:
    """The file that a ledger's address names; MendInput(E_CONFIG) for what is no file."""
    if not url.startswith(_SCHEME) or url == _SCHEME:
        raise MendInput(
            Code.E_CONFIG, file="companion.toml", field="ledger.url", why="not_a_ledger", known=f"{_SCHEME}PATH"
        )
    return Path(url.removeprefix(_SCHEME))


class Transactions(ABC):
    """Short transactions over one connection: reads see one state, writes lock from their first moment."""

    at: str  # where it is, as errors name it

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """One consistent view."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction that is alone and, once left without an error, durable."""

    @abstractmethod
    def purge(self) -> None:
        """Leave nothing of what was overwritten or deleted where it was."""

    @abstractmethod
    def close(self) -> None:
        """Let go of it."""


class Database(Transactions):
    """An SQLite file, or a database in memory."""

    def __init__(self, path: Path | None, busy: timedelta = BUSY) -> None:
        """Open a file that exists, or a database in memory; somebody else's lock is waited for `busy` long."""
        self.path = path
        self.at = str(path or "memory")
        with explained(path):
            self._connection = (_engine(path, busy) if path else _memory()).connect()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view."""
        with self._transaction("BEGIN"):
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that is alone and, once left without an error, durable.

        A deferred one that turned to writing would fail at once where somebody else wrote; an immediate one waits.
        """
        with self._transaction("BEGIN IMMEDIATE"):
            yield self._connection

    @contextmanager
    def bare(self) -> Iterator[sqlite3.Connection]:
        """The driver's own connection, for what is no transaction: copies and pragmas."""
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - tells the type checker what _engine() says
        with explained(self.path):
            yield driver

    def keep_log(self) -> None:
        """From now on write into a log first: readers and a writer then never wait for each other."""
        with self.bare() as connection:
            connection.execute("PRAGMA journal_mode=WAL")

    def purge(self) -> None:
        """Move what the log still holds into the file, and leave nothing of it behind."""
        with self.bare() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Leave one clean file behind, if nobody else has it open."""
        self._connection.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        self._connection.info["begin"] = begin
        with explained(self.path), self._connection.begin():
            yield


@cache
def _memory() -> Engine:
    """One engine for all databases in memory, because it keeps the compiled statements; each has its connection."""
    return _engine(None, BUSY)


def _engine(path: Path | None, busy: timedelta) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path) if path else None),
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": busy.total_seconds()},
        poolclass=NullPool,
        hide_parameters=True,
        json_serializer=_to_json,
        json_deserializer=_from_json,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _to_json(value: object) -> str:
    """As JSON; most cells that may hold something hold nothing, which is most of what many readings cost."""
    return _NOTHING if value == {} else json.dumps(value)


def _from_json(text: str) -> Any:  # noqa: ANN401 - JSON holds every shape
    return {} if text == _NOTHING else json.loads(text)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.info.get("begin", "BEGIN"))
