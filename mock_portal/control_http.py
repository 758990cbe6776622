"""The control plane on its own port: every call with its token, and the desk that offers and explains them."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Route

from mock_portal import desk
from mock_portal.control import Control
from mock_portal.mistakes import InputError
from mock_portal.persons import EVERYBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp

    Action = Callable[[Control, Any], dict[str, Any]]


class _Call(NamedTuple):
    """One call: what it does says the action's own sentence, what it takes is said here."""

    method: str
    path: str
    action: Action
    takes: str = ""

    def told(self) -> dict[str, str]:
        """For people."""
        return {"method": self.method, "path": self.path, "takes": self.takes, "says": self.action.__doc__ or ""}


_CALLS = (
    _Call("GET", "/__health", Control.health),
    _Call("GET", "/__fault", Control.faults),
    _Call(
        "PUT",
        "/__fault",
        Control.put_fault,
        "match (method, path, shop, nth, probability), do, times, the verb's arguments",
    ),
    _Call("DELETE", "/__fault", Control.clear_faults),
    _Call("GET", "/__effects", Control.effects, "?after= (the number of the last one that is known already)"),
    _Call("GET", "/__requests", Control.requests, "?after= (the number of the last one that is known already)"),
    _Call("GET", "/__world", Control.world, "?shop= (its number), ?only= (parts, with commas between)"),
    _Call("GET", "/__figures", Control.figures, "?shop= (its number), ?time_range= (as the site's addresses say it)"),
    _Call("GET", "/__skin", Control.skin),
    _Call("GET", "/__clock", Control.clock),
    _Call(
        "POST", "/__clock", Control.move_clock, "one of set (instant), advance (seconds), freeze (true, false), factor"
    ),
    _Call("POST", "/__reset", Control.reset, "seed, world (the text of a world file), counting (naive, nonce), skin"),
    _Call("POST", "/__person", Control.person, "who, do, and whom it is about (handle, shop, login)"),
)


def control_app(control: Control, token: str) -> ASGIApp:
    """The control plane's application; every call needs the token."""
    calls = (*_CALLS, _Call("GET", "/__help", _help))
    routes = [Route(one.path, _endpoint(control, one.action, token), methods=[one.method]) for one in calls]
    return Starlette(routes=[*routes, *desk.ROUTES], exception_handlers={404: _no_such_call, 405: _no_such_call})


async def _no_such_call(request: Request, error: Exception) -> JSONResponse:
    """Say what is not there, and where the rest is told."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    told = f"no call {request.method} {request.url.path}; GET /__help lists them all"
    return JSONResponse({"error": told}, status)


def _help(control: Control, _: object) -> dict[str, Any]:
    """All calls, all verbs and everybody who can be played, in words."""
    people = [{"who": who, "says": one.__doc__ or ""} for who, one in EVERYBODY.items()]
    return {"calls": [one.told() for one in _CALLS], "verbs": control.faults(None)["verbs"], "people": people}


def _endpoint(control: Control, action: Action, token: str) -> Callable[[Request], Any]:
    expected = f"Bearer {token}".encode()

    async def endpoint(request: Request) -> JSONResponse:
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), expected):
            return JSONResponse({"error": "token missing or wrong"}, 401)
        try:
            return JSONResponse(action(control, await _asked(request)))
        except InputError as error:
            return JSONResponse({"error": str(error)}, 400)

    return endpoint


async def _asked(request: Request) -> object:
    """What was sent along: after the question mark, or as JSON."""
    return dict(request.query_params) if request.method == "GET" else _json(await request.body())


def _json(body: bytes) -> object:
    try:
        return json.loads(body or b"{}", parse_constant=_no_number)
    except ValueError as error:
        raise InputError(about="not JSON", problem=str(error)) from error


def _no_number(text: str) -> float:
    raise ValueError(text)
