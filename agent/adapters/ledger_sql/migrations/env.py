"""Where alembic finds the ledger: in the transaction that `versions.upgrade` holds open."""

from __future__ import annotations

from alembic import context

from agent.adapters.ledger_sql import schema
from agent.adapters.ledger_sql.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=schema.VERSION_TABLE,
)
context.run_migrations()
