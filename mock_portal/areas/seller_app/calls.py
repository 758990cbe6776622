"""The calls behind the phone's screens: the seller's half by the seller's session, the owner's by the creator's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.seller_app.deeds import authorize, decline, leave
from mock_portal.areas.seller_app.model import Jump
from mock_portal.deeds import RefusedError
from mock_portal.rules import Wish
from mock_portal.web.answers import call, iso
from mock_portal.web.asked import NOBODY, Unwelcome, creator_of, fields_of, portal_of, seen_world, seller_of, word

if TYPE_CHECKING:
    from starlette.requests import Request

    from mock_portal.portal import Portal

_API = "/api/v1/seller_app/bind"


async def _leave(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), seller_of(request)
    account = portal.world.account_of(word(await fields_of(request), "handle").removeprefix("@"))
    if account is None:
        raise Unwelcome(NOBODY, "refused.nobody")
    number = portal.new_id()
    portal.do(leave(portal.wish(session, account.id), number), session, "seller")
    return {"jump_id": number, "handle": account.handle}


async def _state(request: Request) -> dict[str, Any]:
    jump = _jump(portal_of(request), str(request.query_params.get("jump_id")))
    if jump.shop != seller_of(request).shop:
        raise RefusedError(reason="jump_gone")
    handle = seen_world(request).accounts[jump.account].handle
    return {"jump_id": jump.id, "handle": handle, "state": jump.state_at(portal_of(request).clock.now())}


async def _asked(request: Request) -> dict[str, Any]:
    """What the TikTok app shows its user: who wants to bind the account."""
    portal, jump = portal_of(request), await _own(request)
    shop = portal.world.shops[jump.shop]
    state = jump.state_at(portal.clock.now())
    return {"shop_name": shop.name, "shop_region": shop.region, "state": state, "at": iso(jump.at)}


async def _authorize(request: Request) -> dict[str, Any]:
    portal, jump = portal_of(request), await _own(request)
    account, shop = portal.world.accounts[jump.account], portal.world.shops[jump.shop]
    wish = Wish(portal.world, shop, account, portal.clock.now(), account.region, (account.region,))
    done = portal.do(authorize(wish, jump, portal.new_id()), creator_of(request), "creator")
    return {"stage": portal.world.invitations[done.invitation].stage}


async def _decline(request: Request) -> dict[str, Any]:
    portal, jump = portal_of(request), await _own(request)
    portal.do(decline(portal.world, jump, portal.clock.now()), creator_of(request), "creator")
    return {}


async def _own(request: Request) -> Jump:
    """The jump that concerns the account which is logged in on the phone."""
    session = creator_of(request)
    asked = request.query_params.get("jump_id") or (await fields_of(request)).get("jump_id")
    jump = _jump(portal_of(request), str(asked))
    if jump.account != session.account:
        raise RefusedError(reason="jump_of_another")
    return jump


def _jump(portal: Portal, number: str) -> Jump:
    jump = portal.world.table(Jump).get(number)
    if jump is None:
        raise RefusedError(reason="jump_gone")
    return jump


ROUTES = [
    call("POST", f"{_API}/leave", _leave),
    call("GET", f"{_API}/state", _state),
    call("GET", "/api/m/authorize/get", _asked),
    call("POST", "/api/m/authorize/confirm", _authorize),
    call("POST", "/api/m/authorize/decline", _decline),
]
