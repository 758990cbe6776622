"""Jobs: what the roster wants and when it is due, and which roster that was."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, func, select

from agent.adapters.ledger_sql import rows, schema
from agent.adapters.ledger_sql.folding import every, found
from agent.adapters.ledger_sql.happened import Happened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.identity import Handle, ShopId
    from agent.domain.jobs import Job
    from agent.errors import Code

_JOB: Final = schema.job.c
_IN_ORDER: Final = select(schema.job).order_by(_JOB.due_at.asc().nulls_first(), _JOB.shop, _JOB.task, _JOB.handle)
_DUE: Final = _IN_ORDER.where(_JOB.due_at <= bindparam("moment"))
_NEXT: Final = select(func.min(_JOB.due_at))
_DIGEST: Final = select(schema.roster.c.digest)


def set_jobs(journal: Journal, jobs: Sequence[Job], roster: str) -> None:
    """Keep the jobs that are new or not as they were, and the roster's fingerprint where it is another one."""
    for one in jobs:
        row = found(journal.connection, schema.job, asdict(one))
        if row is None or rows.job_of(row) != one:
            journal.append(Happened.JOB_SET, asdict(one))
    if roster and roster != roster_taken(journal.connection):
        journal.append(Happened.ROSTER_TAKEN, {"digest": roster})


def jobs(connection: Connection, shop: ShopId | None, due_by: datetime | None) -> Sequence[Job]:
    """The jobs, the longest due first; those without a due time come first where all are asked for."""
    wanted = _IN_ORDER if due_by is None else _DUE
    wanted = wanted.where(_JOB.shop == bindparam("of_shop")) if shop is not None else wanted
    return [rows.job_of(row) for row in every(connection, wanted, {"moment": due_by, "of_shop": shop})]


def wake(journal: Journal, shop: ShopId, handle: Handle, code: Code) -> None:
    """What stands still for this reason is due now."""
    for one in jobs(journal.connection, shop, None):
        if (one.handle, one.code) == (handle, code):
            journal.append(Happened.JOB_SET, asdict(replace(one, due_at=journal.now)))


def next_due(connection: Connection) -> datetime | None:
    """The first due time of all."""
    moment: datetime | None = connection.scalars(_NEXT).one()
    return moment


def roster_taken(connection: Connection) -> str:
    """The fingerprint of the newest roster."""
    return connection.scalars(_DIGEST).first() or ""
