"""The calls behind the self-check: give a text, ask for its findings, look at former ones."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mock_portal.areas.health.check import ContentCheck, checks_of, findings, markets
from mock_portal.deeds import Done, RefusedError
from mock_portal.web.answers import call, iso, paged
from mock_portal.web.asked import fields_of, page_number, portal_of, seen_world, seller_of

if TYPE_CHECKING:
    from starlette.requests import Request

_API = "/api/v1/seller/content_check"
_BEGINNING = 60


async def _begin(request: Request) -> dict[str, Any]:
    portal, session, sent = portal_of(request), seller_of(request), await fields_of(request)
    text, market = sent.get("text"), sent.get("market")
    if not isinstance(text, str) or not text.strip() or len(text) > portal.world.limits.check_letters:
        raise RefusedError(reason="check_text")
    if market not in markets():
        raise RefusedError(reason="check_market")
    made = ContentCheck(portal.new_id(), session.shop, str(market), text, portal.clock.now())
    portal.do(Done(portal.world.with_rows(made), ("content_check",), session.shop, ""), session, "seller")
    return {"check_id": made.id}


async def _result(request: Request) -> dict[str, Any]:
    """Text and findings; nothing is told about the text before the check is ready."""
    one = seen_world(request).table(ContentCheck).get(request.query_params.get("check_id", ""))
    if one is None or one.shop != seller_of(request).shop:
        raise RefusedError(reason="no_check")
    row = _row(request, one)
    if not row["ready"]:
        return row
    return row | {"text": one.text, "list": [asdict(found) for found in findings(one.text, one.market)]}


async def _history(request: Request) -> dict[str, Any]:
    rows = [_row(request, one) for one in checks_of(seen_world(request), seller_of(request).shop)]
    return paged(request, rows, page_number(request.query_params.get("page")))


def _row(request: Request, one: ContentCheck) -> dict[str, Any]:
    ready = one.ready(portal_of(request).clock.now())
    return {
        "check_id": one.id,
        "market": one.market,
        "at": iso(one.at),
        "beginning": one.text[:_BEGINNING],
        "cut": len(one.text) > _BEGINNING,
        "ready": ready,
        "count": len(findings(one.text, one.market)) if ready else None,
    }


async def _offered(request: Request) -> dict[str, Any]:
    """The markets to choose from, the shop's own first, and how long a text may be."""
    world = seen_world(request)
    own = world.shops[seller_of(request).shop].region
    return {"markets": sorted(markets(), key=lambda one: one != own), "letters": world.limits.check_letters}


ROUTES = [
    call("GET", f"{_API}/config/get", _offered),
    call("POST", f"{_API}/create", _begin),
    call("GET", f"{_API}/get", _result),
    call("GET", f"{_API}/list", _history),
]
