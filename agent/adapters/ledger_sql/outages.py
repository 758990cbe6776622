"""What a PostgreSQL server, or the way to it, reports, and what to do next; the one place where that is decided."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from agent.errors import Code, CompanionError, MendHost, MendInput, RestoreState, TryLater

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

OLDEST: Final = 14
_ASKED: Final = (
    "SELECT current_setting('server_version_num')::int / 10000 AS major, pg_is_in_recovery() AS replica,"
    " current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,"
    " current_setting('transaction_read_only') AS read_only"
)
_MEANING: Final[dict[str, tuple[type[CompanionError], Code]]] = {
    "53100": (MendHost, Code.E_DISK_FULL),
    "58030": (MendHost, Code.E_DISK_FULL),
    "42501": (MendHost, Code.E_PERMISSION),
    "XX001": (RestoreState, Code.E_LEDGER_CORRUPT),
    "XX002": (RestoreState, Code.E_LEDGER_CORRUPT),
}
_LOCKED: Final = frozenset({"55P03", "57014", "40001", "40P01"})
_LOST: Final = ("08", "57P", "53200", "53300", "25P03")  # the connection ended, or none was given
_READ_ONLY: Final = "25006"
# Before a connection stands there are no codes, only libpq's words: those that mean "later" are told from all others.
_LATER: Final = re.compile(
    r"refused|timeout|timed out|unreachable|no route|reset by peer|closed the connection|name resolution"
    r"|No such file|starting up|shutting down|recovery mode|too many|remaining connection slots",
    re.IGNORECASE,
)


@contextmanager
def explained(url: str, *, first: bool = False) -> Iterator[None]:
    """Turn what was reported into what to do next; the `first` connection may show that the address is wrong."""
    try:
        yield
    except DBAPIError as error:
        raise _meant(error, url, first=first) from error


def _meant(error: DBAPIError, url: str, *, first: bool) -> CompanionError:
    state, said = _state(error), _said(error)
    if state == _READ_ONLY:
        return unfit(why="server_read_only")
    if state in _LOCKED:
        return TryLater(Code.E_BUSY, path=url, detail="ledger_locked")
    if first and not state and not _LATER.search(said):
        return unfit(why="server_refuses", value=said)
    if is_lost(error):
        return TryLater(
            Code.E_BUSY,
            path=url,
            detail="connection_lost" if error.connection_invalidated else "server_away",
            value=said,
        )
    kind, code = _MEANING.get(state, (RestoreState, Code.E_LEDGER_CORRUPT))
    return kind(code, path=url, detail=said)


def is_lost(error: DBAPIError) -> bool:
    """Whether the connection is gone, or none was given."""
    state = _state(error)
    silent = not state and isinstance(error, OperationalError | InterfaceError)
    return error.connection_invalidated or silent or state.startswith(_LOST)


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _said(error: DBAPIError) -> str:
    """The first line: what follows it repeats our statements."""
    return str(error.orig).strip().partition("\n")[0]


def require_fit(connection: Connection) -> None:
    """Refuse a server on which a ledger would not be safe; MendInput(E_CONFIG)."""
    server: Any = connection.exec_driver_sql(_ASKED).one()
    if server.major < OLDEST:
        raise unfit(why="server_too_old", value=server.major, most=OLDEST)
    if server.replica or server.read_only == "on":
        raise unfit(why="server_read_only")
    if server.encoding != "UTF8":
        raise unfit(why="server_encoding", value=server.encoding)
    if server.fsync != "on":
        raise unfit(why="server_forgets")


def unfit(*, why: str, value: object = "", **more: object) -> MendInput:
    """What is wrong with the setting that names the server."""
    return MendInput(Code.E_CONFIG, file="companion.toml", field="ledger.url", why=why, value=value, **more)
