"""What portals' reports showed, as a dated series; how far its collection has come; the files that portals made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

# As in the first tables: a server has to be told to keep texts of any length, sorted by code point.
_TEXT = sa.Text(collation="C")


def _text(name: str, size: int = 64, *, key: bool = False, may_lack: bool = False) -> sa.Column[str]:
    kind = sa.String(size).with_variant(_TEXT, "postgresql")
    return sa.Column(name, kind, primary_key=key, nullable=may_lack)


def upgrade() -> None:
    """Nothing was read before."""
    _readings()
    op.create_table(
        "collected",
        _text("day", 10, key=True),
        _text("shop", key=True),
        _text("stand", 16),
        _text("at", 32),
        _text("due_at", 32, may_lack=True),
        sa.Column("tries", sa.Integer, nullable=False),
        _text("code", 32),
    )
    op.create_table(
        "export",
        _text("task", key=True),
        _text("shop"),
        _text("module", 16),
        *(_text(name, 10) for name in ("first", "last")),
        _text("sha256"),
        sa.Column("path", sa.Text(), nullable=False),
        _text("kept_at", 32),
        sa.Column("rows", sa.Integer, nullable=False),
    )
    op.create_index("export_of_shop", "export", ["shop", "kept_at"])


def _readings() -> None:
    op.create_table(
        "reading",
        _text("shop", key=True),
        _text("last", 10, key=True),
        *(_text(name, 16, key=True) for name in ("span", "of")),
        _text("id", key=True),
        _text("page", 16, key=True),
        _text("first", 10),
        sa.Column("name", sa.Text(), nullable=False),
        _text("account"),
        _text("began", 40, may_lack=True),
        _text("as_of", 40),
        _text("read_at", 32),
        _text("currency", 3),
        sa.Column("whole", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.JSON, nullable=False) for name in ("numbers", "portrait")),
        sqlite_with_rowid=False,
    )
