"""What portals showed of shops' counters, and the ways by which all shops are found at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

from agent.adapters.ledger_sql import schema
from agent.adapters.ledger_sql.folding import every
from agent.adapters.ledger_sql.happened import Happened
from agent.adapters.ledger_sql.journal import event_of
from agent.adapters.ledger_sql.projections import keep_figures

if TYPE_CHECKING:
    from sqlalchemy import Connection

revision = "0003"
down_revision = "0002"

# As in the first tables: a server has to be told to keep texts of any length, sorted by code point.
_TEXT = sa.Text(collation="C")
ID, WORD, MOMENT = (sa.String(size).with_variant(_TEXT, "postgresql") for size in (64, 32, 32))


def upgrade() -> None:
    """Make the table and fill it from the runs that have ended; make the indexes."""
    op.create_table(
        "figure",
        sa.Column("shop", ID, primary_key=True),
        sa.Column("name", WORD, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("newest", sa.Boolean, nullable=False),
    )
    op.create_index("ix_figure_newest", "figure", ["newest"])
    op.create_index("invitation_of_state", "invitation", ["state"])
    op.create_index("link_of_state", "link", ["state", "unlinked_at"])
    op.create_index("budget_of_period", "budget", ["budget", "period"])
    op.create_index("ix_job_state", "job", ["state"])
    _fold(op.get_bind())


def _fold(connection: Connection) -> None:
    of = schema.event.c
    ended = sa.select(schema.event).where(of.kind == Happened.RUN_ENDED).order_by(of.seq)
    for row in every(connection, ended):
        keep_figures(connection, event_of(row), row["data"])
