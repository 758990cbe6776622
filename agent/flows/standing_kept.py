"""How a shop stood when it was last read, and how its figure got there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.domain.lines import Line, Trend, lines, trend
from agent.domain.violation import Standing, System

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.roster import Shop
    from agent.domain.rules import Rules
    from agent.domain.survey import Figure
    from agent.domain.violation import Violation
    from agent.ports import Ledger


@dataclass(frozen=True, slots=True)
class ShopHealth:
    """A shop's figure with its lines, how it went, and what is listed; `read_at` is None where nobody read it yet."""

    shop: Shop
    standing: Standing | None
    lines: tuple[Line, ...]
    series: Sequence[Figure]
    trend: Trend | None
    violations: Sequence[Violation]
    read_at: datetime | None


async def health_of(shop: Shop, ledger: Ledger, rules: Rules, now: datetime) -> ShopHealth:
    """As the ledger keeps it; of the three figures that one counts which the portal named last."""
    series = {system: await ledger.figures(shop.id, system) for system in System}
    named = [(system, told) for system, told in series.items() if told and told[-1].value.isdecimal()]
    system, told = max(named, key=lambda one: one[1][-1].at, default=(None, ()))
    standing = Standing(system, int(told[-1].value)) if system else None
    drawn = lines(standing, rules)
    listed, read_at = await ledger.violations(shop.id), await ledger.health_read(shop.id)
    return ShopHealth(shop, standing, drawn, told, trend(told, drawn, now), listed, read_at)
