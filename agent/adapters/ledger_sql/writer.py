"""How the ledger is read and written: each call one short transaction, and all of them on one thread."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from agent.adapters.ledger_sql.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.database import Transactions
    from agent.adapters.ledger_sql.highwater import HighWater
    from agent.ports import Clock

P = ParamSpec("P")
T = TypeVar("T")


class Writer:
    """One database, and the thread on which everything happens to it."""

    def __init__(self, database: Transactions, clock: Clock, high_water: HighWater | None = None) -> None:
        """Take a database whose tables stand, the only clock that counts, and the mark that outlives the file."""
        self._database = database
        self.clock = clock
        self._high_water = high_water
        self._thread = ThreadPoolExecutor(1, "ledger")

    def close(self) -> None:
        """Let the running transaction end, then leave one clean file behind."""
        self._thread.shutdown()
        self._database.close()

    async def _read(self, deed: Callable[Concatenate[Connection, P], T], /, *args: P.args, **named: P.kwargs) -> T:
        def transact() -> T:
            with self._database.reading() as connection:
                return deed(connection, *args, **named)

        return await self._in_turn(transact)

    async def _write(self, deed: Callable[Concatenate[Journal, P], T], /, *args: P.args, **named: P.kwargs) -> T:
        def transact() -> T:
            with self._database.writing() as connection:
                journal = Journal(connection, self.clock.now())
                answer = deed(journal, *args, **named)
            if self._high_water and journal.last:
                self._high_water.reach(journal.last)
            return answer

        return await self._in_turn(transact)

    async def _in_turn(self, deed: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, deed)
