"""The part of the ledger port that is about appeals and tickets: each as it was last seen, told by the events alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from agent.adapters.ledger_sql import cells, schema
from agent.adapters.ledger_sql.folding import every, found
from agent.adapters.ledger_sql.happened import Happened
from agent.adapters.ledger_sql.violation_table import violation
from agent.adapters.ledger_sql.writer import Writer
from agent.domain.identity import AccountId
from agent.domain.letters import Letter
from agent.domain.permit import Kind
from agent.ports.letters import LettersKept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.identity import ShopId

_SEEN: Final = (
    select(schema.event.c.at, schema.event.c.data)
    .where(schema.event.c.kind == Happened.LETTER_SEEN, schema.event.c.shop == bindparam("of_shop"))
    .order_by(schema.event.c.seq)
)


class LetterBook(Writer, LettersKept):
    """Appeals and tickets."""

    async def see_letters(self, shop: ShopId, seen: Iterable[Letter]) -> None:
        """Remember what is new of them."""
        await self._write(_see, shop, tuple(seen))

    async def letters(self, shop: ShopId) -> Sequence[Letter]:
        """Each as it was last seen."""
        told = await self._read(_letters, shop)
        return sorted(told.values(), key=lambda one: (one.sent_at is not None, one.sent_at, one.number), reverse=True)


def _see(journal: Journal, shop: ShopId, seen: Sequence[Letter]) -> None:
    known = _letters(journal.connection, shop) if seen else {}
    for one in seen:
        before = known.get((one.kind, one.number))
        whole = _whole(journal.connection, shop, one, before)
        if before is None or whole != replace(before, seen_at=None):
            journal.append(Happened.LETTER_SEEN, {"shop": shop, **_data(whole)})


def _whole(connection: Connection, shop: ShopId, one: Letter, before: Letter | None) -> Letter:
    """With what only another page tells: the answer, and whose the violation is."""
    row = found(connection, violation, {"shop": shop, "id": one.about}) if one.kind is Kind.APPEAL else None
    whose = {"handle": row["handle"], "account": row["account"]} if row else {}
    answer = one.answer or (before.answer if before else "")
    return replace(one, answer=answer, seen_at=None, **whose)


def _data(one: Letter) -> dict[str, Any]:
    told = {"about": one.about, "number": one.number, "letter": one.kind, "state": one.state, "note": one.answer}
    dates = {"sent_at": one.sent_at, "until": one.until}
    data: dict[str, Any] = cells.storable_all(told | {"handle": one.handle, "account": one.account} | dates)
    return data


def _letters(connection: Connection, shop: ShopId) -> dict[tuple[Kind, str], Letter]:
    told = (_letter(row) for row in every(connection, _SEEN, {"of_shop": shop}))
    return {(one.kind, one.number): one for one in told}


def _letter(row: Mapping[str, Any]) -> Letter:
    data = row["data"]
    return Letter(
        Kind(data["letter"]),
        data["number"],
        data["about"],
        data["handle"],
        AccountId(data["account"]) if data["account"] else None,
        data["state"],
        cells.moment(data["sent_at"]),
        data["note"],
        cells.moment(data["until"]),
        row["at"],
    )
