"""A PostgreSQL database behind one connection, made anew when it was lost; docs/adr/0010 says why it is so.

Who the user is proves libpq in its own ways: PGPASSFILE, .pgpass, PGPASSWORD, a service file, certificates.
"""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from agent.adapters.ledger_sql.database import BUSY, Transactions
from agent.adapters.ledger_sql.metadata import metadata
from agent.adapters.ledger_sql.outages import explained, is_lost, require_fit, unfit
from agent.adapters.ledger_sql.schema import VERSION_TABLE
from agent.errors import Code, TryLater

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from sqlalchemy import RootTransaction

SCHEMA: Final = "companion"
# Two numbers of ours among all advisory locks of the database: "CCLEDGER" and "CCVAULTS" in ASCII.
LEDGER_LOCK: Final = 0x43434C4544474552
VAULT_LOCK: Final = 0x43435641554C5453
_RESTARTING: Final = (0.1, 0.2, 0.4, 0.8, 1.6)  # seconds between tries, once it answered in this process
_UNLESS_SAID: Final = {
    "application_name": "companion",
    "client_encoding": "utf8",
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "25000",
}
_READ: Final = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = {SCHEMA}"
# Who stands still in the middle, as a suspended machine does, is cut off, and what it had begun never happened.
_WRITE: Final = (
    f"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL search_path = {SCHEMA};"
    " SET LOCAL synchronous_commit = on; SET LOCAL statement_timeout = '60s';"
    " SET LOCAL idle_in_transaction_session_timeout = '10s'; SET LOCAL lock_timeout = {busy}"
)
_NONE: Final = ""  # a VACUUM stands in no transaction
_HAS_SCHEMA: Final = f"SELECT to_regnamespace('{SCHEMA}') IS NOT NULL"
_ANYTHING: Final = f"SELECT count(*) > 0 FROM pg_class WHERE relnamespace = to_regnamespace('{SCHEMA}')"  # noqa: S608 - our word


class ServerDatabase(Transactions):
    """A schema of its own in a database that many machines share."""

    def __init__(self, url: str, busy: timedelta = BUSY, lock: int = LEDGER_LOCK) -> None:
        """Reach it and see that it is fit; MendInput(E_CONFIG) or TryLater(E_BUSY) where it is not."""
        self.at = url
        self._write = _WRITE.format(busy=int(busy.total_seconds() * 1000))
        self._lock = f"SELECT pg_advisory_xact_lock({lock})"
        with explained(url, first=True):
            self._engine = _engine(url)
            self._connection: Connection | None = self._connect()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view, which keeps nobody from writing."""
        with self._transaction(_READ) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that is alone: whoever writes takes the ledger's one lock first.

        Each statement after it sees all that was written before, so that nothing has to be tried again.
        """
        with self._transaction(self._write) as connection:
            connection.exec_driver_sql(self._lock)
            yield connection

    def purge(self) -> None:
        """Let the server clear away what was overwritten; its own log and its backups are its keeper's."""
        tables = ", ".join(f"{SCHEMA}.{name}" for name in metadata.tables)
        with self._transaction(_NONE) as connection:
            connection.exec_driver_sql(f"VACUUM {tables}")

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection:
            self._connection.close()
        self._connection = None

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with explained(self.at):
            transaction = self._begun(begin)
            connection = transaction.connection
            try:
                with transaction:
                    yield connection
                    if begin:
                        _require_whole(connection, self.at)
            finally:
                if connection.invalidated:
                    self._drop()

    def _begun(self, begin: str) -> RootTransaction:
        """Begin, on a new connection where the old one was lost meanwhile: nothing had been asked of it yet."""
        if self._connection is not None:
            try:
                return _begun_on(self._connection, begin)
            except DBAPIError as error:
                if not is_lost(error):
                    raise
                self._drop()
        self._connection = self._connect_patiently()
        return _begun_on(self._connection, begin)

    def _connect_patiently(self) -> Connection:
        """A server that is starting again is waited for a little, as a lock would be."""
        end = time.monotonic() + BUSY.total_seconds()
        for pause in _RESTARTING:
            try:
                return self._connect()
            except DBAPIError:
                if time.monotonic() > end:
                    raise
                time.sleep(pause)  # on the ledger's own thread; nobody tells when a server is back
        return self._connect()

    def _connect(self) -> Connection:
        with ExitStack() as undo:
            connection = self._engine.connect()
            undo.callback(connection.close)
            require_fit(connection)
            connection.rollback()
            undo.pop_all()
        return connection

    def _drop(self) -> None:
        if self._connection:
            self._connection.invalidate()
            self._connection.close()
        self._connection = None


def _begun_on(connection: Connection, begin: str) -> RootTransaction:
    connection.info["begin"] = begin
    return connection.begin()


def is_there(connection: Connection) -> bool:
    """Whether anything is in our schema."""
    return bool(connection.exec_driver_sql(_ANYTHING).scalar_one())


def ensure_schema(connection: Connection) -> None:
    """Make the schema where nobody made it for us; only then the right to make schemas is needed."""
    if not connection.exec_driver_sql(_HAS_SCHEMA).scalar_one():
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")


def require_entry(connection: Connection) -> None:
    """Let the server say whether we may read there: who may not would merely find no tables."""
    connection.exec_driver_sql(f"SELECT FROM {SCHEMA}.{VERSION_TABLE}")


def _require_whole(connection: Connection, at: str) -> None:
    """Refuse to commit what the server has given up: its COMMIT would answer well and keep nothing."""
    driver: Any = connection.connection.driver_connection
    if driver.info.transaction_status.name != "INTRANS":
        raise TryLater(Code.E_BUSY, path=at, detail="connection_lost")


def _engine(url: str) -> Engine:
    psycopg = _driver()
    try:
        given = psycopg.conninfo.conninfo_to_dict(url.replace("postgresql+psycopg:", "postgresql:", 1))
    except psycopg.Error as error:
        raise unfit(why="server_refuses", value=str(error).strip()) from None
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(**(_UNLESS_SAID | given), prepare_threshold=None),  # poolers may sit between
        isolation_level="AUTOCOMMIT",  # every BEGIN is our own
        poolclass=NullPool,
        hide_parameters=True,
        use_native_hstore=False,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _driver() -> Any:  # noqa: ANN401 - a module that need not be installed
    try:
        import psycopg  # noqa: PLC0415 - only fleets have it
    except ImportError:
        raise unfit(why="no_driver") from None
    return psycopg


def _begin(connection: Connection) -> None:
    if begin := connection.info.get("begin", _NONE):
        connection.exec_driver_sql(begin)
