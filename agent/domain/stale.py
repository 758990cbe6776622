"""Which products of a showcase nobody touches, clicks on, or can buy: and what could take their places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from agent.domain.insight import Metric, Of, Page, Span, Wanted
from agent.domain.shop_days import begins

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from agent.domain.identity import ShopId
    from agent.domain.insight import Reading, Window
    from agent.domain.showcase import ShowcaseItem

_A_WEEK: Final = timedelta(days=7)
_TOLD_BY: Final = (Metric.CLICKS, Metric.VISITORS)


class Stale(StrEnum):
    """Why a product is called stale."""

    UNCHANGED = "unchanged"
    SOLD_OUT = "sold_out"
    UNCLICKED = "unclicked"


@dataclass(frozen=True, slots=True)
class Clicks:
    """How often each product was clicked in the whole shop, by the portal's file of products over these days.

    Where the file counts no clicks it is the visitors: who clicks on a product visits it, so none of them means none of
    those. A product that the file does not name is unknown. Who stood there `before` had a week to be clicked.
    """

    metric: Metric
    window: Window
    read_at: datetime
    before: datetime
    counted: Mapping[str, int]

    def none_on(self, item: ShowcaseItem) -> bool:
        """Whether nobody clicked although there was time to: none in the whole shop is none in one showcase."""
        stood = item.added_at is not None and item.added_at <= self.before
        return stood and self.counted.get(item.product_id) == 0


@dataclass(frozen=True, slots=True)
class StaleItem:
    """A product that is stale, why, its clicks where they are known, and what is proposed instead: "" for nothing."""

    item: ShowcaseItem
    why: tuple[Stale, ...]
    clicks: int | None = None
    instead: str = ""


def files_of_clicks(shop: ShopId, today: date) -> Wanted:
    """Which readings tell of clicks: files over several days that ended within the last week."""
    weeks = (Span.LAST_7, Span.LAST_28)
    return Wanted((shop,), of=(Of.PRODUCT,), spans=weeks, pages=(Page.FILE,), since=today - _A_WEEK)


def clicks_of(readings: Sequence[Reading], zone: str) -> Clicks | None:
    """What the newest of these files counts, of equally new ones the longest; None where none of them counts clicks."""
    if not readings:
        return None
    newest = max(readings, key=lambda one: (one.window.last, one.window.days))
    rows = {one.subject.id: one for one in readings if one.window == newest.window}
    metric = next((one for one in _TOLD_BY if any(row.value(one) is not None for row in rows.values())), None)
    if metric is None:
        return None
    counted = {product: int(value) for product, row in rows.items() if (value := row.value(metric)) is not None}
    before = begins(newest.window.last - _A_WEEK + timedelta(days=1), zone)
    return Clicks(metric, newest.window, newest.read_at, before, counted)


def stale(
    items: Iterable[ShowcaseItem], now: datetime, after: timedelta, clicks: Clicks | None = None
) -> list[StaleItem]:
    """What cannot be bought first, then what nobody clicked, then what has stood unchanged longest."""
    counted = clicks.counted if clicks else {}
    found = [
        StaleItem(one, why, counted.get(one.product_id)) for one in items if (why := _why(one, now, after, clicks))
    ]
    return sorted(
        found,
        key=lambda one: (Stale.SOLD_OUT not in one.why, Stale.UNCLICKED not in one.why, one.item.added_at or now),
    )


def _why(item: ShowcaseItem, now: datetime, after: timedelta, clicks: Clicks | None) -> tuple[Stale, ...]:
    reasons = {
        Stale.SOLD_OUT: item.stock == 0,
        Stale.UNCLICKED: clicks is not None and clicks.none_on(item),
        Stale.UNCHANGED: item.added_at is not None and now - item.added_at >= after,
    }
    return tuple(why for why, holds in reasons.items() if holds)


def replaced(found: Sequence[StaleItem], missing: Sequence[str], room: int) -> list[StaleItem]:
    """The same with what is wanted and not there yet proposed for the first ones, as far as today's quota goes."""
    instead = [*missing[: max(0, room)]]
    return [replace(one, instead=instead[n] if n < len(instead) else "") for n, one in enumerate(found)]
