"""The calls behind the marketing tools: the list, the picker of products, and what the forms send."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mock_portal.areas.promotions.deeds import create, deactivate
from mock_portal.areas.promotions.model import Promotion, Tool
from mock_portal.areas.promotions.rules import BOUNDS, of_shop, price_now
from mock_portal.areas.showcase.catalogue import product_of, sold_by
from mock_portal.areas.showcase.told import told
from mock_portal.deeds import RefusedError
from mock_portal.web.answers import call, iso, paged
from mock_portal.web.asked import (
    BAD_REQUEST,
    Unwelcome,
    fields_of,
    page_number,
    portal_of,
    seen_world,
    seller_of,
    word,
)

if TYPE_CHECKING:
    from starlette.requests import Request

    from mock_portal.world import World

_API = "/api/v1/promotion"


async def _list(request: Request) -> dict[str, Any]:
    """The promotions, the latest first, perhaps only those of one tool or state."""
    world, asked, now = seen_world(request), request.query_params, portal_of(request).clock.now()
    rows = [_row(world, one, now) for one in of_shop(world, seller_of(request).shop)]
    for key in ("tool", "state"):
        rows = [row for row in rows if asked.get(key, "") in ("", row[key])]
    return paged(request, rows, page_number(asked.get("page")))


def _row(world: World, one: Promotion, now: datetime) -> dict[str, Any]:
    account = world.accounts.get(one.account)
    return {
        "promotion_id": one.id,
        "tool": one.tool,
        "name": one.name,
        "percent": one.percent,
        "starts_at": iso(one.starts_at),
        "ends_at": iso(one.ends_at),
        "state": one.state(now),
        "products": len(one.products),
        "code": one.code,
        "handle": account.handle if account else "",
        "used": one.used,
        "quota": one.quota,
    }


async def _form(request: Request) -> dict[str, Any]:
    """What a form has to know: the tool's bounds, the portal's time, and the accounts that a code may be for."""
    world, shop = seen_world(request), seller_of(request).shop
    bounds = BOUNDS[_tool(request.query_params.get("tool", ""))]
    accounts = [world.accounts[link.account] for link in world.links_of(shop)]
    return {
        "now": iso(portal_of(request).clock.now()),
        "least": bounds.least,
        "most": bounds.most,
        "ahead_seconds": bounds.ahead.total_seconds(),
        "accounts": [{"account_id": one.id, "handle": one.handle} for one in accounts],
    }


async def _products(request: Request) -> dict[str, Any]:
    """What can be promoted, with the price that counts just now."""
    world, shop, now = seen_world(request), seller_of(request).shop, portal_of(request).clock.now()
    keyword = request.query_params.get("keyword", "").strip().casefold()
    found = [one for one in sold_by(world, shop) if one.listed and keyword in one.title.casefold()]
    page = paged(request, found, page_number(request.query_params.get("page")))
    return page | {"list": [told(world, one) | _price(world, shop, one.id, now) for one in page["list"]]}


def _price(world: World, shop: str, number: str, now: datetime) -> dict[str, Any]:
    amount, by = price_now(world, shop, number, now)
    return {"price_now": amount, "promoted_by": by.tool if by else ""}


async def _create(request: Request) -> dict[str, Any]:
    portal, session, sent = portal_of(request), seller_of(request), await fields_of(request)
    made = Promotion(
        id=portal.new_id(),
        shop=session.shop,
        tool=_tool(word(sent, "tool")),
        name=word(sent, "name"),
        percent=_number(sent, "percent"),
        starts_at=_moment(sent, "starts_at"),
        ends_at=_moment(sent, "ends_at"),
        products=_numbers(portal.world, sent),
        code=str(sent.get("code", "")),
        account=str(sent.get("account_id", "")),
        quota=_number(sent, "quota") if "quota" in sent else 0,
        per_customer=_number(sent, "per_customer") if "per_customer" in sent else 0,
    )
    portal.do(create(portal.world, made, portal.clock.now()), session, "seller")
    return {"promotion_id": made.id}


async def _deactivate(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), seller_of(request)
    found = portal.world.table(Promotion).get(word(await fields_of(request), "promotion_id"))
    if found is None or found.shop != session.shop:
        raise RefusedError(reason="promo_gone")
    portal.do(deactivate(portal.world, found, portal.clock.now()), session, "seller")
    return {}


def _tool(text: str) -> Tool:
    if text not in list(Tool):
        raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    return Tool(text)


def _number(sent: dict[str, Any], key: str) -> int:
    value = sent.get(key)
    if type(value) is not int:
        raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    return value


def _moment(sent: dict[str, Any], key: str) -> datetime:
    try:
        return datetime.fromisoformat(word(sent, key)).astimezone(UTC)
    except ValueError as error:
        raise Unwelcome(BAD_REQUEST, "refused.bad_request") from error


def _numbers(world: World, sent: dict[str, Any]) -> tuple[str, ...]:
    given = sent.get("product_ids", [])
    if not isinstance(given, list) or any(product_of(world, str(one)) is None for one in given):
        raise RefusedError(reason="promo_products")
    return tuple(dict.fromkeys(str(one) for one in given))


ROUTES = [
    call("GET", f"{_API}/list", _list),
    call("GET", f"{_API}/form", _form),
    call("GET", f"{_API}/product/list", _products),
    call("POST", f"{_API}/create", _create),
    call("POST", f"{_API}/deactivate", _deactivate),
]
