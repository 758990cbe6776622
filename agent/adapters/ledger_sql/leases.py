"""Who may work with a login for a while; a lease is no memory, so it is no event."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, insert, select, update

from agent.adapters.ledger_sql import rows, schema
from agent.adapters.ledger_sql.folding import every, found
from agent.domain.ledger import Lease
from agent.errors import Code, TryLater

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.identity import LoginId

_OVER = datetime(1970, 1, 1, tzinfo=UTC)  # given back is over for every clock, also one that lags behind ours
_OF_LOGIN: Final = schema.lease.c.login == bindparam("its_login")
_FORGET: Final = delete(schema.lease).where(_OF_LOGIN)
_HELD: Final = select(schema.lease).where(schema.lease.c.expires_at > bindparam("now")).order_by(schema.lease.c.login)
_TAKE: Final = insert(schema.lease)
_PROLONG: Final = update(schema.lease).where(_OF_LOGIN)
_END: Final = update(schema.lease).where(_OF_LOGIN, schema.lease.c.token == bindparam("its_token"))


def take(journal: Journal, login: LoginId, holder: str, lasts: timedelta) -> Lease:
    """Take the login, with a token that no earlier lease of it had."""
    before = _present(journal, login)
    if before and before.holder != holder and before.alive(journal.now):
        raise TryLater(
            Code.E_BUSY,
            login=login,
            detail="held_until",
            value=before.holder,
            until=f"{before.expires_at:%Y-%m-%d %H:%M:%SZ}",
        )
    taken = Lease(login, holder, before.token + 1 if before else 1, journal.now + lasts)
    journal.connection.execute(_FORGET, {"its_login": login})
    journal.connection.execute(_TAKE, _values(taken))
    return taken


def prolong(journal: Journal, lease: Lease, lasts: timedelta) -> Lease:
    """Move the end of a lease that is still held."""
    require(journal, lease)
    longer = replace(lease, expires_at=journal.now + lasts)
    journal.connection.execute(_PROLONG, {"its_login": lease.login} | _values(longer))
    return longer


def end(journal: Journal, lease: Lease) -> None:
    """Let others in at once; the row stays, so that tokens go on growing."""
    journal.connection.execute(_END, {"its_login": lease.login, "its_token": lease.token, "expires_at": _OVER})


def require(journal: Journal, lease: Lease) -> None:
    """Refuse a lease that has run out or was taken over; TryLater(E_BUSY)."""
    present = _present(journal, lease.login)
    ours = present and (present.token, present.holder) == (lease.token, lease.holder)
    if present is None or not ours or not present.alive(journal.now):
        raise TryLater(Code.E_BUSY, login=lease.login, detail="lease_lost")


def held(connection: Connection, now: datetime) -> Sequence[Lease]:
    """The leases that live, by login."""
    return [rows.lease_of(row) for row in every(connection, _HELD, {"now": now})]


def _present(journal: Journal, login: LoginId) -> Lease | None:
    row = found(journal.connection, schema.lease, {"login": login})
    return rows.lease_of(row) if row else None


def _values(lease: Lease) -> dict[str, object]:
    return {
        "login": lease.login,
        "holder": lease.holder,
        "token": lease.token,
        "expires_at": lease.expires_at,
    }
