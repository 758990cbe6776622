"""Signing in and out: sellers with e-mail or phone, creators with their handle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.web.answers import call, envelope
from mock_portal.web.asked import Unwelcome, fields_of, portal_of, session_of, word

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from mock_portal.sessions import Session
    from mock_portal.world import Login

_WRONG = 98001010


async def _login(request: Request) -> dict[str, Any] | Response:
    portal, sent = portal_of(request), await fields_of(request)
    login = _login_named(request, word(sent, "account"))
    if login is None or login.password != word(sent, "password"):
        raise Unwelcome(_WRONG, "login.wrong")
    if login.two_step:
        return {"two_step": True}
    session = portal.sessions.start(login=login.id, shop=login.shops[0])
    return _welcome(session, {"shop_region": portal.world.shops[session.shop].region})


def _login_named(request: Request, name: str) -> Login | None:
    digits = _digits(name)
    for login in portal_of(request).world.logins.values():
        if login.email == name or (digits and _digits(login.phone) == digits):
            return login
    return None


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdecimal()) if "@" not in phone else ""


async def _creator_login(request: Request) -> Response:
    portal, sent = portal_of(request), await fields_of(request)
    account = portal.world.account_of(word(sent, "handle").removeprefix("@"))
    if account is None or account.password != word(sent, "password"):
        raise Unwelcome(_WRONG, "login.wrong")
    return _welcome(portal.sessions.start(account=account.id), {"account_id": account.id})


def _welcome(session: Session, data: dict[str, Any]) -> Response:
    answer = envelope(0, "success", data)
    answer.set_cookie("sessionid", session.token, httponly=True, samesite="lax")
    answer.set_cookie("csrftoken", session.token[::-1][:16], samesite="lax")
    return answer


async def _logout(request: Request) -> Response:
    """Log-out ends every session of the login: that is what the real site does to saved cookies."""
    session = session_of(request)
    if session:
        session.dead = True
        if session.login:
            portal_of(request).sessions.expire(session.login)
    answer = envelope(0, "success", {})
    answer.delete_cookie("sessionid")
    return answer


ROUTES = [
    call("POST", "/passport/web/user/login", _login),
    call("POST", "/passport/web/logout", _logout),
    call("POST", "/passport/m/login", _creator_login),
]
