"""The calls behind Data Compass, and the files that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from mock_portal.areas.compass.metrics import Shelf
from mock_portal.areas.compass.model import Export
from mock_portal.areas.compass.reports import Report, plain
from mock_portal.areas.compass.spans import NoSpanError, span
from mock_portal.areas.compass.torn import torn_industry, torn_part, torn_rows, torn_total
from mock_portal.areas.compass.workbook import workbook
from mock_portal.deeds import Done
from mock_portal.web.answers import NO_STORE, call, iso, paged
from mock_portal.web.asked import (
    BAD_REQUEST,
    Unwelcome,
    fields_of,
    page_number,
    portal_of,
    seen_world,
    seller_of,
    session_of,
    texts_of,
    word,
)
from mock_portal.web.pages import missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

_API = "/api/v1/insights/seller"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COUNTS = ("orders", "items", "visitors", "impressions", "clicks", "ctr", "cvr", "dwell", "gpm")
_SORTS = ("gmv", "lives", "viewers", "minutes", "starts_at", *_COUNTS)


def _report(request: Request, stretch: str) -> Report:
    world, portal = seen_world(request), portal_of(request)
    shelf = Shelf(portal.seed, world.shops[seller_of(request).shop], portal.clock.now())
    try:
        return Report(shelf, world, span(stretch, shelf.today()))
    except NoSpanError as error:
        raise Unwelcome(BAD_REQUEST, "refused.no_span") from error


def asked_report(request: Request) -> Report:
    """The asker's shop over the time that the address names."""
    return _report(request, request.query_params.get("time_range", "last_7_days"))


async def _overview(request: Request) -> dict[str, Any]:
    report, part = asked_report(request), torn_part(request)
    return {
        "first": report.span.first.isoformat(),
        "last": report.span.last.isoformat(),
        "currency": report.shelf.shop.currency,
        "total": torn_total(part, report),
        "before": plain(report.before()),
        "days": torn_rows(part, report, MODULES["overview"]),
    }


async def _accounts(request: Request) -> dict[str, Any]:
    wanted = request.query_params.get("keyword", "").removeprefix("@").casefold()
    report, part = asked_report(request), torn_part(request)
    rows = [row for row in torn_rows(part, report, MODULES["creator"]) if wanted in row["handle"].casefold()]
    return sorted_page(request, rows) | {"industry": torn_industry(part, report)}


async def _lives(request: Request) -> dict[str, Any]:
    return sorted_page(request, torn_rows(torn_part(request), asked_report(request), MODULES["live"]))


def sorted_page(request: Request, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """One page of rows in the order that the address names, with the shop's money."""
    by = request.query_params.get("sort", "")
    if by in _SORTS and rows and by in rows[0]:
        downwards = request.query_params.get("order") != "ascending"
        rows = sorted(rows, key=lambda row: _comparable(row[by]), reverse=downwards)
    shop = portal_of(request).world.shops[seller_of(request).shop]
    return paged(request, rows, page_number(request.query_params.get("page"))) | {"currency": shop.currency}


def _comparable(value: Any) -> Any:  # noqa: ANN401 - amounts are texts, everything else compares as it is
    if value is None:
        return -1.0
    return float(value) if isinstance(value, str) and value.replace(".", "", 1).isdecimal() else value


MODULES: dict[str, Callable[[Report], list[dict[str, Any]]]] = {
    "overview": lambda report: list(report.days()),
    "creator": lambda report: list(report.accounts()),
    "live": lambda report: list(report.lives()),
    "product": lambda report: list(report.products()),
}


async def _export(request: Request) -> dict[str, Any]:
    portal, session, sent = portal_of(request), seller_of(request), await fields_of(request)
    module, stretch = word(sent, "module"), word(sent, "time_range")
    if module not in MODULES:
        raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    days = _report(request, stretch).span
    fixed = f"{days.first}..{days.last}"  # `today` means the day on which it was asked for
    made = Export(portal.new_id(), session.shop, module, fixed, portal.clock.now())
    portal.do(Done(portal.world.with_rows(made), ("export",), session.shop, ""), session, "seller")
    return {"task_id": made.id, "ready": made.ready(portal.clock.now())}


async def _exports(request: Request) -> dict[str, Any]:
    shop, now = seller_of(request).shop, portal_of(request).clock.now()
    mine = seen_world(request).table(Export).about("shop", shop)
    newest = sorted(mine, key=lambda one: (one.at, one.id), reverse=True)
    rows = [
        {"task_id": one.id, "module": one.module, "time_range": one.span, "at": iso(one.at), "ready": one.ready(now)}
        for one in newest
    ]
    return paged(request, rows, page_number(request.query_params.get("page")))


async def _file(request: Request) -> Response:
    portal, session = portal_of(request), session_of(request)
    made = portal.world.table(Export).get(request.path_params["task"])
    if not (session and session.login and made and made.shop == session.shop and made.ready(portal.clock.now())):
        return await missing(request)
    body = workbook(_sheets(request, made))
    name = f"{made.module}_{made.span.replace('..', '_')}.xlsx"
    return Response(body, 200, NO_STORE | {"content-disposition": f'attachment; filename="{name}"'}, _XLSX)


def _sheets(request: Request, made: Export) -> dict[str, list[list[Any]]]:
    """The overview's first sheet is the sum, not the days: whoever takes the first takes the wrong one."""
    texts, report = texts_of(request), _report(request, made.span)
    rows = torn_rows(torn_part(request), report, MODULES[made.module])
    heads = list(rows[0]) if rows else []
    table = [[texts(f"compass.{head}") for head in heads], *([row[head] for head in heads] for row in rows)]
    if made.module != "overview":
        return {texts(f"compass.module.{made.module}"): table}
    total = plain(report.total())
    return {
        texts("compass.sheet.total"): [[texts(f"compass.{name}") for name in total], list(total.values())],
        texts("compass.sheet.days"): table,
    }


ROUTES = [
    call("GET", "/api/v3/insights/seller/shop/overview/performance/stats", _overview),
    call("GET", f"{_API}/creator/list", _accounts),
    call("GET", f"{_API}/live/diagnosis/creator/list", _lives),
    call("POST", f"{_API}/export/create", _export),
    call("GET", f"{_API}/export/list", _exports),
    Route("/compass/export/{task}", _file),
]
