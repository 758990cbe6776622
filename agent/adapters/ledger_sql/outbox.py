"""What people still have to be told: each message once, and by one sender at a time.

A message is known by the hash of its key, so that neither a table nor an event names anybody for good. Who is sending
it is a lease like a login's: it is no memory, so it is no event.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, delete, insert, or_, select

from agent.adapters.ledger_sql import cells, schema
from agent.adapters.ledger_sql.folding import every, found
from agent.adapters.ledger_sql.happened import Happened
from agent.domain.identity import AccountId, Handle, ShopId
from agent.domain.news import PATIENCE, Message, Occasion, Sending, Trouble, Waiting, pause_after
from agent.errors import Code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal

_TOLD = select(schema.outbox, schema.event.c.data).join(schema.event, schema.event.c.seq == schema.outbox.c.seq)
_FREE: Final = or_(schema.sending.c.until.is_(None), schema.sending.c.until <= bindparam("now"))
NEXT: Final = (
    _TOLD.outerjoin(schema.sending, schema.sending.c.id == schema.outbox.c.id)
    .where(and_(schema.outbox.c.state == Sending.WAITING, schema.outbox.c.due_at <= bindparam("now"), _FREE))
    .order_by(schema.outbox.c.due_at, schema.outbox.c.seq)
    .limit(1)
)
_UNSENT: Final = (
    _TOLD.where(schema.outbox.c.state == bindparam("state"), schema.outbox.c.queued_at >= bindparam("since"))
    .order_by(schema.outbox.c.queued_at.desc(), schema.outbox.c.seq.desc())
    .limit(bindparam("most"))
)
_TAKE: Final = insert(schema.sending)
_LET_GO: Final = delete(schema.sending).where(schema.sending.c.id == bindparam("its_id"))


def tell(journal: Journal, message: Message) -> bool:
    """Queue a message, where nobody told it before; its key may name a person, and is kept as a hash alone."""
    if found(journal.connection, schema.outbox, {"id": message.id}):
        return False
    told = {one.name: getattr(message, one.name) for one in fields(message) if one.name != "key"}
    journal.append(
        Happened.MESSAGE_QUEUED, cells.storable_all(told | {"values": dict(message.values), "id": message.id})
    )
    return True


def due(connection: Connection, now: datetime) -> dict[str, Any] | None:
    """The message that is due longest and that nobody is sending."""
    return next(iter(every(connection, NEXT, {"now": now})), None)


def take(journal: Journal, lasts: timedelta) -> Waiting | None:
    """That message, ours to send for a while."""
    row = due(journal.connection, journal.now)
    if row:
        journal.connection.execute(_LET_GO, {"its_id": row["id"]})
        journal.connection.execute(_TAKE, {"id": row["id"], "until": journal.now + lasts})
    return _waiting(row) if row else None


def sent(journal: Journal, message_id: str, channel: str, *, last: bool) -> None:
    """One channel has it; `last` ends it, also where no channel wanted it."""
    if _waits(journal, message_id):
        journal.append(Happened.MESSAGE_SENT, {"id": message_id, "channel": channel, "last": last})
    if last:
        journal.connection.execute(_LET_GO, {"its_id": message_id})


def put_off(journal: Journal, message_id: str, trouble: Trouble) -> None:
    """Try it again later, or never where it was tried for three days."""
    row = _waits(journal, message_id)
    if row:
        tries = row["tries"] + 1
        told = {"id": message_id, "tries": tries, "trouble": trouble}
        if journal.now - row["queued_at"] >= PATIENCE:
            journal.append(Happened.MESSAGE_GIVEN_UP, told | {"state": Sending.GIVEN_UP})
        else:
            journal.append(Happened.MESSAGE_PUT_OFF, told | {"due_at": journal.now + pause_after(tries)})
    journal.connection.execute(_LET_GO, {"its_id": message_id})


def _waits(journal: Journal, message_id: str) -> dict[str, Any] | None:
    row = found(journal.connection, schema.outbox, {"id": message_id})
    return row if row and row["state"] == Sending.WAITING else None


def unsent(connection: Connection, state: Sending, since: datetime, limit: int) -> Sequence[Waiting]:
    """The newest messages that stand so."""
    asked = {"state": state, "since": since, "most": limit}
    return [_waiting(row) for row in every(connection, _UNSENT, asked)]


def _waiting(row: Mapping[str, Any]) -> Waiting:
    return Waiting(
        id=row["id"],
        message=_message(row["id"], row["data"]),
        queued_at=row["queued_at"],
        due_at=row["due_at"],
        state=Sending(row["state"]),
        tries=row["tries"],
        reached=frozenset(row["reached"]),
        trouble=Trouble(row["trouble"]) if row["trouble"] else None,
    )


def _message(message_id: str, data: Mapping[str, Any]) -> Message:
    return Message(
        key=message_id,
        occasion=Occasion(data["occasion"]),
        shop=ShopId(data["shop"]) if data["shop"] else None,
        account=AccountId(data["account"]) if data["account"] else None,
        handle=Handle(data["handle"]) if data["handle"] else None,
        code=Code(data["code"]) if data["code"] else None,
        values=data["values"],
        quote=data["quote"],
        evidence=data["evidence"],
    )
