"""Whether a saved plan still fits: the shops it was made for are read once more before anything is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.errors import Code, Refused
from agent.flows.overview import Standing, look_over
from agent.flows.together import together

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from agent.domain.roster import Shop
    from agent.ports import Desk, Ledger


@dataclass(frozen=True, slots=True)
class Stood:
    """How a shop stood when it was planned for: the fingerprints of what was seen, and of the rules."""

    state: str
    rules: str


async def require_fresh(
    planned: Mapping[Shop, Stood], ledger: Ledger, desk: Callable[[Shop], Awaitable[Desk]], at_once: int
) -> None:
    """Raise Refused(G_PLAN_STALE) where a shop stands otherwise than planned for, or is judged by other rules."""

    async def look(shop: Shop) -> None:
        tools = await desk(shop)
        if tools.rules.version != planned[shop].rules:
            raise Refused(Code.G_PLAN_STALE, detail="rules_changed", value=shop.name)
        await _require_same(shop)
        await look_over(shop, tools, settle=False)
        await _require_same(shop)

    async def _require_same(shop: Shop) -> None:
        if (await Standing.of(shop, ledger)).digest != planned[shop].state:
            raise Refused(Code.G_PLAN_STALE, detail="shop_changed", value=shop.name)

    await together(planned, look, at_once)
