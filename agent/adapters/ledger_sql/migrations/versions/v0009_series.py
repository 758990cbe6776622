"""What portals' reports showed, as a dated series; how far its collection has come; the files that portals made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0004"

# As in the first tables: a server has to be told to keep texts of any length, sorted by code point.
ID = sa.String(64).with_variant(sa.Text(collation="C"), "postgresql")
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Nothing was read before."""
    op.create_table(
        "reading",
        *(sa.Column(name, ID, primary_key=True) for name in ("shop", "last", "span", "of", "id", "page")),
        sa.Column("first", ID, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("began", ID),
        *(sa.Column(name, ID, nullable=False) for name in ("as_of", "read_at", "currency")),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.Column("numbers", sa.JSON, nullable=False),
        sa.Column("portrait", sa.JSON, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "collected",
        *(sa.Column(name, ID, primary_key=True) for name in ("day", "shop")),
        *(sa.Column(name, ID, nullable=False) for name in ("stand", "at")),
        sa.Column("due_at", ID),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("code", ID, nullable=False),
    )
    op.create_table(
        "export",
        sa.Column("task", ID, primary_key=True),
        *(sa.Column(name, ID, nullable=False) for name in ("shop", "module", "first", "last", "sha256")),
        sa.Column("path", WORDS, nullable=False),
        sa.Column("kept_at", ID, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
    )
    op.create_index("export_of_shop", "export", ["shop", "kept_at"])
