"""Approvals: asked for once per request, decided by a named person, used by one claim in the claim's own transaction.

What was asked stands in its event alone, as a message does; the row holds how it stands.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from agent.adapters.ledger_sql import cells, schema, todo
from agent.adapters.ledger_sql.folding import every
from agent.adapters.ledger_sql.happened import Happened
from agent.domain.approving import LIVE, Approval, ApprovalState
from agent.domain.identity import AccountId, Handle, LoginId, RunId, ShopId
from agent.domain.permit import Kind, RequestKey
from agent.errors import Code, MendInput, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.permit import Permit

_OF: Final = schema.approval.c
_TOLD: Final = select(schema.approval, schema.event.c.data).join(schema.event, schema.event.c.seq == _OF.seq)
_ONE: Final = _TOLD.where(_OF.id == bindparam("asked"))
_NEWEST_OF_KEY: Final = _TOLD.where(_OF.key == bindparam("asked")).order_by(_OF.seq.desc()).limit(1)
_NEWEST: Final = _TOLD.order_by(_OF.seq.desc()).limit(bindparam("most"))
_UNUSED: Final = _TOLD.where(_OF.state.in_(sorted(LIVE))).order_by(_OF.seq.desc()).limit(bindparam("most"))
_NO: Final = frozenset({ApprovalState.DENIED, ApprovalState.EXPIRED})
_MAY_BECOME: Final = {
    ApprovalState.PENDING: frozenset({ApprovalState.APPROVED, ApprovalState.DENIED}),
    ApprovalState.APPROVED: frozenset({ApprovalState.DENIED}),
}


def ask(journal: Journal, asked: Approval, *, anew: bool) -> Approval | None:
    """What governs a press: an approval that lives, a no that is heard now, or a new one.

    After a no it is asked anew also by a run that would not ask (`anew`), with as much time as before.
    """
    last = newest(journal.connection, asked.key, journal.now)
    if last and last.state in LIVE:
        return last
    if last and last.state in _NO and not last.heard:
        journal.append(Happened.APPROVAL_HEARD, _about(last) | {"heard": True}, asked.run)
        return last
    if not anew and (last is None or last.state not in _NO):
        return None
    fresh = replace(asked, number=last.number + 1 if last else 0)
    if last and not anew:
        fresh = replace(fresh, expires_at=fresh.asked_at + (last.expires_at - last.asked_at))
    journal.append(Happened.APPROVAL_ASKED, _written(fresh), fresh.run)
    return fresh


def newest(connection: Connection, key: RequestKey, now: datetime) -> Approval | None:
    """What was asked last for a request, whatever became of it."""
    return _approval(connection, _NEWEST_OF_KEY, str(key), now)


def _written(fresh: Approval) -> dict[str, object]:
    key = fresh.key
    return {
        "id": fresh.id,
        "key": str(key),
        "shop": key.shop,
        "account": key.account,
        "kind": key.kind,
        "n": key.n,
        "item": key.item,
        "number": fresh.number,
        "login": fresh.login,
        "handle": fresh.handle,
        "expires_at": fresh.expires_at,
        "detail": cells.storable_all(fresh.detail),
        "evidence": fresh.picture,
    }


def decide(journal: Journal, approval: str, *, approve: bool, by: str, reason: str) -> Approval:
    """Write down what a named person said; the job that waits for it is due at once."""
    known = one(journal.connection, approval, journal.now)
    if known is None:
        raise MendInput(Code.E_INPUT, why="no_such_approval", value=approval)
    state = ApprovalState.APPROVED if approve else ApprovalState.DENIED
    if state not in _MAY_BECOME.get(known.state, ()):
        raise MendInput(Code.E_INPUT, why="approval_is_over", value=approval, state=known.state)
    said = {"state": state, "decided_by": by, "decided_at": journal.now, "note": cells.storable(reason)}
    journal.append(Happened.APPROVAL_DECIDED, _about(known) | said)
    todo.wake(journal, known.key.shop, known.handle, Code.E_APPROVAL_WANTED)
    return replace(known, state=state, decided_by=by, decided_at=journal.now, reason=reason)


def use(journal: Journal, permit: Permit) -> None:
    """Use the yes that a permit rests on, once; Refused(G_NOT_APPROVED) where it does not stand."""
    if not permit.approval:
        return
    known = one(journal.connection, permit.approval, journal.now)
    if known is None or known.key != permit.key or known.state is not ApprovalState.APPROVED:
        raise Refused(Code.G_NOT_APPROVED, why="approval_not_there", value=permit.approval)
    said = {"decided_by": known.decided_by, "note": known.reason}
    journal.append(Happened.APPROVAL_USED, _about(known) | said | {"state": ApprovalState.USED})


def one(connection: Connection, approval: str, now: datetime) -> Approval | None:
    """The approval with this id."""
    return _approval(connection, _ONE, approval, now)


def several(connection: Connection, state: ApprovalState | None, now: datetime, limit: int) -> Sequence[Approval]:
    """The newest first; those that still live are found however many came after them."""
    wanted = _UNUSED if state in LIVE else _NEWEST
    found = [_read(row).at(now) for row in every(connection, wanted, {"most": limit})]
    return [one for one in found if state in {None, one.state}]


def _approval(connection: Connection, wanted: Any, asked: str, now: datetime) -> Approval | None:  # noqa: ANN401 - a query
    return next((_read(row).at(now) for row in every(connection, wanted, {"asked": asked})), None)


def _about(known: Approval) -> dict[str, object]:
    return {"id": known.id, "shop": known.key.shop, "account": known.key.account}


def _read(row: Mapping[str, Any]) -> Approval:
    item = row["data"].get("item", "")  # what was asked before there were any has none
    return Approval(
        key=RequestKey(ShopId(row["shop"]), AccountId(row["account"]), Kind(row["kind"]), row["n"], item),
        login=LoginId(row["login"]),
        handle=Handle(row["handle"]),
        run=RunId(row["run"]),
        asked_at=row["asked_at"],
        expires_at=row["expires_at"],
        number=row["number"],
        state=ApprovalState(row["state"]),
        detail=row["data"]["detail"],
        picture=row["data"]["evidence"],
        decided_by=row["decided_by"] or "",
        decided_at=row["decided_at"],
        reason=row["note"],
        heard=row["heard"],
    )
