"""The site's own calls: signing in, the rankings as far as the plan shows them, and who sells what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mock_portal.areas.tabcut.model import Plan, TabcutUser, TabcutVisit
from mock_portal.areas.tabcut.ranking import PERIODS, Ranking
from mock_portal.deeds import Done, RefusedError
from mock_portal.web.answers import call, envelope
from mock_portal.web.asked import BAD_REQUEST, Unwelcome, fields_of, page_number, portal_of, word

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

_API = "/tabcut/api"
_COOKIE = "tabcut_token"
_ROWS = 20
_HOURS = 6
_SHOWN = {None: 3, Plan.FREE: 40, Plan.PRO: 100_000}
_SORTS = ("gmv", "sold", "views")


def _customer(request: Request) -> TabcutUser | None:
    world = portal_of(request).world
    visit = world.table(TabcutVisit).get(request.cookies.get(_COOKIE, ""))
    return world.table(TabcutUser)[visit.user] if visit else None


async def _log_in(request: Request) -> Response:
    portal, sent = portal_of(request), await fields_of(request)
    who = (word(sent, "email"), word(sent, "password"))
    found = next((one for one in portal.world.table(TabcutUser).values() if (one.email, one.password) == who), None)
    if found is None:
        raise RefusedError(reason="tabcut_login")
    visit = TabcutVisit(portal.new_id(), found.id, portal.clock.now())
    portal.do(Done(portal.world.with_rows(visit), ("tabcut_login",), "", ""), None, "customer")
    answer = envelope(0, "success", {"plan": found.plan})
    answer.set_cookie(_COOKIE, visit.id, path="/tabcut", httponly=True, samesite="lax")
    return answer


async def _ranking(request: Request) -> dict[str, Any]:
    """One page of a ranking; what the plan does not show is counted, not told."""
    asked, customer = request.query_params, _customer(request)
    rows = _rows(request, asked.get("kind", "goods"))
    category, sort = asked.get("category", ""), asked.get("sort", "gmv")
    if sort not in _SORTS:
        raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    kept = [row for row in rows if category in ("", row["category"])]
    ordered = sorted(kept, key=lambda row: -1 if row[sort] is None else row[sort], reverse=True)
    shown = ordered[: _SHOWN[customer.plan if customer else None]]
    first = (page_number(asked.get("page")) - 1) * _ROWS
    return {
        "list": [row | {"rank": place} for place, row in enumerate(shown, 1)][first : first + _ROWS],
        "total": len(kept),
        "shown": len(shown),
        "page_size": _ROWS,
        "categories": sorted({row["category"] for row in rows if row["category"]}),
        "customer": customer.email if customer else "",
        "regions": _regions(request),
        "updated": updated(portal_of(request).clock.now()).isoformat(),
    }


def updated(now: datetime) -> datetime:
    """Since when the numbers stand: they are made anew every six hours; the real site's rhythm is not public."""
    return now.replace(hour=now.hour - now.hour % _HOURS, minute=0, second=0, microsecond=0)


def _rows(request: Request, kind: str) -> list[dict[str, Any]]:
    ranking = _of(request)
    match kind:
        case "goods":
            return ranking.goods()
        case "creators":
            return ranking.creators()
        case "videos":
            return ranking.videos()
    raise Unwelcome(BAD_REQUEST, "refused.bad_request")


def _of(request: Request) -> Ranking:
    asked = request.query_params
    days, regions = asked.get("days", "7"), _regions(request)
    if not re.fullmatch("[0-9]{1,2}", days) or int(days) not in PERIODS:
        raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    region = asked.get("region", regions[0])
    return Ranking(portal_of(request).world, region if region in regions else regions[0], int(days))


def _regions(request: Request) -> list[str]:
    return sorted({one.region for one in portal_of(request).world.shops.values()})


async def _association(request: Request) -> dict[str, Any]:
    """A product's creators, or a creator's products; only customers see them."""
    if _customer(request) is None:
        raise RefusedError(reason="tabcut_stranger")
    asked, ranking = request.query_params, _of(request)
    number, goods = asked.get("id", ""), asked.get("kind") == "goods"
    about = next((row for row in (ranking.goods() if goods else ranking.creators()) if row["id"] == number), None)
    if about is None:
        raise RefusedError(reason="tabcut_unknown")
    rows = ranking.creators_of(number) if goods else ranking.goods_of(number)
    return {"about": about, "list": [row | {"rank": place} for place, row in enumerate(rows, 1)]}


ROUTES = [
    call("POST", f"{_API}/login", _log_in),
    call("GET", f"{_API}/ranking", _ranking),
    call("GET", f"{_API}/association", _association),
]
