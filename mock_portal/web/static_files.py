"""Scripts and styles, read once and served from memory under an address that changes with every start."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mock_portal.skin import own_style, skin_named
from mock_portal.web.asked import portal_of
from mock_portal.web.scripts import bundled

if TYPE_CHECKING:
    from starlette.requests import Request

_FOLDER = Path(__file__).parent.parent / "static"
_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}


@lru_cache(maxsize=4)
def _files(skin: str) -> dict[str, tuple[bytes, str]]:
    """Every file in the words of a skin, each script with all that it needs."""
    texts = {file.name: file.read_text("utf-8") for file in _FOLDER.iterdir() if file.suffix in _KINDS}
    texts["skin.css"] += own_style(skin)
    texts = {name: skin_named(skin).worded(text) for name, text in texts.items()}
    whole = {name: bundled(name, texts) if name.endswith(".js") else text for name, text in texts.items()}
    return {name: (text.encode(), _KINDS[Path(name).suffix]) for name, text in whole.items()}


async def _static(request: Request) -> Response:
    found = _files(portal_of(request).skin.name).get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("not found", 404)
    body, kind = found
    return Response(body, media_type=kind, headers=_FOR_EVER)


# A page that came in place of another asks under `visit`, so that its scripts begin anew.
ROUTES = [Route("/static/{build}/{name}", _static), Route("/static/{build}/{visit}/{name}", _static)]
