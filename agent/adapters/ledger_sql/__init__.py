"""The ledger on SQL: events are the truth, the other tables are folded from them in the same transaction."""

from agent.adapters.ledger_sql.copies import restore_ledger
from agent.adapters.ledger_sql.database import place
from agent.adapters.ledger_sql.opening import create_ledger, memory_ledger, open_ledger
from agent.adapters.ledger_sql.store import SqlLedger

__all__ = ["SqlLedger", "create_ledger", "memory_ledger", "open_ledger", "place", "restore_ledger"]
