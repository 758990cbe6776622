"""The part of the ledger port that is about contracts: only told, so the newest event is what holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from agent.adapters.ledger_sql import schema
from agent.adapters.ledger_sql.folding import every
from agent.adapters.ledger_sql.happened import Happened
from agent.adapters.ledger_sql.writer import Writer
from agent.domain.contracts import Contract
from agent.ports.contracts import Contracts

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from agent.adapters.ledger_sql.journal import Journal


class ContractBook(Writer, Contracts):
    """Confirmed, and taken back."""

    async def confirm_contract(self, contract: Contract) -> None:
        """Keep who confirmed it."""
        await self._write(_confirmed, contract)

    async def confirmed_contract(self, site: str) -> Contract | None:
        """What holds."""
        return await self._read(_in_force, site)

    async def withdraw_contract(self, site: str, by: str, reason: str) -> None:
        """Keep who took it back."""
        await self._write(_withdrawn, site, by, reason)


def _confirmed(journal: Journal, contract: Contract) -> None:
    told = {key: value for key, value in asdict(contract).items() if key != "at"}
    journal.append(Happened.CONTRACT_CONFIRMED, told)


def _withdrawn(journal: Journal, site: str, by: str, reason: str) -> None:
    journal.append(Happened.CONTRACT_WITHDRAWN, {"site": site, "by": by, "note": reason})


def _in_force(connection: Connection, site: str) -> Contract | None:
    of, kinds = schema.event.c, (Happened.CONTRACT_CONFIRMED, Happened.CONTRACT_WITHDRAWN)
    newest = select(schema.event).where(of.kind.in_(kinds)).order_by(of.seq.desc())
    row = next((one for one in every(connection, newest) if one["data"]["site"] == site), None)
    if row is None or row["kind"] == Happened.CONTRACT_WITHDRAWN:
        return None
    return Contract(**row["data"], at=row["at"])
