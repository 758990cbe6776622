"""Each region has a host of its own: a session of another one is led there, and takes its cookie along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from mock_portal.web.answers import NO_STORE
from mock_portal.web.asked import portal_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from mock_portal.sessions import Session

_HOST = re.compile(r"seller-([a-z]{2})\.localhost")
_HAND_OVER = "/passport/sso/callback"


def led_away(request: Request, session: Session) -> Response | None:
    """Where a seller's page on another region's host leads to; None where the page is at home, or no host is told.

    Names of the loopback play the hosts: a browser finds `seller-mx.localhost` by itself. A host without a region,
    such as 127.0.0.1, is at home everywhere.
    """
    portal, asked = portal_of(request), _HOST.fullmatch(request.url.hostname or "")
    region = portal.world.shops[session.shop].region
    if not (portal.world.site.region_hosts and asked) or asked[1] == region.lower():
        return None
    _, colon, port = request.url.netloc.partition(":")
    host = f"{request.url.scheme}://seller-{region.lower()}.localhost{colon}{port}"
    onward = f"{request.url.path}?{urlencode(dict(request.query_params) | {'shop_region': region})}"
    told = {"ticket": portal.sessions.hand_over(session), "next": onward}
    return RedirectResponse(f"{host}{_HAND_OVER}?{urlencode(told)}", 302, NO_STORE)


async def _arrive(request: Request) -> Response:
    """The ticket becomes the cookie of this host, once."""
    session = portal_of(request).sessions.taken_over(request.query_params.get("ticket", ""))
    onward = request.query_params.get("next", "")
    at_home = onward.startswith("/") and not onward.startswith(("//", "/\\"))
    answer = RedirectResponse(onward if at_home and session else "/account/login", 302, NO_STORE)
    if session:
        answer.set_cookie("sessionid", session.token, httponly=True, samesite="lax")
    return answer


ROUTES = [Route(_HAND_OVER, _arrive)]
