"""The trainer's desk: the control port's own page, which explains every control and offers it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.responses import FileResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

_FOLDER = Path(__file__).parent / "desk_files"
_FILES: Final = {"desk.js": "text/javascript", "desk.css": "text/css"}
_CSP = "default-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
_HEADERS = {
    "content-security-policy": _CSP,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


async def _page(request: Request) -> Response:
    """The page itself holds no secret: whoever opens it gives the token, in the address after # or in its field."""
    _ = request
    return FileResponse(_FOLDER / "desk.html", headers=_HEADERS, media_type="text/html")


async def _file(request: Request) -> Response:
    name = str(request.path_params["name"])
    if name not in _FILES:
        return Response(status_code=404)
    return FileResponse(_FOLDER / name, headers=_HEADERS, media_type=_FILES[name])


ROUTES = [Route("/", _page), Route("/desk/{name}", _file)]
