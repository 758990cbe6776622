"""All the portal's addresses in one application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette

from mock_portal.areas.routes import ROUTES
from mock_portal.web import creator_calls, egress, pages, regions, seller_calls, shops, sign_in, static_files, stops

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def _missing(request: Request, error: Exception) -> Response:
    _ = error
    return await pages.missing(request)


def site() -> Starlette:
    """The application behind the gate."""
    modules = (pages, regions, shops, seller_calls, sign_in, creator_calls, egress, stops, static_files)
    routes = ROUTES + [route for module in modules for route in module.ROUTES]
    return Starlette(routes=routes, exception_handlers={404: _missing})
