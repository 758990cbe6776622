"""The table of showcases: what stood there when they were last seen, and what they are still to get."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Column, Integer, String, Table

from agent.adapters.ledger_sql.cells import Moment, Words
from agent.adapters.ledger_sql.metadata import metadata

shelf: Final = Table(
    "shelf",
    metadata,
    Column("shop", String(64), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("handle", Words, nullable=False),
    Column("present", Integer),
    Column("seen_at", Moment),
    Column("rest", JSON, nullable=False, default=list),
)
