"""The ledger on SQL: events are the truth, the other tables are folded from them in the same transaction."""

from agent.adapters.ledger_sql.copies import restore_ledger
from agent.adapters.ledger_sql.copying import Copied, copy_ledger
from agent.adapters.ledger_sql.database import on_server, place, where
from agent.adapters.ledger_sql.opening import create_ledger, ledger_exists, memory_ledger, open_ledger
from agent.adapters.ledger_sql.store import SqlLedger

__all__ = [
    "Copied",
    "SqlLedger",
    "copy_ledger",
    "create_ledger",
    "ledger_exists",
    "memory_ledger",
    "on_server",
    "open_ledger",
    "place",
    "restore_ledger",
    "where",
]
