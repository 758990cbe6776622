"""All shops in one moment, in a handful of statements whatever their number: reading only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, func, or_, select

from agent.adapters.ledger_sql import leases, memory, notes, rows, schema
from agent.adapters.ledger_sql.folding import every
from agent.domain.identity import LoginId, ShopId
from agent.domain.jobs import JobState
from agent.domain.ledger import IN_FORCE, InvitationState, LinkState
from agent.domain.survey import Figure, JobCount, Survey

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select

_LINK: Final = schema.link.c
_LINKS: Final = (
    select(schema.link)
    .where(
        or_(
            _LINK.state.in_(IN_FORCE),
            and_(_LINK.state == LinkState.UNLINKED, _LINK.unlinked_at >= bindparam("lately")),
        )
    )
    .order_by(_LINK.shop, _LINK.account)
)
_INVITATIONS: Final = (
    select(schema.invitation)
    .where(schema.invitation.c.state == InvitationState.PENDING)
    .order_by(schema.invitation.c.expires_at, schema.invitation.c.shop, schema.invitation.c.first_seq)
)
_JOB: Final = schema.job.c
_COUNTED: Final = (
    select(_JOB.shop, _JOB.state, func.count().label("count"), func.min(_JOB.due_at).label("due_at"))
    .group_by(_JOB.shop, _JOB.state)
    .order_by(_JOB.shop)
)
_WAITING: Final = (
    select(schema.job)
    .where(_JOB.state.in_((JobState.NEEDS_PERSON, JobState.FAILED)))
    .order_by(_JOB.shop, _JOB.task, _JOB.handle)
)
_BUDGET: Final = schema.budget.c
_SPENT: Final = select(schema.budget).where(
    _BUDGET.budget.in_(bindparam("budgets", expanding=True)), _BUDGET.period.in_(bindparam("periods", expanding=True))
)
_FIGURE: Final = schema.figure.c
_FIGURES: Final = select(schema.figure).where(_FIGURE.newest)
_HISTORY: Final = (
    select(schema.figure)
    .where(_FIGURE.shop == bindparam("shop"), _FIGURE.name == bindparam("name"))
    .order_by(_FIGURE.seq)
)
_CHALLENGES: Final = select(schema.challenge).order_by(schema.challenge.c.login)
_LAST: Final = select(func.max(schema.event.c.seq))


def survey(
    connection: Connection, now: datetime, lately: datetime, budgets: Collection[str], periods: Collection[str]
) -> Survey:
    """How all shops stand."""
    spent = every(connection, _SPENT, {"budgets": sorted(budgets), "periods": sorted(periods)})
    shown = _figures(connection, _FIGURES)
    uncounted = [one.shop for one in shown if one.name == "unlinks_left" and not one.value]
    return Survey(
        links=[rows.link_of(row) for row in every(connection, _LINKS, {"lately": lately})],
        invitations=[rows.invitation_of(row) for row in every(connection, _INVITATIONS)],
        unsettled=memory.claims(connection, None, unsettled=True),
        jobs=[_job_count(row) for row in every(connection, _COUNTED)],
        waiting=[rows.job_of(row) for row in every(connection, _WAITING)],
        spent={(row["budget"], row["scope"], row["period"]): row["used"] for row in spent},
        figures=shown,
        by_others={shop: memory.unclaimed_unlinks(connection, shop) for shop in uncounted},
        challenges={LoginId(row["login"]): row["at"] for row in every(connection, _CHALLENGES)},
        leases=leases.held(connection, now),
        choices=notes.choices(connection, None),
    )


def figures(connection: Connection, shop: ShopId, name: str) -> Sequence[Figure]:
    """What was shown of one counter of a shop, oldest first, a row for each change."""
    return _figures(connection, _HISTORY, {"shop": shop, "name": name})


def pulse(connection: Connection, now: datetime) -> tuple[int, int]:
    """Two numbers, one of which is another as soon as anything is: the last event, and a mark of who holds what."""
    held = [(one.login, one.token) for one in leases.held(connection, now)]
    return connection.scalars(_LAST).one() or 0, hash(tuple(held))


def _figures(connection: Connection, wanted: Select[Any], given: Mapping[str, Any] | None = None) -> list[Figure]:
    found = every(connection, wanted, given)
    return [Figure(ShopId(row["shop"]), row["name"], row["value"], row["at"]) for row in found]


def _job_count(row: Mapping[str, Any]) -> JobCount:
    return JobCount(ShopId(row["shop"]), JobState(row["state"]), row["count"], row["due_at"])
