"""The calls behind product analysis: each product's numbers, and what the list can be narrowed down to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.compass.calls import asked_report, sorted_page
from mock_portal.web.answers import call

if TYPE_CHECKING:
    from starlette.requests import Request

_STOCK, _AFFILIATE = ("in_stock", "sold_out"), ("yes", "no")


async def _products(request: Request) -> dict[str, Any]:
    """The products of the shop; `keyword` is part of a title or a whole number, `filter` is NAME:VALUE."""
    rows = list(asked_report(request).products())
    wanted = request.query_params.get("keyword", "").casefold()
    name, _, value = request.query_params.get("filter", "").partition(":")
    fit = [row for row in rows if (wanted in row["title"].casefold() or wanted == row["product_id"])]
    narrowed = [row for row in fit if not name or row.get(name) == value]
    return sorted_page(request, narrowed) | {"filters": _filters(rows)}


def _filters(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What each row says about itself, as choices of two steps."""
    categories = sorted({row["category"] for row in rows})
    choices = {"category": categories, "stock": _STOCK, "affiliate": _AFFILIATE}
    return [{"name": name, "values": values} for name, values in choices.items()]


ROUTES = [call("GET", "/api/v1/insights/seller/product/list", _products)]
