"""One writing transaction: every change is an event, folded into the projections at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, insert

from agent.adapters.ledger_sql import cells, schema
from agent.adapters.ledger_sql.projections import project
from agent.domain.identity import RunId
from agent.domain.ledger import Event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.adapters.ledger_sql.happened import Happened


_APPEND: Final = insert(schema.event).returning(schema.event.c.seq)


@dataclass(slots=True)
class Journal:
    """What a transaction writes into: its connection, its one moment, and the last event that it appended."""

    connection: Connection
    now: datetime
    last: int = 0

    def append(self, kind: Happened, data: Mapping[str, object], run: RunId | None = None) -> None:
        """Write one event and fold it; `data` names the shop, account and intent that it is about."""
        plain = json.loads(json.dumps(data, default=_plain))
        about = {name: plain.get(name) for name in ("shop", "account", "intent")}
        row = {"at": self.now, "kind": kind, "run": run, "data": plain} | about
        self.last = self.connection.scalars(_APPEND, row).one()
        project(self.connection, Event(self.last, self.now, kind, run, plain))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return cells.stamp(value)
    raise TypeError(type(value))


def event_of(row: Mapping[str, Any]) -> Event:
    """An event as it was written."""
    run = RunId(row["run"]) if row["run"] else None
    return Event(row["seq"], row["at"], row["kind"], run, row["data"])
