"""The part of the ledger port that is about showcases from one day to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from agent.adapters.ledger_sql import memory, schema, todo
from agent.adapters.ledger_sql.folding import every, found
from agent.adapters.ledger_sql.happened import Happened
from agent.adapters.ledger_sql.shelf_table import shelf
from agent.adapters.ledger_sql.writer import Writer
from agent.domain.identity import AccountId, Handle, ShopId
from agent.domain.shelf import ShelfState
from agent.ports.shelves import Shelves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.jobs import Job

_ALL: Final = select(shelf).order_by(shelf.c.shop, shelf.c.account)
_OF_SHOP: Final = _ALL.where(shelf.c.shop == bindparam("of_shop"))


class ShelfBook(Writer, Shelves):
    """How full showcases are, and what they are still to get."""

    async def see_shelf(self, seen: ShelfState) -> None:
        """Remember a number."""
        await self._write(_see, seen)

    async def want(self, state: ShelfState, job: Job) -> None:
        """Keep what is to come, and the job."""
        await self._write(_want, state, job)

    async def shelves(self, shop: ShopId | None = None) -> Sequence[ShelfState]:
        """What is known."""
        return await self._read(_several, shop)


def _see(journal: Journal, seen: ShelfState) -> None:
    row, link = (found(journal.connection, table, _pair(seen)) for table in (shelf, schema.link))
    if link and memory.has_ended(link):
        return  # it went with its showcase, whatever a page still shows
    if row is None or row["present"] != seen.present:
        told = {"handle": seen.handle, "present": seen.present, "seen_at": seen.seen_at}
        journal.append(Happened.SHELF_SEEN, _pair(seen) | told)


def _want(journal: Journal, state: ShelfState, job: Job) -> None:
    row = found(journal.connection, shelf, _pair(state))
    if state.rest != tuple(row["rest"] if row else ()):
        journal.append(Happened.SHELF_WANTED, _pair(state) | {"handle": state.handle, "rest": state.rest})
    todo.set_jobs(journal, [job], "")


def _pair(state: ShelfState) -> dict[str, object]:
    return {"shop": state.shop, "account": state.account}


def _several(connection: Connection, shop: ShopId | None) -> Sequence[ShelfState]:
    return [_state(row) for row in every(connection, _ALL if shop is None else _OF_SHOP, {"of_shop": shop})]


def _state(row: Mapping[str, Any]) -> ShelfState:
    names = ShopId(row["shop"]), AccountId(row["account"]), Handle(row["handle"])
    return ShelfState(*names, row["present"], row["seen_at"], tuple(row["rest"]))
