"""What is known of a shop's numbers, out of the dated series: only read, never asked of a portal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from agent.domain.insight import Of, Page, Span, Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from agent.domain.insight import Reading
    from agent.domain.roster import Shop
    from agent.ports import Insights

# Twenty-eight full days, and a fortnight more in case the last days were not collected.
_REACH: Final = timedelta(days=42)
_LATELY: Final = timedelta(days=7)
_SPANS: Final = (Span.DAY, Span.LAST_7, Span.LAST_28, Span.SESSION)
_ABOUT: Final = (Of.SHOP, Of.ACCOUNT, Of.LIVE, Of.INDUSTRY)


async def numbers_of(shop: Shop, book: Insights, today: date) -> Sequence[Reading]:
    """The readings of the last weeks, and the portraits of the last days: what followers are like changes slowly."""
    fans = Wanted(shops=(shop.id,), pages=(Page.FANS,), since=today - _LATELY, until=today)
    return [*await numbers_between(shop, book, today - _REACH, today), *await book.readings(fans)]


async def numbers_between(shop: Shop, book: Insights, first: date, last: date) -> Sequence[Reading]:
    """The readings of windows that end in these days."""
    return await book.readings(Wanted(shops=(shop.id,), of=_ABOUT, spans=_SPANS, since=first, until=last))
