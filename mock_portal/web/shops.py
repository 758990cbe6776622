"""The shops of a login: a few stand in every page, of many one page at a time, and one of them is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.rights import barred
from mock_portal.web.answers import call, paged
from mock_portal.web.asked import NO_RIGHT, Unwelcome, fields_of, page_number, portal_of, seller_of, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from mock_portal.world import Login, Shop, World

_API = "/api/v1/seller/shop"


def first_shops(world: World, login: Login) -> dict[str, Any]:
    """What a page knows of its login's shops before anybody asks for more."""
    first = login.shops[: world.limits.page_size]
    return {"list": [_told(world.shops[one]) for one in first], "total": len(login.shops)}


def _told(shop: Shop) -> dict[str, str]:
    return {"id": shop.id, "name": shop.name, "region": shop.region}


async def _list(request: Request) -> dict[str, Any]:
    """The login's shops in their order, perhaps only those with a word in their name or number."""
    asked, wanted = request.query_params, request.query_params.get("keyword", "").strip().casefold()
    page = paged(request, list(_found(request, wanted)), page_number(asked.get("page")))
    return page | {"list": [_told(one) for one in page["list"]]}


def _found(request: Request, wanted: str) -> Iterator[Shop]:
    world = portal_of(request).world
    mine = (world.shops[one] for one in world.logins[seller_of(request).login].shops)
    return (one for one in mine if not wanted or wanted in one.name.casefold() or wanted in one.id)


async def _switch(request: Request) -> dict[str, Any]:
    session, portal = seller_of(request), portal_of(request)
    shop = word(await fields_of(request), "shop_id")
    if barred(portal.world.logins[session.login], shop):
        raise Unwelcome(NO_RIGHT, "refused.no_shop")
    session.switch(shop)
    return {"shop_id": shop, "shop_region": portal.world.shops[shop].region}


ROUTES = [
    call("GET", f"{_API}/list", _list),
    call("POST", f"{_API}/switch", _switch),
]
