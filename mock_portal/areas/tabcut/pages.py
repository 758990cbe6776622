"""The site's pages: anybody may open them, and strangers see the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from mock_portal.web.pages import shell

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def _page(path: str, name: str) -> Route:
    async def endpoint(request: Request) -> Response:
        return shell(request, name, area="tabcut")

    return Route(path, endpoint)


ROUTES = [
    *(_page(f"/tabcut/ranking/{kind}", "tabcut_ranking") for kind in ("goods", "videos", "creators")),
    _page("/tabcut/ranking/goods/detail", "tabcut_detail"),
    _page("/tabcut/ranking/creators/detail", "tabcut_detail"),
]
