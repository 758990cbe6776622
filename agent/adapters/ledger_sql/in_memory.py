"""A ledger's database in memory: for what is proven without a disk, and to fold its events anew."""

from __future__ import annotations

from functools import cache

from agent.adapters.ledger_sql import schema
from agent.adapters.ledger_sql.database import Database


def in_memory() -> Database:
    """All tables as they are today, and nothing in them; what is written there does not outlive the process.

    A ledger in a file gets its tables by its migrations instead.
    """
    database = Database(None)
    with _empty().bare() as empty, database.bare() as connection:
        empty.backup(connection)
    return database


@cache
def _empty() -> Database:
    """Copied for each: to make the tables takes twenty times as long."""
    database = Database(None)
    with database.writing() as connection:
        schema.event.metadata.create_all(connection, checkfirst=False)
    return database
