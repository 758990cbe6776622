"""Which products of a showcase nobody has touched for long, or nobody can buy: and what could take their places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from agent.domain.showcase import ShowcaseItem


class Stale(StrEnum):
    """Why a product is called stale."""

    UNCHANGED = "unchanged"
    SOLD_OUT = "sold_out"


@dataclass(frozen=True, slots=True)
class StaleItem:
    """A product that is stale, why, and the product that is proposed in its place, "" where there is none today."""

    item: ShowcaseItem
    why: tuple[Stale, ...]
    instead: str = ""


def stale(items: Iterable[ShowcaseItem], now: datetime, after: timedelta) -> list[StaleItem]:
    """What cannot be bought first, then what has stood unchanged longest."""
    found = [StaleItem(one, why) for one in items if (why := _why(one, now, after))]
    return sorted(found, key=lambda one: (Stale.SOLD_OUT not in one.why, one.item.added_at or now))


def _why(item: ShowcaseItem, now: datetime, after: timedelta) -> tuple[Stale, ...]:
    old = item.added_at is not None and now - item.added_at >= after
    reasons = {Stale.SOLD_OUT: item.stock == 0, Stale.UNCHANGED: old}
    return tuple(why for why, holds in reasons.items() if holds)


def replaced(found: Sequence[StaleItem], missing: Sequence[str], room: int) -> list[StaleItem]:
    """The same with what is wanted and not there yet proposed for the first ones, as far as today's quota goes."""
    instead = [*missing[: max(0, room)]]
    return [StaleItem(one.item, one.why, instead[n] if n < len(instead) else "") for n, one in enumerate(found)]
