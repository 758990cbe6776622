"""What stands in the way whatever was asked: a suspended shop, a login elsewhere, a form that is out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from mock_portal.form_tokens import tokens_of
from mock_portal.web.answers import call
from mock_portal.web.asked import Unwelcome, any_session
from mock_portal.web.pages import public

if TYPE_CHECKING:
    from starlette.requests import Request

_CODES = {"suspended": 98001031, "kicked": 98001003, "form_token": 98001005}


async def _stop(request: Request) -> NoReturn:
    name = request.path_params["name"]
    raise Unwelcome(_CODES.get(name, 98001001), f"refused.{name}")


async def _form_token(request: Request) -> dict[str, str]:
    """A new token for one form of this session; where nobody counts by token there is none."""
    session, tokens = any_session(request), tokens_of(request)
    return {"form_token": tokens.give(session.name) if session and tokens else ""}


ROUTES = [
    public("/stop/suspended", "suspended"),
    public("/stop/kicked", "kicked"),
    call("GET", "/api/v1/stop/{name}", _stop),
    call("GET", "/api/v1/form_token", _form_token),
]
