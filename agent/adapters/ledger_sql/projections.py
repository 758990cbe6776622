"""What follows from each event: one function folds them all, when they happen and again when the ledger is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, delete, select

from agent.adapters.ledger_sql import pairs, schema
from agent.adapters.ledger_sql.folding import changed, ended, every, found, keep, nothing, row_of
from agent.adapters.ledger_sql.happened import Happened
from agent.adapters.ledger_sql.shelf_table import shelf
from agent.adapters.ledger_sql.violation_table import violation
from agent.domain.approving import ApprovalState
from agent.domain.jobs import OF_A_SHOP
from agent.domain.news import Sending
from agent.domain.survey import figures_told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.folding import Fold
    from agent.domain.ledger import Event


def project(connection: Connection, event: Event) -> None:
    """Fold one event into the projections."""
    fold = _FOLDS[Happened(event.kind)]
    fold(connection, event, {"at": event.at} | event.data)


def _queued(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    fresh = {"seq": event.seq, "state": Sending.WAITING, "queued_at": event.at, "due_at": event.at}
    keep(connection, schema.outbox, data | fresh | {"tries": 0, "reached": [], "trouble": None})


def _sent(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """One channel has it; the last one ends it."""
    del event
    row = found(connection, schema.outbox, data) or {}
    reached = {"reached": [*row["reached"], data["channel"]]} if data["channel"] else {}
    ended = {"state": Sending.SENT, "trouble": None} if data["last"] else {}
    keep(connection, schema.outbox, {"id": data["id"]} | reached | ended)


def _approval_asked(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    fresh = {"seq": event.seq, "run": event.run, "state": ApprovalState.PENDING, "asked_at": event.at}
    keep(connection, schema.approval, data | fresh | {"note": "", "heard": False})


def _job_set(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """The job of a creator who was forgotten is nobody's."""
    del event
    if data["handle"] or data["task"] in OF_A_SHOP:
        keep(connection, schema.job, data)


def _roster_taken(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """Only the newest counts."""
    connection.execute(delete(schema.roster))
    keep(connection, schema.roster, data | {"seq": event.seq})


_NEWEST_FIGURE: Final = select(schema.figure).where(
    schema.figure.c.shop == bindparam("shop"), schema.figure.c.name == bindparam("name"), schema.figure.c.newest
)


def _run_ended(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    keep(connection, schema.run, data | {"seq": event.seq, "run": event.run})
    keep_figures(connection, event, data)


def keep_figures(connection: Connection, event: Event, data: Mapping[str, Any]) -> None:
    """Keep each counter of the shop that a run saw changed."""
    for name, value in dict(figures_told(data["detail"])).items():
        own = {"shop": data["shop"], "name": name}
        before = next(iter(every(connection, _NEWEST_FIGURE, own)), None)
        if before is None or before["value"] != value:
            if before:
                keep(connection, schema.figure, before | {"newest": False})
            keep(connection, schema.figure, own | {"seq": event.seq, "value": value, "at": event.at, "newest": True})


_FOLDS: Final[Mapping[Happened, Fold]] = {
    Happened.CLAIMED: pairs.claimed,
    Happened.SETTLED: pairs.settled,
    Happened.DECIDED: pairs.settled,
    Happened.RELEASED: pairs.released,
    Happened.INVITATION_SEEN: pairs.invitation_seen,
    Happened.LINKED: pairs.linked,
    Happened.UNLINKED: pairs.unlinked,
    Happened.LINK_SEEN: pairs.link_seen,
    Happened.CHALLENGED: row_of(schema.challenge),
    Happened.RESUMED: ended(schema.challenge, by_key=True),
    Happened.DECLARED: pairs.declared,
    Happened.ADOPTED: nothing,
    Happened.SHOWCASE_KEPT: nothing,
    Happened.SHOWCASE_SEEN: pairs.showcase_seen,
    Happened.SHELF_SEEN: row_of(shelf),
    Happened.SHELF_WANTED: row_of(shelf),
    Happened.BACKUP_WAIVED: nothing,
    Happened.RUN_ENDED: _run_ended,
    Happened.RULE_CHOSEN: row_of(schema.choice),
    Happened.RISKS_ACCEPTED: row_of(schema.risk),
    Happened.RISKS_WITHDRAWN: ended(schema.risk, by_key=False),
    Happened.CREATOR_FORGOTTEN: nothing,
    Happened.PORTAL_WALKED: row_of(schema.walk),
    Happened.JOB_SET: _job_set,
    Happened.ROSTER_TAKEN: _roster_taken,
    Happened.MESSAGE_QUEUED: _queued,
    Happened.MESSAGE_SENT: _sent,
    Happened.MESSAGE_PUT_OFF: changed(schema.outbox),
    Happened.MESSAGE_GIVEN_UP: changed(schema.outbox),
    Happened.APPROVAL_ASKED: _approval_asked,
    Happened.APPROVAL_DECIDED: changed(schema.approval),
    Happened.APPROVAL_HEARD: changed(schema.approval),
    Happened.APPROVAL_USED: changed(schema.approval),
    Happened.HAND_OVER_BEGAN: row_of(schema.hand_over),
    Happened.HAND_OVER_ENDED: changed(schema.hand_over),
    Happened.CONTRACT_CONFIRMED: nothing,
    Happened.CONTRACT_WITHDRAWN: nothing,
    Happened.HEALTH_SEEN: keep_figures,
    Happened.VIOLATION_SEEN: row_of(violation),
    Happened.VIOLATION_GONE: ended(violation, by_key=True),
    Happened.CONTENT_CHECKED: pairs.content_checked,
    Happened.LETTER_SEEN: nothing,
}
