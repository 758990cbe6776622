"""What follows from each event: one function folds them all, when they happen and again when the ledger is checked."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, delete, insert, select, update

from agent.adapters.ledger_sql import schema
from agent.adapters.ledger_sql.audit_table import folded
from agent.adapters.ledger_sql.shelf_table import shelf
from agent.adapters.ledger_sql.violation_table import violation
from agent.domain.approving import ApprovalState
from agent.domain.declared import Subject
from agent.domain.jobs import Task
from agent.domain.ledger import CONCLUDED_INVITATIONS, ClaimState, LinkState
from agent.domain.news import Sending
from agent.domain.permit import SHOWCASE, Kind
from agent.domain.survey import figures_told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Select, Table, Update

    from agent.domain.ledger import Event


class Happened(StrEnum):
    """The kinds of events."""

    CLAIMED = "claimed"
    SETTLED = "settled"
    DECIDED = "decided"
    RELEASED = "released"
    INVITATION_SEEN = "invitation_seen"
    LINKED = "linked"
    UNLINKED = "unlinked"
    LINK_SEEN = "link_seen"
    CHALLENGED = "challenged"
    RESUMED = "resumed"
    DECLARED = "declared"
    ADOPTED = "adopted"
    SHOWCASE_KEPT = "showcase_kept"
    SHOWCASE_SEEN = "showcase_seen"
    SHELF_SEEN = "shelf_seen"
    SHELF_WANTED = "shelf_wanted"
    BACKUP_WAIVED = "backup_waived"
    RUN_ENDED = "run_ended"
    RULE_CHOSEN = "rule_chosen"
    RISKS_ACCEPTED = "risks_accepted"
    RISKS_WITHDRAWN = "risks_withdrawn"
    CREATOR_FORGOTTEN = "creator_forgotten"
    PORTAL_WALKED = "portal_walked"
    JOB_SET = "job_set"
    ROSTER_TAKEN = "roster_taken"
    MESSAGE_QUEUED = "message_queued"
    MESSAGE_SENT = "message_sent"
    MESSAGE_PUT_OFF = "message_put_off"
    MESSAGE_GIVEN_UP = "message_given_up"
    APPROVAL_ASKED = "approval_asked"
    APPROVAL_DECIDED = "approval_decided"
    APPROVAL_HEARD = "approval_heard"
    APPROVAL_USED = "approval_used"
    HAND_OVER_BEGAN = "hand_over_began"
    HAND_OVER_ENDED = "hand_over_ended"
    CONTRACT_CONFIRMED = "contract_confirmed"
    CONTRACT_WITHDRAWN = "contract_withdrawn"
    HEALTH_SEEN = "health_seen"
    VIOLATION_SEEN = "violation_seen"
    VIOLATION_GONE = "violation_gone"
    CONTENT_CHECKED = "content_checked"


CONCLUDED_CLAIMS: Final = frozenset({ClaimState.REJECTED, ClaimState.NOT_DONE, ClaimState.RELEASED})


def project(connection: Connection, event: Event) -> None:
    """Fold one event into the projections."""
    fold = _FOLDS[Happened(event.kind)]
    fold(connection, event, {"at": event.at} | event.data)


def found(connection: Connection, table: Table, key: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row with this primary key; other values are left aside."""
    return next(iter(every(connection, _row_of_key(table), _key(table, key))), None)


