"""What an operator types, and what stands in the ledger afterwards."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from agent.wiring import House

SHOP = "Casa Aurora MX"
ACTS = (
    ["bind", SHOP, "cocina.conluz"],
    ["unlink", SHOP, "casa.aurora.live", "--confirm", "casa.aurora.live"],
)


def claims(place: list[str]) -> list[Any]:
    """The presses that were claimed."""

    async def asked() -> list[Any]:
        house = House(config=Path(place[1]), chosen_state=Path(place[3]))
        async with house.ledger() as book:
            return list(await book.claims())

    return asyncio.run(asked())
