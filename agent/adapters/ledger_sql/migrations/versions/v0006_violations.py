"""Violations as account health lists them; the figure of a shop was kept before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"

# As in the first tables: a server has to be told to keep texts of any length, sorted by code point.
_TEXT = sa.Text(collation="C")
ID, WORD, MOMENT = (sa.String(size).with_variant(_TEXT, "postgresql") for size in (64, 32, 32))


def upgrade() -> None:
    """Nothing of it was known before."""
    op.create_table(
        "violation",
        sa.Column("shop", ID, primary_key=True),
        sa.Column("id", ID, primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("account", ID),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("category", WORD),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("enforcement", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer),
        sa.Column("frozen", sa.JSON, nullable=False),
        sa.Column("traffic_loss", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT),
        sa.Column("deadline", MOMENT),
        sa.Column("state", WORD),
        sa.Column("appealable", sa.Boolean, nullable=False),
        sa.Column("decided_at", MOMENT),
    )
