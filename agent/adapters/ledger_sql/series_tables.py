"""The tables of the dated series: no part of what events tell, as every number of it can be read again."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table

from agent.adapters.ledger_sql.cells import Moment, Words
from agent.adapters.ledger_sql.metadata import metadata

reading: Final = Table(
    "reading",
    metadata,
    Column("shop", String(64), primary_key=True),
    Column("last", String(10), primary_key=True),
    Column("span", String(16), primary_key=True),
    Column("of", String(16), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("page", String(16), primary_key=True),
    Column("first", String(10), nullable=False),
    Column("name", Words, nullable=False),
    Column("account", String(64), nullable=False),
    Column("began", String(40)),
    Column("as_of", String(40), nullable=False),
    Column("read_at", Moment, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("numbers", JSON, nullable=False),
    Column("portrait", JSON, nullable=False),
    sqlite_with_rowid=False,
)
collected: Final = Table(
    "collected",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("shop", String(64), primary_key=True),
    Column("stand", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("tries", Integer, nullable=False),
    Column("code", String(32), nullable=False),
)
export: Final = Table(
    "export",
    metadata,
    Column("task", String(64), primary_key=True),
    Column("shop", String(64), nullable=False),
    Column("module", String(16), nullable=False),
    Column("first", String(10), nullable=False),
    Column("last", String(10), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("path", Words, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Column("rows", Integer, nullable=False),
    Index("export_of_shop", "shop", "kept_at"),
)
