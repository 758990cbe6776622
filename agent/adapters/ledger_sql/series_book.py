"""The port of the dated series, in the ledger's database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.adapters.ledger_sql import series
from agent.adapters.ledger_sql.writer import Writer
from agent.ports import Insights

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from agent.domain.identity import AccountId, ShopId
    from agent.domain.insight import Collected, ExportFile, Reading, Wanted


class SeriesBook(Writer, Insights):
    """Readings, how far their collection has come, and the files that portals made."""

    async def keep_readings(self, readings: Sequence[Reading]) -> None:
        """All or none."""
        await self._write(series.keep, readings)

    async def readings(self, wanted: Wanted) -> Sequence[Reading]:
        """Those that fit."""
        return await self._read(series.found, wanted)

    async def insight_shops(self) -> Sequence[ShopId]:
        """The shops of which anything is kept."""
        return await self._read(series.shops)

    async def set_collected(self, collected: Collected) -> None:
        """How a shop's day stands."""
        await self._write(series.set_collected, collected)

    async def collected(self, since: date) -> Sequence[Collected]:
        """How this day and later ones stand."""
        return await self._read(series.since, since)

    async def keep_export(self, file: ExportFile) -> None:
        """Write a kept file down."""
        await self._write(series.keep_export, file)

    async def exports(self, shop: ShopId | None = None) -> Sequence[ExportFile]:
        """The kept files."""
        return await self._read(series.exports, shop)

    async def forget_readings(self, account: AccountId) -> int:
        """Take a creator out."""
        return await self._write(series.forget, account)
