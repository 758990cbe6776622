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
def _texts(skin: str) -> dict[str, str]:
    """Every file in the words of a skin."""
    worded = skin_named(skin).worded
    files = {file.name: file.read_text(encoding="utf-8") for file in _FOLDER.iterdir() if file.suffix in _KINDS}
    files["skin.css"] += own_style(skin)
    return {name: worded(text) for name, text in files.items()}


@lru_cache(maxsize=256)
def _file(skin: str, name: str) -> bytes | None:
    """One of them as it is sent: a script with all that it imports, and of styles all that a page names at once."""
    texts, kind = _texts(skin), Path(name).suffix
    parts = [f"{part}{kind}" for part in name.removesuffix(kind).split("+")]
    if not texts.keys() >= set(parts):
        return None
    return "".join(bundled(part, texts) if kind == ".js" else texts[part] for part in parts).encode()


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    body = _file(portal_of(request).skin.name, name)
    if body is None:
        return PlainTextResponse("not found", 404)
    return Response(body, media_type=_KINDS[Path(name).suffix], headers=_FOR_EVER)


# A page that came in place of another asks under `visit`, so that its scripts begin anew.
ROUTES = [Route("/static/{build}/{name}", _static), Route("/static/{build}/{visit}/{name}", _static)]
