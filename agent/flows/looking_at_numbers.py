"""What is known of a shop's numbers, out of the dated series: only read, never asked of a portal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from agent.domain.insight import Of, Page, Span, Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from agent.domain.identity import ShopId
    from agent.domain.insight import Reading
    from agent.domain.roster import Shop
    from agent.ports import Insights

# Twenty-eight full days, and a fortnight more in case the last days were not collected.
_REACH: Final = timedelta(days=42)
_LATELY: Final = timedelta(days=7)
_SPANS: Final = (Span.DAY, Span.LAST_7, Span.LAST_28, Span.SESSION)
_ABOUT: Final = (Of.SHOP, Of.ACCOUNT, Of.LIVE, Of.INDUSTRY)


async def numbers_of(todays: Mapping[ShopId, date], book: Insights) -> Mapping[ShopId, Sequence[Reading]]:
    """The readings of shops' last weeks, and the portraits of the last days: what followers are like changes slowly.

    Each shop has its own day, by its own clock; all of them are read together, so they should be few.
    """
    shops, first, last = tuple(todays), min(todays.values()), max(todays.values())
    lately = Wanted(shops=shops, of=_ABOUT, spans=_SPANS, since=first - _REACH, until=last)
    fans = Wanted(shops=shops, pages=(Page.FANS,), since=first - _LATELY, until=last)
    found: dict[ShopId, list[Reading]] = {shop: [] for shop in shops}
    for wanted, reach in ((lately, _REACH), (fans, _LATELY)):
        for one in await book.readings(wanted):
            today = todays[one.subject.shop]
            if today - reach <= one.window.last <= today:
                found[one.subject.shop].append(one)
    return found


async def numbers_between(shop: Shop, book: Insights, first: date, last: date) -> Sequence[Reading]:
    """The readings of windows that end in these days."""
    return await book.readings(Wanted(shops=(shop.id,), of=_ABOUT, spans=_SPANS, since=first, until=last))
