"""Reports that are torn: what a page shows while the right numbers are on their way, or half of a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mock_portal.areas.compass.reports import Report, plain
from mock_portal.areas.compass.spans import span
from mock_portal.web.asked import bites

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    Rows = list[dict[str, Any]]

# What a row is about: the rest of it is numbers.
_ABOUT = frozenset({"date", "account_id", "handle", "live_id", "starts_at", "ongoing", "product_id", "title"})
_USUAL, _OTHER = "last_7_days", "last_28_days"


def torn_part(request: Request) -> str:
    """Which part of this answer is torn: as a fault says, or as a page asks that shows the wrong things first."""
    parts = [fault.args["part"] for fault in bites(request, "torn_numbers")]
    return str(parts[0] if parts else request.query_params.get("early", ""))


def torn_rows(part: str, report: Report, of: Callable[[Report], Rows]) -> Rows:
    """The rows of a report as they are torn."""
    match part:
        case "rows":
            return _turned(of(report))
        case "half":
            rows = of(report)
            return rows[: len(rows) // 2]
        case "window":
            return of(_of_another_time(report))
        case "shop":
            return of(_of_another_shop(report))
        case _:
            return of(report)


def torn_total(part: str, report: Report) -> dict[str, Any]:
    """The cards of a report as they are torn."""
    match part:
        case "cards":
            return plain(report.before())
        case "window":
            return plain(_of_another_time(report).total())
        case "shop":
            return plain(_of_another_shop(report).total())
        case _:
            return plain(report.total())


def torn_industry(part: str, report: Report) -> dict[str, str] | None:
    """What the industry makes: of another time, under the day that was asked for."""
    right = report.industry()
    if right is None or part not in {"cards", "window"}:
        return right
    other = replace(report, span=report.span.before()).industry() or right
    return right | {"gpm": other["gpm"]}


def _of_another_time(report: Report) -> Report:
    """The days that a page begins with, before it has read its address."""
    today = report.shelf.today()
    usual = span(_USUAL, today)
    return replace(report, span=span(_OTHER, today) if report.span == usual else usual)


def _of_another_shop(report: Report) -> Report:
    """The world's next shop, in the same money: no sign gives it away."""
    shops = sorted(report.world.shops.values(), key=lambda one: one.id)
    place = next(number for number, one in enumerate(shops) if one.id == report.shelf.shop.id)
    return replace(report, shelf=replace(report.shelf, shop=shops[(place + 1) % len(shops)]))


def _turned(rows: Rows) -> Rows:
    """Each row with the next one's numbers, as rows that are used again have for a moment."""
    numbers = [{name: value for name, value in row.items() if name not in _ABOUT} for row in rows]
    return [row | other for row, other in zip(rows, [*numbers[1:], *numbers[:1]], strict=True)]
