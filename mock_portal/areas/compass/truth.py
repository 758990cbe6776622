"""What Data Compass would show if nothing went wrong, past every fault: told on the control port alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.compass.fans import fans
from mock_portal.areas.compass.metrics import Shelf
from mock_portal.areas.compass.reports import Report, plain
from mock_portal.areas.compass.spans import NoSpanError, span
from mock_portal.mistakes import InputError

if TYPE_CHECKING:
    from mock_portal.portal import Portal


def figures(portal: Portal, shop: str, stretch: str) -> dict[str, Any]:
    """All reports of a shop over a stretch of time, and who follows its accounts.

    Raises:
        InputError: no such shop, or no such stretch.
    """
    if shop not in portal.world.shops:
        raise InputError(about="figures", problem=f"no shop {shop!r}")
    shelf = Shelf(portal.seed, portal.world.shops[shop], portal.clock.now())
    try:
        report = Report(shelf, portal.world, span(stretch, shelf.today()))
    except NoSpanError as error:
        raise InputError(about="figures", problem=f"no stretch of time {stretch!r}") from error
    return {
        "first": report.span.first.isoformat(),
        "last": report.span.last.isoformat(),
        "currency": shelf.shop.currency,
        "overview": {"total": plain(report.total()), "days": list(report.days())},
        "accounts": list(report.accounts()),
        "industry": report.industry(),
        "lives": list(report.lives()),
        "products": list(report.products()),
        "fans": {one.id: fans(portal.seed, one, shelf.shop) for one in report.sellers()},
    }
