"""Signing in and out: sellers with e-mail or phone, creators with their handle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.rights import first_open
from mock_portal.second_factor import CodeRefusedError
from mock_portal.web.answers import call, envelope
from mock_portal.web.asked import Unwelcome, fields_of, portal_of, session_of, word

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from mock_portal.sessions import Session
    from mock_portal.world import Login

_WRONG = 98001010
_TICKET, _DEVICE = "passport_ticket", "passport_device"


async def _login(request: Request) -> dict[str, Any] | Response:
    portal, sent = portal_of(request), await fields_of(request)
    login = _login_named(request, word(sent, "account"))
    if login is None or login.password != word(sent, "password"):
        raise Unwelcome(_WRONG, "login.wrong")
    device = request.cookies.get(_DEVICE, "")
    if login.two_step and not portal.second_factor.trusts(device, login.id):
        answer = envelope(0, "success", {"two_step": True})
        answer.set_cookie(_TICKET, portal.second_factor.begin(login.id, portal.clock.now()), httponly=True)
        return answer
    return at_work(request, login)


def at_work(request: Request, login: Login, **told: str) -> Response:
    """Let a login in that has proven itself; it begins in its first shop."""
    portal = portal_of(request)
    session = portal.sessions.start(login=login.id, shop=first_open(login))
    return _welcome(session, told | {"shop_region": portal.world.shops[session.shop].region})


async def _confirm(request: Request) -> Response:
    portal, sent = portal_of(request), await fields_of(request)
    code, ticket = word(sent, "code"), request.cookies.get(_TICKET, "")
    try:
        login = portal.second_factor.confirm(ticket, code, portal.clock.now())
    except CodeRefusedError as no:
        raise Unwelcome(_WRONG, no.reason) from no
    answer = at_work(request, portal.world.logins[login])
    if sent.get("trust") is True:
        answer.set_cookie(_DEVICE, portal.second_factor.trust(login), httponly=True)
    return answer


async def _send_again(request: Request) -> dict[str, Any]:
    portal = portal_of(request)
    try:
        portal.second_factor.send_again(request.cookies.get(_TICKET, ""), portal.clock.now())
    except CodeRefusedError as no:
        raise Unwelcome(_WRONG, no.reason) from no
    return {}


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
    call("POST", "/passport/web/two-step/confirm", _confirm),
    call("POST", "/passport/web/two-step/send", _send_again),
    call("POST", "/passport/web/logout", _logout),
    call("POST", "/passport/m/login", _creator_login),
]
