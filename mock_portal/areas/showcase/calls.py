"""The calls behind the creator's showcase, and the seller's overview of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mock_portal.areas.showcase.deeds import add, remove
from mock_portal.areas.showcase.model import Product
from mock_portal.areas.showcase.rules import added_today, objection, of_shop, shop_of, shown
from mock_portal.web.answers import call, iso, paged
from mock_portal.web.asked import (
    BAD_REQUEST,
    Unwelcome,
    creator_of,
    fields_of,
    page_number,
    portal_of,
    seen_world,
    seller_of,
    texts_of,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from mock_portal.areas.showcase.model import ShowcaseItem
    from mock_portal.world import World

_API = "/api/v1/streamer_desktop"
_NUMBER = re.compile(r"(?<![0-9])([0-9]{6,32})(?![0-9])")


async def _list(request: Request) -> dict[str, Any]:
    world, account = seen_world(request), creator_of(request).account
    wanted = request.query_params.get("keyword", "").casefold()
    rows = [_item(world, one) for one in shown(world, account)]
    found = [row for row in rows if wanted in row["title"].casefold()]
    page = paged(request, found, page_number(request.query_params.get("page")))
    now = portal_of(request).clock.now()
    shop = shop_of(world, account)
    counts = {"count": len(rows), "added_today": added_today(world, account, now), "most": world.limits.showcase_a_day}
    return page | counts | {"shop_name": shop.name if shop else ""}


def _item(world: World, one: ShowcaseItem) -> dict[str, Any]:
    product = world.table(Product)[one.product]
    return {"item_id": one.id, "at": iso(one.at), **_product(world, product)}


def _product(world: World, product: Product) -> dict[str, Any]:
    return {
        "product_id": product.id,
        "title": product.title,
        "price": product.price,
        "stock": product.stock,
        "shop_name": world.shops[product.shop].name,
    }


async def _check_link(request: Request) -> dict[str, Any]:
    """What a link leads to: the product, and what is against adding it."""
    world, account = seen_world(request), creator_of(request).account
    number = _NUMBER.search(word(await fields_of(request), "link"))
    product = world.table(Product).get(number[1]) if number else None
    if product is None:
        raise Unwelcome(BAD_REQUEST, "refused.no_product")
    against = objection(world, account, product, by_link=True)
    return {
        "product": _product(world, product),
        "objection": texts_of(request)(f"refused.{against}") if against else "",
    }


async def _shop_products(request: Request) -> dict[str, Any]:
    world, account = seen_world(request), creator_of(request).account
    shop = shop_of(world, account)
    wanted = request.query_params.get("keyword", "").casefold()
    found = [one for one in of_shop(world, shop.id) if wanted in one.title.casefold()] if shop else []
    rows = [
        {**_product(world, one), "addable": not objection(world, account, one, by_link=False)}
        for one in found
        if one.listed
    ]
    return paged(request, rows, page_number(request.query_params.get("page")))


async def _add(request: Request) -> dict[str, Any]:
    portal, session, sent = portal_of(request), creator_of(request), await fields_of(request)
    products = _named(portal.world, sent.get("product_ids"))
    ids = [portal.new_id() for _ in products]
    by_link = sent.get("source") == "link"
    portal.do(
        add(portal.world, session.account, products, portal.clock.now(), ids, by_link=by_link), session, "creator"
    )
    return {"added": len(products)}


def _named(world: World, numbers: object) -> Sequence[Product]:
    known = world.table(Product)
    if not isinstance(numbers, list) or not numbers or len(set(map(str, numbers))) != len(numbers):
        raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    if any(str(one) not in known for one in numbers):
        raise Unwelcome(BAD_REQUEST, "refused.no_product")
    return [known[str(one)] for one in numbers]


async def _remove(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), creator_of(request)
    item = word(await fields_of(request), "item_id")
    portal.do(remove(portal.world, session.account, item, portal.clock.now()), session, "creator")
    return {}


async def _overview(request: Request) -> dict[str, Any]:
    """The seller's table: each linked account with what it shows."""
    world, shop, now = seen_world(request), seller_of(request).shop, portal_of(request).clock.now()
    rows = []
    for link in world.links_of(shop):
        items = shown(world, link.account)
        rows.append(
            {
                "account_id": link.account,
                "handle": world.accounts[link.account].handle,
                "count": len(items),
                "added_today": added_today(world, link.account, now),
                "most": world.limits.showcase_a_day,
                "last_at": iso(items[0].at) if items else None,
            }
        )
    return paged(request, rows, page_number(request.query_params.get("page")))


ROUTES = [
    call("GET", f"{_API}/showcase_product/list", _list),
    call("POST", f"{_API}/product_link/check", _check_link),
    call("GET", f"{_API}/shop_product/list", _shop_products),
    call("POST", f"{_API}/showcase_product/add", _add),
    call("POST", f"{_API}/showcase_product/remove", _remove),
    call("GET", "/api/v1/seller/showcase/overview", _overview),
]
