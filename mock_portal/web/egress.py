"""Two independent echoes of the address and country that the session's network shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from mock_portal.web.answers import NO_STORE
from mock_portal.web.asked import portal_of, session_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def _seen(request: Request) -> tuple[str, str]:
    """A documentation address that differs by country, and the country."""
    country = portal_of(request).egress(session_of(request))
    return f"203.0.113.{sum(map(ord, country)) % 254 + 1}", country


async def _echo(request: Request) -> Response:
    ip, country = _seen(request)
    return JSONResponse({"ip": ip, "country": country}, headers=NO_STORE)


async def _trace(request: Request) -> Response:
    ip, country = _seen(request)
    return PlainTextResponse(f"ip={ip}\nloc={country}\n", headers=NO_STORE)


ROUTES = [Route("/egress/echo", _echo), Route("/egress/trace", _trace)]
