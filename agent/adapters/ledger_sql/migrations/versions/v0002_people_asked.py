"""Approvals of single presses, and pages that were handed over to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

revision = "0002"
down_revision = "0001"

# As in the first tables: a server has to be told to sort by code point.
_TEXT = sa.Text(collation="C")
ID, WORD, MOMENT, KEY = (sa.String(size).with_variant(_TEXT, "postgresql") for size in (64, 32, 32, 200))


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "approval",
        sa.Column("id", ID, primary_key=True),
        *_need(sa.Integer(), "seq", "n", "number"),
        *_need(KEY, "key"),
        *_need(ID, "shop", "account", "login", "run"),
        *_need(WORD, "kind", "state"),
        *_need(sa.Text(), "handle", "note"),
        *_need(MOMENT, "asked_at", "expires_at"),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decided_at", MOMENT),
        *_need(sa.Boolean(), "heard"),
    )
    op.create_index("approval_of_key", "approval", ["key", "seq"])
    op.create_index("approval_as_it_stands", "approval", ["state", "seq"])
    op.create_table(
        "hand_over",
        sa.Column("id", ID, primary_key=True),
        *_need(sa.Integer(), "seq", "port"),
        *_need(ID, "shop", "login", "run"),
        *_need(sa.Text(), "step", "machine"),
        *_need(MOMENT, "began_at", "deadline"),
        *_need(WORD, "state"),
        sa.Column("ended_at", MOMENT),
        *_need(sa.JSON(), "inputs"),
    )
    op.create_index("hand_over_as_it_stands", "hand_over", ["state", "login"])


def _need(kind: TypeEngine[Any], *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]
