"""Pages in a person's hands: one at a time for a login, whoever works with it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from agent.adapters.ledger_sql import cells, schema
from agent.adapters.ledger_sql.folding import every, found
from agent.adapters.ledger_sql.happened import Happened
from agent.domain.handover import HandedOver, HandOverState
from agent.domain.identity import LoginId, RunId, ShopId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal

_OF: Final = schema.hand_over.c
_WAITING: Final = select(schema.hand_over).where(_OF.state == HandOverState.WAITING).order_by(_OF.seq.desc())
_OF_LOGIN: Final = _WAITING.where(_OF.login == bindparam("login"))
_NEWEST: Final = select(schema.hand_over).order_by(_OF.seq.desc()).limit(bindparam("most"))


def begin(journal: Journal, began: HandedOver) -> None:
    """Keep it; whoever has the login's lease now is the only one, so what another run left open is over."""
    for row in every(journal.connection, _OF_LOGIN, {"login": began.login}):
        end(journal, row["id"], HandOverState.LEFT, {})
    told = asdict(began) | {"step": cells.storable(began.step), "inputs": {}}
    journal.append(Happened.HAND_OVER_BEGAN, told, began.run)


def end(journal: Journal, hand_over: str, state: HandOverState, inputs: Mapping[str, int]) -> None:
    """Keep how it ended, once."""
    row = found(journal.connection, schema.hand_over, {"id": hand_over})
    if row and row["state"] == HandOverState.WAITING:
        told = {"id": hand_over, "shop": row["shop"], "state": state, "inputs": dict(inputs)}
        journal.append(Happened.HAND_OVER_ENDED, told | {"ended_at": journal.now})


def several(connection: Connection, state: HandOverState | None, now: datetime, limit: int) -> Sequence[HandedOver]:
    """The newest first."""
    wanted = _WAITING.limit(bindparam("most")) if state is HandOverState.WAITING else _NEWEST
    seen = [_read(row, now) for row in every(connection, wanted, {"most": limit})]
    return [one for one in seen if state in {None, one.state}]


def _read(row: Mapping[str, Any], now: datetime) -> HandedOver:
    kept = HandedOver(
        id=row["id"],
        shop=ShopId(row["shop"]),
        login=LoginId(row["login"]),
        run=RunId(row["run"]),
        step=row["step"],
        machine=row["machine"],
        port=row["port"],
        began_at=row["began_at"],
        deadline=row["deadline"],
        state=HandOverState(row["state"]),
        ended_at=row["ended_at"],
        inputs=row["inputs"],
    )
    killed = kept.state is HandOverState.WAITING and now >= kept.deadline
    return replace(kept, state=HandOverState.LEFT) if killed else kept
