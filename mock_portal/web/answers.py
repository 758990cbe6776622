"""How calls are answered: the site's envelope, and lists cut into pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from mock_portal.deeds import RefusedError
from mock_portal.web.asked import Unwelcome, bites, must_be_allowed, page_size, texts_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from starlette.requests import Request

    Call = Callable[[Request], Awaitable[Any]]

NO_STORE = {"cache-control": "no-store"}
_REFUSED = 17008001


def envelope(code: int, message: str, data: object = None) -> Response:
    """The answer of every call: status 200, also where the portal says no."""
    body = json.dumps({"code": code, "message": message, "data": data}, ensure_ascii=False)
    return Response(body, media_type="application/json", headers=NO_STORE)


def call(method: str, path: str, handler: Call) -> Route:
    """Route a call; what the handler gives is its data, what it refuses is said in the session's language."""

    async def endpoint(request: Request) -> Response:
        try:
            must_be_allowed(request)
            given = await handler(request)
        except Unwelcome as no:
            return envelope(no.code, texts_of(request)(no.sentence))
        except RefusedError as no:
            return envelope(_REFUSED, texts_of(request)(f"refused.{no.reason}"))
        return given if isinstance(given, Response) else envelope(0, "success", given)

    return Route(path, endpoint, methods=[method])


def paged(request: Request, rows: Sequence[Any], page: int) -> dict[str, Any]:
    """One page of a list, with the total over all pages; a fault lets rows come in on top meanwhile (or go)."""
    size = page_size(request)
    new = (page - 1) * sum(fault.args.get("shift", 0) for fault in bites(request, "paginate"))
    first = max(0, (page - 1) * size - new)
    return {"list": rows[first : first + size], "total": max(0, len(rows) + new), "page": page, "page_size": size}


def iso(moment: datetime | None) -> str | None:
    """An instant for a page: ISO with offset."""
    return moment.isoformat() if moment else None
