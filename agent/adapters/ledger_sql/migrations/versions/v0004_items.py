"""What a press is about where a pair has many at a time: the product of a showcase."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# As in the first tables: a server has to be told to keep texts of any length, sorted by code point.
ID = sa.String(64).with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """No press before this one was about an item."""
    op.add_column("claim", sa.Column("item", ID, nullable=False, server_default=""))
    op.drop_index("claim_of_pair", "claim")
    op.create_index("claim_of_pair", "claim", ["shop", "account", "kind", "item"])
