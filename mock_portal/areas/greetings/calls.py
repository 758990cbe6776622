"""What the home page tells the portal: an announcement is done with, the tour was had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.greetings.model import HomeModal, TourSeen
from mock_portal.areas.greetings.rules import hidden
from mock_portal.deeds import Done
from mock_portal.web.answers import call
from mock_portal.web.asked import BAD_REQUEST, Unwelcome, fields_of, portal_of, seller_of, word

if TYPE_CHECKING:
    from starlette.requests import Request

_API = "/api/v1/seller/home"


async def _hide(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), seller_of(request)
    modal = word(await fields_of(request), "modal_id")
    if modal not in portal.world.table(HomeModal):
        raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    world = portal.world.with_rows(hidden(session.login, modal))
    portal.do(Done(world, ("modal_hide",), session.shop, ""), session, "seller")
    return {}


async def _tour(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), seller_of(request)
    world = portal.world.with_rows(TourSeen(session.login, session.login))
    portal.do(Done(world, ("tour_seen",), session.shop, ""), session, "seller")
    return {}


ROUTES = [
    call("POST", f"{_API}/modal/hide", _hide),
    call("POST", f"{_API}/tour/seen", _tour),
]
