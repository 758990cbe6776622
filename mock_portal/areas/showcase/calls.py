"""The calls behind the creator's showcase, and the seller's overview of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mock_portal.areas.showcase.catalogue import product_of, sold_by
from mock_portal.areas.showcase.deeds import Showcase
from mock_portal.areas.showcase.rules import added_today, objection, shop_of, shown, zone_of
from mock_portal.areas.showcase.told import told
from mock_portal.web.answers import call, iso, paged
from mock_portal.web.asked import (
    BAD_REQUEST,
    Unwelcome,
    creator_of,
    fields_of,
    page_number,
    page_size,
    portal_of,
    seen_world,
    seller_of,
    texts_of,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from mock_portal.areas.showcase.model import Product, ShowcaseItem
    from mock_portal.world import Link, World

_API = "/api/v1/streamer_desktop"
_NUMBER = re.compile(r"(?<![0-9])([0-9]{6,32})(?![0-9])")
_COUNT, _MOST = 20, 100


async def _list(request: Request) -> dict[str, Any]:
    world, account = seen_world(request), creator_of(request).account
    items = [(one, product) for one in shown(world, account) if (product := product_of(world, one.product))]
    part = _part(request, [pair for pair in items if _wanted(request, pair[1])])
    counts = {
        "in_showcase": len(items),
        "added_today": added_today(world, account, portal_of(request).clock.now()),
        "added_max": world.limits.showcase_a_day,
        "zone": zone_of(world, account),
    }
    return part | counts | {"products": [_item(world, *pair) for pair in part["products"]]}


def _item(world: World, one: ShowcaseItem, product: Product) -> dict[str, Any]:
    return {**told(world, product), "added_at": iso(one.at)}


def _wanted(request: Request, product: Product) -> bool:
    return request.query_params.get("keyword", "").strip().casefold() in product.title.casefold()


def _part(request: Request, rows: Sequence[Any]) -> dict[str, Any]:
    """The part of a list that is asked for by `count` and `offset`, and the `count` that was really given."""
    count = page_size(request, min(_MOST, _whole(request, "count") or _COUNT))
    first = _whole(request, "offset")
    return {"products": rows[first : first + count], "total": len(rows), "count": count}


def _whole(request: Request, name: str) -> int:
    text = request.query_params.get(name, "")
    return int(text) if re.fullmatch("[0-9]{1,6}", text) else 0


async def _check_link(request: Request) -> dict[str, Any]:
    """What a link leads to: the product, and what is against adding it."""
    world, account = seen_world(request), creator_of(request).account
    number = _NUMBER.search(word(await fields_of(request), "link"))
    product = product_of(world, number[1]) if number else None
    if product is None:
        raise Unwelcome(BAD_REQUEST, "refused.no_product")
    against = objection(world, account, product, by_link=True)
    return {"product": told(world, product), "objection": texts_of(request)(f"refused.{against}") if against else ""}


async def _shop_products(request: Request) -> dict[str, Any]:
    """What the linked shop sells; what cannot be added is told so."""
    world, account = seen_world(request), creator_of(request).account
    shop = shop_of(world, account)
    on_sale = [one for one in sold_by(world, shop.id) if one.listed and _wanted(request, one)] if shop else []
    part = _part(request, on_sale)
    return part | {
        "products": [
            {**told(world, one), "addable": not objection(world, account, one, by_link=False)}
            for one in part["products"]
        ]
    }


async def _add(request: Request) -> dict[str, Any]:
    portal, session, sent = portal_of(request), creator_of(request), await fields_of(request)
    products = _named(portal.world, sent.get("product_ids"))
    showcase = Showcase(portal.world, session.account, portal.clock.now())
    portal.do(showcase.add(products, portal.new_id, by_link=sent.get("source") == "link"), session, "creator")
    return {"added": len(products)}


def _named(world: World, numbers: object) -> Sequence[Product]:
    if not isinstance(numbers, list) or not numbers:
        raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    found = [product_of(world, str(one)) for one in numbers]
    if None in found:
        raise Unwelcome(BAD_REQUEST, "refused.no_product")
    return [one for one in found if one]


async def _remove(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), creator_of(request)
    product = word(await fields_of(request), "product_id")
    showcase = Showcase(portal.world, session.account, portal.clock.now())
    portal.do(showcase.remove(product), session, "creator")
    return {}


async def _overview(request: Request) -> dict[str, Any]:
    """The seller's table: each linked account with what it shows."""
    world, shop = seen_world(request), seller_of(request).shop
    page = paged(request, world.links_of(shop), page_number(request.query_params.get("page")))
    return page | {"list": [_account(request, world, link) for link in page["list"]]}


def _account(request: Request, world: World, link: Link) -> dict[str, Any]:
    items, account = shown(world, link.account), world.accounts[link.account]
    last = product_of(world, items[0].product) if items else None
    return {
        "account_id": account.id,
        "handle": account.handle,
        "nickname": account.nickname,
        "in_showcase": len(items),
        "added_today": added_today(world, account.id, portal_of(request).clock.now()),
        "added_max": world.limits.showcase_a_day,
        "last_at": iso(items[0].at) if items else None,
        "last_title": last.title if last else "",
    }


ROUTES = [
    call("GET", f"{_API}/showcase_product/list", _list),
    call("POST", f"{_API}/product_link/check", _check_link),
    call("GET", f"{_API}/shop_product/list", _shop_products),
    call("POST", f"{_API}/showcase_product/add", _add),
    call("POST", f"{_API}/showcase_product/remove", _remove),
    call("GET", "/api/v1/seller/showcase/overview", _overview),
]
