"""What showcases held when they were last seen, and what they are still to get."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

# As in the first tables: a server has to be told to keep texts of any length, sorted by code point.
_TEXT = sa.Text(collation="C")
ID, MOMENT = (sa.String(size).with_variant(_TEXT, "postgresql") for size in (64, 32))


def upgrade() -> None:
    """Nothing of it was known before."""
    op.create_table(
        "shelf",
        sa.Column("shop", ID, primary_key=True),
        sa.Column("account", ID, primary_key=True),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("present", sa.Integer),
        sa.Column("seen_at", MOMENT),
        sa.Column("rest", sa.JSON, nullable=False),
    )
