"""What an operator types, and what stands in the ledger afterwards."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, TextIO

from agent.wiring import House

SHOP = "Casa Aurora MX"
ACTS = (
    ["bind", SHOP, "cocina.conluz"],
    ["unlink", SHOP, "casa.aurora.live", "--confirm", "casa.aurora.live"],
)


def kept(place: list[str], method: str, *asked: Any, **named: Any) -> Any:
    """Let the operator's ledger do something; what it answers."""

    async def keep() -> Any:
        async with House(config=Path(place[1]), chosen_state=Path(place[3])).ledger() as book:
            return await getattr(book, method)(*asked, **named)

    return asyncio.run(keep())


def claims(place: list[str]) -> list[Any]:
    """The presses that were claimed."""
    return list(kept(place, "claims"))


def typed(terminal: TextIO, *lines: str) -> None:
    """Let the person at a terminal type these lines."""
    terminal.write("".join(f"{line}\n" for line in lines))
    terminal.flush()
