"""The table of violations: each as it was listed when account health was last read."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Boolean, Column, Integer, String, Table

from agent.adapters.ledger_sql.cells import Moment, Words
from agent.adapters.ledger_sql.metadata import metadata

violation: Final = Table(
    "violation",
    metadata,
    Column("shop", String(64), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("account", String(64)),
    Column("handle", Words, nullable=False),
    Column("category", String(32)),
    Column("rule", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("enforcement", Words, nullable=False),
    Column("points", Integer),
    Column("frozen", JSON, nullable=False),
    Column("traffic_loss", Words, nullable=False),
    Column("opened_at", Moment),
    Column("deadline", Moment),
    Column("state", String(32)),
    Column("appealable", Boolean, nullable=False),
    Column("decided_at", Moment),
)
