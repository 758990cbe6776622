"""The calls behind ending a link: the seller's dialog and list of requests, and the creator's page of the link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.unlinking.deeds import approve, ask, decline, end, end_again, withdraw
from mock_portal.areas.unlinking.model import UnlinkRequest
from mock_portal.areas.unlinking.rules import due_at, obstacles, pending
from mock_portal.deeds import RefusedError
from mock_portal.rules import Wish, unlinks_left
from mock_portal.web.answers import call, iso, paged
from mock_portal.web.asked import (
    BAD_REQUEST,
    Unwelcome,
    counts_each,
    creator_of,
    fields_of,
    page_number,
    portal_of,
    seen_world,
    seller_of,
    texts_of,
    wish_of,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from mock_portal.deeds import Done
    from mock_portal.world import Link, World

_API = "/api/v1/seller/creator"


async def _remain(request: Request) -> dict[str, Any]:
    """What the dialog shows before it asks: whom it would unlink, how often still, and what is against it."""
    wish, texts = await wish_of(request), texts_of(request)
    account = wish.account
    return {
        "account": {"account_id": account.id, "handle": account.handle, "nickname": account.nickname},
        "unlinks_left": unlinks_left(seen_world(request), wish.shop.id),
        "unlinks_ever": wish.world.limits.unlinks_ever,
        "obstacles": [{"text": texts(f"refused.{one.reason}"), "until": iso(one.until)} for one in obstacles(wish)],
    }


async def _unbind(request: Request) -> dict[str, Any]:
    done = portal_of(request).do(_ending(request)(await wish_of(request)), seller_of(request), "seller")
    return {"unlinks_left": unlinks_left(portal_of(request).world, done.shop)}


def _ending(request: Request) -> Callable[[Wish], Done]:
    return end_again if counts_each(request) else end


async def _requests(request: Request) -> dict[str, Any]:
    world, shop = seen_world(request), seller_of(request).shop
    mine = world.table(UnlinkRequest).about("shop", shop)
    newest = sorted(mine, key=lambda one: (one.at, one.id), reverse=True)
    page = paged(request, newest, page_number(request.query_params.get("page")))
    return page | {"list": [_row(world, one) for one in page["list"]]}


def _row(world: World, one: UnlinkRequest) -> dict[str, Any]:
    account = world.accounts[one.account]
    return {
        "apply_id": one.id,
        "account_id": account.id,
        "handle": account.handle,
        "nickname": account.nickname,
        "at": iso(one.at),
        "due_at": iso(due_at(one, world)),
        "state": one.state,
    }


async def _decide(request: Request) -> dict[str, Any]:
    portal, session, sent = portal_of(request), seller_of(request), await fields_of(request)
    asked = portal.world.table(UnlinkRequest).get(word(sent, "apply_id"))
    if asked is None or asked.shop != session.shop:
        raise RefusedError(reason="unlink_gone")
    match sent.get("decision"):
        case "approve":
            done = approve(portal.wish(session, asked.account), asked, _ending(request))
        case "decline":
            done = decline(portal.world, asked)
        case _:
            raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    portal.do(done, session, "seller")
    return {"state": portal.world.table(UnlinkRequest)[asked.id].state}


async def _link(request: Request) -> dict[str, Any]:
    """The creator's page of the link, with the request that is or was made about it."""
    world, account = seen_world(request), creator_of(request).account
    link = world.link_of(account)
    if link is None:
        return {"link": None, "request": None}
    shop = world.shops[link.shop]
    told = {"shop_name": shop.name, "shop_region": shop.region, "linked_since": iso(link.linked_at)}
    return {"link": told, "request": _latest(world, link)}


def _latest(world: World, link: Link) -> dict[str, Any] | None:
    rows = world.table(UnlinkRequest).about("account", link.account)
    mine = [one for one in rows if one.shop == link.shop and one.at >= link.linked_at]
    newest = max(mine, key=lambda one: (one.at, one.id), default=None)
    return {"state": newest.state, "at": iso(newest.at), "due_at": iso(due_at(newest, world))} if newest else None


def _own_wish(request: Request) -> Wish:
    """The creator's wish: by the network of their own phone."""
    portal, session = portal_of(request), creator_of(request)
    link = portal.world.link_of(session.account)
    if link is None:
        raise RefusedError(reason="not_linked")
    shop, account = portal.world.shops[link.shop], portal.world.accounts[session.account]
    return Wish(portal.world, shop, account, portal.clock.now(), portal.egress(session), (shop.region,))


async def _ask(request: Request) -> dict[str, Any]:
    portal = portal_of(request)
    asked = ask(_own_wish(request), portal.new_id(), again=counts_each(request))
    portal.do(asked, creator_of(request), "creator")
    return {}


async def _withdraw(request: Request) -> dict[str, Any]:
    portal, wish = portal_of(request), _own_wish(request)
    asked = pending(portal.world, wish.shop.id, wish.account.id)
    if asked is None:
        raise RefusedError(reason="unlink_gone")
    portal.do(withdraw(portal.world, asked), creator_of(request), "creator")
    return {}


ROUTES = [
    call("POST", f"{_API}/remain/get", _remain),
    call("POST", f"{_API}/unbind", _unbind),
    call("GET", f"{_API}/unbind_apply/get", _requests),
    call("POST", f"{_API}/unbind_apply/update", _decide),
    call("GET", "/api/m/link/get", _link),
    call("POST", "/api/m/unlink/request", _ask),
    call("POST", "/api/m/unlink/withdraw", _withdraw),
]
