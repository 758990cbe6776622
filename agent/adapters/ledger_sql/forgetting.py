"""Take a creator's name and words out of everything that is kept, without losing a count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from agent.adapters.ledger_sql import schema
from agent.adapters.ledger_sql.folding import every
from agent.adapters.ledger_sql.happened import Happened
from agent.adapters.ledger_sql.journal import event_of
from agent.adapters.ledger_sql.projections import project
from agent.domain.identity import Handle, unnumbered
from agent.errors import Code, RestoreState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.identity import AccountId

_EMPTYING: Final = tuple(delete(table) for table in schema.PROJECTIONS)
_HAPPENED: Final = select(schema.event).order_by(schema.event.c.seq)
_BY_HANDLE: Final = (  # these may know no id
    *(Happened.RUN_ENDED, Happened.JOB_SET, Happened.MESSAGE_QUEUED, Happened.VIOLATION_SEEN, Happened.LETTER_SEEN),
)
_SILENT: Final[Mapping[str, object]] = {
    "handle": "",
    "note": "",
    "receipt": {},
    "detail": {},
    "evidence": "",
    "values": {},
    "quote": "",
    "frozen": [],  # who is forgotten stands for nobody, and least of all for the shop
}


def forget(journal: Journal, account: AccountId) -> int:
    """Empty the texts of every event about an account, then fold all events anew; answers how many were emptied."""
    handles = _handles(journal.connection, account)
    accounts = {account, *map(unnumbered, handles)}
    of = schema.event.c
    about = select(schema.event).where(or_(of.account.in_(accounts), of.kind.in_(_BY_HANDLE)))
    emptied = 0
    for row in every(journal.connection, about):
        told = row["data"]
        if row["account"] in accounts or _named(told) & handles:
            emptied += _empty(journal.connection, row["seq"], told)
    if emptied:
        journal.append(Happened.CREATOR_FORGOTTEN, {"account": account, "events": emptied})
        fold_again(journal.connection, journal.connection)
    return emptied


def _handles(connection: Connection, account: AccountId) -> frozenset[Handle]:
    names = [
        select(table.c.handle).where(table.c.account == account)
        for table in (schema.claim, schema.invitation, schema.link, schema.pin)
    ]
    return frozenset(Handle(name) for wanted in names for name in connection.scalars(wanted) if name)


def _named(told: Mapping[str, Any]) -> set[str]:
    """The handles that a run or a message is about: a replacement's are two."""
    parts = told.get("detail", {}).get("parts", ())
    return {told["handle"], *(part["account"]["handle"] for part in parts)}


def _empty(connection: Connection, seq: int, told: dict[str, Any]) -> int:
    quiet = told | {name: value for name, value in _SILENT.items() if told.get(name)}
    if quiet == told:
        return 0
    return connection.execute(update(schema.event).where(schema.event.c.seq == seq).values(data=quiet)).rowcount


def fold_again(source: Connection, target: Connection) -> None:
    """Empty the target's projections and fold all events of the source; RestoreState for one that we never write."""
    for emptying in _EMPTYING:
        target.execute(emptying)
    for row in every(source, _HAPPENED):
        try:
            project(target, event_of(row))
        except (LookupError, TypeError, ValueError, SQLAlchemyError) as error:
            detail = f"event {row['seq']}: {type(error).__name__}"
            raise RestoreState(Code.E_LEDGER_CORRUPT, detail=detail) from error