def every(connection: Connection, wanted: Select[Any], given: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """All rows that a query asks for; `given` are the values that it left open."""
    told = connection.execute(wanted, given)
    names = [str(name) for name in told.keys()]  # noqa: SIM118 - a result, which is no mapping
    return [dict(zip(names, row, strict=True)) for row in told]


# Writing a statement down costs more than running it: here and elsewhere, those of every run are written once.
@cache
def _row_of_key(table: Table) -> Select[Any]:
    return select(table).where(_same(table))


@cache
def _change(table: Table, names: tuple[str, ...]) -> Update:
    return update(table).where(_same(table)).values({name: bindparam(name) for name in names})


def _same(table: Table) -> ColumnElement[bool]:
    return and_(*(column == bindparam(f"its_{column.name}") for column in table.primary_key))


def _key(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"its_{column.name}": values[column.name] for column in table.primary_key}


def _keep(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Write one row, over the one with its key if there is one; values that are no column are left aside."""
    row = {column.name: values[column.name] for column in table.columns if column.name in values}
    if not connection.execute(_change(table, tuple(row)), row | _key(table, row)).rowcount:
        connection.execute(insert(table), row)


def _claimed(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    fresh = {"seq": event.seq, "run": event.run, "state": ClaimState.OPEN, "claimed_at": event.at}
    _keep(connection, schema.claim, data | fresh | {"concluded": False, "note": ""})
    if data["handle"] and Kind(data["kind"]).of_an_account:
        _keep(connection, schema.pin, data)
    for spend in data["spends"]:
        _spend(connection, spend, 1)


def _settled(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    claim = found(connection, schema.claim, data) or {}
    row = data | {"settled_at": event.at, "concluded": _concludes(Kind(claim["kind"]), data)}
    _keep(connection, schema.claim, row)
    if claim["kind"] == Kind.UNLINK_REQUEST and data["state"] == ClaimState.DONE:
        _asked_to_be_unlinked(connection, claim, event)
    if claim["kind"] not in SHOWCASE:
        _conclude(connection, data)
    elif data["state"] == ClaimState.DONE:
        _end_items(connection, claim, SHOWCASE - {claim["kind"]}, [claim["item"]])


_ITEMS: Final = (
    update(schema.claim)
    .where(
        schema.claim.c.shop == bindparam("its_shop"),
        schema.claim.c.account == bindparam("its_account"),
        schema.claim.c.kind.in_(bindparam("kinds", expanding=True)),
        schema.claim.c.state == ClaimState.DONE,
    )
    .values(concluded=True)
)
_SOME_ITEMS: Final = _ITEMS.where(schema.claim.c.item.in_(bindparam("items", expanding=True)))


def _end_items(
    connection: Connection, pair: Mapping[str, Any], kinds: Iterable[str], items: Sequence[str] | None = None
) -> None:
    """What was done about these products, or about all, is over: a removal ends an add, an add a removal."""
    given = {"its_shop": pair["shop"], "its_account": pair["account"], "kinds": sorted(kinds)}
    if items is None:
        connection.execute(_ITEMS, given)
    elif items:
        connection.execute(_SOME_ITEMS, given | {"items": list(items)})


def _showcase_seen(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    del event
    _end_items(connection, data, [Kind.SHOWCASE_ADD], data["gone"])
    _end_items(connection, data, [Kind.SHOWCASE_REMOVE], data["back"])


def _concludes(kind: Kind, data: Mapping[str, Any]) -> bool:
    """Whether the pair's next act of this kind is a new intention: proof is enough only where a wrong one heals."""
    over = data["state"] in CONCLUDED_CLAIMS
    return over and (kind.repeats or data["state"] != ClaimState.NOT_DONE or "decided_by" in data)


def _asked_to_be_unlinked(connection: Connection, pair: Mapping[str, Any], event: Event) -> None:
    link = found(connection, schema.link, pair)
    if link and link["state"] == LinkState.LINKED:
        _keep(connection, schema.link, link | {"state": LinkState.UNLINK_REQUESTED, "seen_at": event.at})


def _released(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    _settled(connection, event, data | {"state": ClaimState.RELEASED})
    for spend in data["spends"]:
        _spend(connection, spend, -1)


def _spend(connection: Connection, budget: Mapping[str, Any], number: int) -> None:
    row = found(connection, schema.budget, budget)
    _keep(connection, schema.budget, {**budget, "used": max(0, (row["used"] if row else 0) + number)})


def _invitation_seen(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    row = found(connection, schema.invitation, data)
    _keep(connection, schema.invitation, data | {"first_seq": row["first_seq"] if row else event.seq})
    _conclude(connection, data)


def _linked(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    _keep(connection, schema.link, data | {"linked_at": data["began_at"], "linked_seq": event.seq})
    _keep(connection, schema.link_start, data | {"seq": event.seq})
    _conclude(connection, data)


def _link_seen(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    before = found(connection, schema.link, data) or {}
    _keep(connection, schema.link, data | {"seq": event.seq})
    if before.get("state") == LinkState.UNLINK_REQUESTED and data["state"] == LinkState.LINKED:
        _conclude_requests(connection, data)


def _conclude_requests(connection: Connection, pair: Mapping[str, Any]) -> None:
    """The request stands open no longer and the link is still there: it was declined or taken back."""
    for claim in _done(connection, pair):
        if claim["kind"] == Kind.UNLINK_REQUEST:
            _keep(connection, schema.claim, {"intent": claim["intent"], "concluded": True})


def _unlinked(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    _keep(connection, schema.link, data | {"unlinked_at": data["until"], "unlinked_seq": event.seq})
    _end_items(connection, data, SHOWCASE)  # it went with its showcase
    connection.execute(delete(shelf).where(_same(shelf)), _key(shelf, data))
    _conclude(connection, data)


def _conclude(connection: Connection, pair: Mapping[str, Any]) -> None:
    """Mark what was done and is over, for good: the pair's next act of that kind is a new intention."""
    for claim in _done(connection, pair):
        if _over(connection, claim):
            _keep(connection, schema.claim, {"intent": claim["intent"], "concluded": True})


_OF_PAIR: Final = select(schema.claim).where(
    schema.claim.c.shop == bindparam("shop"),
    schema.claim.c.account == bindparam("account"),
    schema.claim.c.kind.not_in(sorted(SHOWCASE)),  # of these there are many, and each ends in a way of its own
    schema.claim.c.state == ClaimState.DONE,
    ~schema.claim.c.concluded,
)


def _done(connection: Connection, pair: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was done about a pair and is not over yet."""
    return every(connection, _OF_PAIR, {"shop": pair["shop"], "account": pair["account"]})


def _over(connection: Connection, claim: Mapping[str, Any]) -> bool:
    link = found(connection, schema.link, claim) or {}
    linked: int = link.get("linked_seq") or 0
    unlinked: int = link.get("unlinked_seq") or 0
    since: bool = linked > claim["seq"]
    match Kind(claim["kind"]):
        case Kind.BIND:
            invitation = found(connection, schema.invitation, claim) or {}
            ours = invitation.get("account") == claim["account"]  # a number of somebody else's says nothing about us
            ended = ours and invitation["state"] in CONCLUDED_INVITATIONS
            return ended or (since and unlinked > linked)
        case Kind.UNLINK | Kind.UNLINK_APPROVE:
            return since
        case Kind.UNLINK_REQUEST:
            return since or unlinked > claim["seq"]
        case Kind.CONTENT_CHECK:
            read = found(connection, schema.content_audit, claim)
            return read is not None and read["seq"] > claim["seq"]
        case _:  # of products, promotions and files each ends in a way of its own; what was sent to people stays sent
            return False


def _content_checked(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    row = folded(found(connection, schema.content_audit, data), data)
    _keep(connection, schema.content_audit, row | {"seq": event.seq})
    _conclude(connection, data)


def _declared(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """A declared unlink is used up as one that was seen; a declared link counts from its day in the window of links."""
    _spend(connection, {"budget": "unlinks", "scope": data["shop"], "period": "ever"}, data["adds"])
    if data["subject"] != Subject.LINK:
        return
    start = {"seq": event.seq, "shop": data["shop"], "account": data["account"], "began_at": data["moment"]}
    link = found(connection, schema.link, data) if data["current"] else None
    if link:  # it was counted from the day on which it was first seen
        start["seq"] = link["linked_seq"]
        _keep(connection, schema.link, link | {"linked_at": data["moment"]})
    _keep(connection, schema.link_start, start)


def _queued(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    fresh = {"seq": event.seq, "state": Sending.WAITING, "queued_at": event.at, "due_at": event.at}
    _keep(connection, schema.outbox, data | fresh | {"tries": 0, "reached": [], "trouble": None})


def _sent(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """One channel has it; the last one ends it."""
    del event
    row = found(connection, schema.outbox, data) or {}
    reached = {"reached": [*row["reached"], data["channel"]]} if data["channel"] else {}
    ended = {"state": Sending.SENT, "trouble": None} if data["last"] else {}
    _keep(connection, schema.outbox, {"id": data["id"]} | reached | ended)


def _approval_asked(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    fresh = {"seq": event.seq, "run": event.run, "state": ApprovalState.PENDING, "asked_at": event.at}
    _keep(connection, schema.approval, data | fresh | {"note": "", "heard": False})


def _row_of(table: Table) -> Callable[[Connection, Event, dict[str, Any]], None]:
    """The fold of an event that simply is a row."""

    def fold(connection: Connection, event: Event, data: dict[str, Any]) -> None:
        _keep(connection, table, data | {"seq": event.seq, "run": event.run})

    return fold


def _changed(table: Table) -> Callable[[Connection, Event, dict[str, Any]], None]:
    """The fold of an event that changes the columns which it names, in the row of its key."""

    def fold(connection: Connection, event: Event, data: dict[str, Any]) -> None:
        del event
        _keep(connection, table, {name: one for name, one in data.items() if name != "at"})

    return fold


def _ended(table: Table, *, by_key: bool) -> Callable[[Connection, Event, dict[str, Any]], None]:
    """The fold of an event that ends what a row stands for, or all that stands in a table."""

    def fold(connection: Connection, event: Event, data: dict[str, Any]) -> None:
        del event
        connection.execute(*((delete(table).where(_same(table)), _key(table, data)) if by_key else (delete(table),)))

    return fold


def _job_set(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """The job of a creator who was forgotten is nobody's."""
    del event
    if data["handle"] or data["task"] == Task.LOOK:
        _keep(connection, schema.job, data)


def _roster_taken(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """Only the newest counts."""
    connection.execute(delete(schema.roster))
    _keep(connection, schema.roster, data | {"seq": event.seq})


_NEWEST_FIGURE: Final = select(schema.figure).where(
    schema.figure.c.shop == bindparam("shop"), schema.figure.c.name == bindparam("name"), schema.figure.c.newest
)


def _run_ended(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    _keep(connection, schema.run, data | {"seq": event.seq, "run": event.run})
    keep_figures(connection, event, data)


def keep_figures(connection: Connection, event: Event, data: Mapping[str, Any]) -> None:
    """Keep each counter of the shop that a run saw changed."""
    for name, value in dict(figures_told(data["detail"])).items():
        own = {"shop": data["shop"], "name": name}
        before = next(iter(every(connection, _NEWEST_FIGURE, own)), None)
        if before is None or before["value"] != value:
            if before:
                _keep(connection, schema.figure, before | {"newest": False})
            _keep(connection, schema.figure, own | {"seq": event.seq, "value": value, "at": event.at, "newest": True})


def _nothing(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """Some events are only told."""


_FOLDS: Final[Mapping[Happened, Callable[[Connection, Event, dict[str, Any]], None]]] = {
    Happened.CLAIMED: _claimed,
    Happened.SETTLED: _settled,
    Happened.DECIDED: _settled,
    Happened.RELEASED: _released,
    Happened.INVITATION_SEEN: _invitation_seen,
    Happened.LINKED: _linked,
    Happened.UNLINKED: _unlinked,
    Happened.LINK_SEEN: _link_seen,
    Happened.CHALLENGED: _row_of(schema.challenge),
    Happened.RESUMED: _ended(schema.challenge, by_key=True),
    Happened.DECLARED: _declared,
    Happened.ADOPTED: _nothing,
    Happened.SHOWCASE_KEPT: _nothing,
    Happened.SHOWCASE_SEEN: _showcase_seen,
    Happened.SHELF_SEEN: _row_of(shelf),
    Happened.SHELF_WANTED: _row_of(shelf),
    Happened.BACKUP_WAIVED: _nothing,
    Happened.RUN_ENDED: _run_ended,
    Happened.RULE_CHOSEN: _row_of(schema.choice),
    Happened.RISKS_ACCEPTED: _row_of(schema.risk),
    Happened.RISKS_WITHDRAWN: _ended(schema.risk, by_key=False),
    Happened.CREATOR_FORGOTTEN: _nothing,
    Happened.PORTAL_WALKED: _row_of(schema.walk),
    Happened.JOB_SET: _job_set,
    Happened.ROSTER_TAKEN: _roster_taken,
    Happened.MESSAGE_QUEUED: _queued,
    Happened.MESSAGE_SENT: _sent,
    Happened.MESSAGE_PUT_OFF: _changed(schema.outbox),
    Happened.MESSAGE_GIVEN_UP: _changed(schema.outbox),
    Happened.APPROVAL_ASKED: _approval_asked,
    Happened.APPROVAL_DECIDED: _changed(schema.approval),
    Happened.APPROVAL_HEARD: _changed(schema.approval),
    Happened.APPROVAL_USED: _changed(schema.approval),
    Happened.HAND_OVER_BEGAN: _row_of(schema.hand_over),
    Happened.HAND_OVER_ENDED: _changed(schema.hand_over),
    Happened.CONTRACT_CONFIRMED: _nothing,
    Happened.CONTRACT_WITHDRAWN: _nothing,
    Happened.HEALTH_SEEN: keep_figures,
    Happened.VIOLATION_SEEN: _row_of(violation),
    Happened.VIOLATION_GONE: _ended(violation, by_key=True),
    Happened.CONTENT_CHECKED: _content_checked,
}
