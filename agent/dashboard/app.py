"""The application: which address is answered by what, with the doors around all of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from agent.dashboard.asking import Asking
from agent.dashboard.deeds import Deeds
from agent.dashboard.doors import CLOSED, Doors
from agent.dashboard.live import Live
from agent.dashboard.views import Views
from agent.errors import CompanionError, MendInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from agent.dashboard.pages import Desk

_STATIC: Final = Path(__file__).parent / "static"
_KINDS: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def application(desk: Desk, entered: Callable[[], None], crashed: Callable[[BaseException], str]) -> ASGIApp:
    """All of it; `entered` hears that a link was used, `crashed` keeps what nobody foresaw and names the file."""
    views = Views(desk)
    deeds, asking, live = Deeds(desk, views, entered), Asking(desk), Live(desk, views)
    routes = [
        Route("/", views.overview),
        Route("/shops/{shop}", views.shop),
        Route("/runs", views.runs),
        Route("/runs/{run}/report", views.report),
        Route("/people", views.people),
        Route("/approvals", asking.approvals),
        Route("/approvals/{approval}", asking.decide, methods=["POST"]),
        Route("/approvals/{approval}/press", asking.press, methods=["POST"]),
        Route("/approvals/{approval}/picture", asking.picture),
        Route("/live/{hand_over}", live.page),
        Route("/live/{hand_over}", live.act, methods=["POST"]),
        Route("/live/{hand_over}/stream", live.stream),
        Route("/work", views.work),
        Route("/work", deeds.start, methods=["POST"]),
        Route("/work/{number}", deeds.child),
        Route("/work/{number}/stream", deeds.listen),
        Route("/stream", views.stream),
        Route("/enter", deeds.door),
        Route("/enter", deeds.enter, methods=["POST"]),
        Route("/leave", deeds.leave, methods=["POST"]),
        Route(CLOSED, deeds.closed),
        Route("/static/{name}", _static()),
    ]
    inside = Starlette(routes=routes, exception_handlers=_troubles(desk, crashed))
    return Doors(inside, desk.place, desk.keys)


def _static() -> Callable[[Request], Response]:
    """Our own few files, read once: no other name leads anywhere."""
    files = {one.name: (one.read_bytes(), _KINDS[one.suffix]) for one in _STATIC.iterdir() if one.suffix in _KINDS}

    def told(request: Request) -> Response:
        content, kind = files.get(request.path_params["name"], (b"", "text/plain"))
        return Response(content, 200 if content else 404, media_type=kind)

    return told


def _troubles(desk: Desk, crashed: Callable[[BaseException], str]) -> dict[object, Callable[..., Response]]:
    """What is said where a page cannot be had."""

    def foreseen(request: Request, error: CompanionError) -> Response:
        status = 400 if isinstance(error, MendInput) else 503
        return desk.page(request, "message.html", status, kind="trouble", error=error)

    def unforeseen(request: Request, error: Exception) -> Response:
        return desk.page(request, "message.html", 500, kind="crash", path=crashed(error))

    def refused(request: Request, error: HTTPException) -> Response:
        return desk.lost(request) if error.status_code == 404 else Response(status_code=error.status_code)  # noqa: PLR2004

    return {CompanionError: foreseen, Exception: unforeseen, HTTPException: refused}
