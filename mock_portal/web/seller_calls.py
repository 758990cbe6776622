"""The calls behind the seller's pages: shop, links, search, eligibility, and the invitation that is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.health.measure import shop_measure
from mock_portal.areas.showcase.rules import added_today
from mock_portal.deeds import invite
from mock_portal.rules import eligibility, links_in_window, slots, unlinks_left
from mock_portal.web.answers import call, iso, paged
from mock_portal.web.asked import counts_each, fields_of, page_number, portal_of, seen_world, seller_of, wish_of, word
from mock_portal.web.search import found

if TYPE_CHECKING:
    from starlette.requests import Request

    from mock_portal.rules import Check
    from mock_portal.world import Account, Invitation, Link, World

_API = "/api/v1/seller"
# Long before every world begins: the shop's own account is not linked by anybody we watch.
_SINCE_ALWAYS = "2024-01-15T09:00:00+00:00"


async def _overview(request: Request) -> dict[str, Any]:
    world, shop, now = seen_world(request), seller_of(request).shop, portal_of(request).clock.now()
    return {
        "standing": shop_measure(world, shop, now).told(),
        "unlinks_left": unlinks_left(world, shop),
        "links_used": len(links_in_window(world, now, shop=shop)),
        "links_max": world.limits.links_in_window,
        "showcase_max": world.limits.showcase_a_day,
        "showcase": [
            {"handle": world.accounts[link.account].handle, "used": added_today(world, link.account, now)}
            for link in world.links_of(shop)
        ],
    }


async def _links(request: Request) -> dict[str, Any]:
    world, portal = seen_world(request), portal_of(request)
    shop = world.shops[seller_of(request).shop]
    official = request.query_params.get("tab") == "official"
    rows = (
        _official_row(world, shop.official) if official else [_link_row(world, one) for one in world.links_of(shop.id)]
    )
    used, most = slots(world, shop, portal.clock.now())
    return paged(request, rows, page_number(request.query_params.get("page"))) | {"slots": {"used": used, "max": most}}


def _official_row(world: World, handle: str) -> list[dict[str, Any]]:
    account = world.account_of(handle)
    return [{**_account(account), "email": account.email, "linked_since": _SINCE_ALWAYS}] if account else []


def _link_row(world: World, link: Link) -> dict[str, Any]:
    account = world.accounts[link.account]
    return {**_account(account), "email": account.email, "linked_since": iso(link.linked_at)}


def _account(account: Account) -> dict[str, Any]:
    return {
        "account_id": account.id,
        "handle": account.handle,
        "nickname": account.nickname,
        "followers": account.followers,
        "category": account.category,
    }


async def _search(request: Request) -> dict[str, Any]:
    seller_of(request)
    sent = await fields_of(request)
    hits = found(request, word(sent, "keyword"))
    page = paged(request, hits, page_number(sent.get("page")))
    return page | {"list": [_account(one) for one in page["list"]]}


async def _verify(request: Request) -> dict[str, Any]:
    wish = await wish_of(request)
    return {"account": _account(wish.account), "checks": [_check(one) for one in eligibility(wish)]}


def _check(check: Check) -> dict[str, Any]:
    return {"name": check.name, "passed": check.passed, "detail": check.detail, "until": iso(check.until)}


async def _send(request: Request) -> dict[str, Any]:
    wish = await wish_of(request)
    portal = portal_of(request)
    sent = invite(wish, portal.new_id(), again=counts_each(request))
    done = portal.do(sent, seller_of(request), "seller")
    made = portal.world.invitations[done.invitation]
    return {"invitation_id": made.id, "expires_at": iso(made.expires_at)}


async def _invitations(request: Request) -> dict[str, Any]:
    world, session = seen_world(request), seller_of(request)
    mine = world.invitations.about("shop", session.shop)
    newest = sorted(mine, key=lambda one: (one.sent_at, one.id), reverse=True)
    page = paged(request, newest, page_number(request.query_params.get("page")))
    return page | {"list": [_invitation(request, world, one) for one in page["list"]]}


def _invitation(request: Request, world: World, one: Invitation) -> dict[str, Any]:
    return {
        **_account(world.accounts[one.account]),
        "invitation_id": one.id,
        "stage": one.stage_at(portal_of(request).clock.now()),
        "sent_at": iso(one.sent_at),
        "expires_at": iso(one.expires_at),
        "note": one.note,
    }


ROUTES = [
    call("GET", f"{_API}/shop/overview", _overview),
    call("GET", f"{_API}/creator/agg/get", _links),
    call("POST", f"{_API}/creator/info/get", _search),
    call("POST", f"{_API}/creator/availability/verify", _verify),
    call("POST", f"{_API}/creator/invitation/send", _send),
    call("GET", f"{_API}/creator/invitation/list", _invitations),
]
