"""What content checks of accounts found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# As in the first tables: a server has to be told to keep texts of any length, sorted by code point.
_TEXT = sa.Text(collation="C")
ID, MOMENT = (sa.String(size).with_variant(_TEXT, "postgresql") for size in (64, 32))


def upgrade() -> None:
    """Nobody has read a check before this version."""
    op.create_table(
        "content_audit",
        sa.Column("shop", ID, primary_key=True),
        sa.Column("account", ID, primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("check_id", ID, nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.Column("open_count", sa.Integer, nullable=False),
        sa.Column("findings", sa.JSON, nullable=False),
    )
