"""The calls of both sides: the desk draws and asks after its code, the phone scans it and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import segno

from mock_portal.areas.qr_login.codes import LASTS, CodeState
from mock_portal.web.answers import call, envelope, iso
from mock_portal.web.asked import fields_of, portal_of, seller_of, word
from mock_portal.web.sign_in import at_work

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from mock_portal.areas.qr_login.codes import QrCode

_DESK = "passport_qr"
_API = "/api/v1/seller_app/qr"


async def _show(request: Request) -> Response:
    """A new code for this desk, as a picture of the address that a phone opens."""
    portal = portal_of(request)
    code = portal.qr_codes.show(portal.clock.now())
    address = f"{request.url.scheme}://{request.url.netloc}/app/qr?token={code.token}"
    picture = segno.make(address, micro=False, error="m").png_data_uri(scale=5, border=4)
    told = {"qrcode": picture, "qrcode_index_url": address, "expires_at": iso(code.shown_at + LASTS)}
    answer = envelope(0, "success", told)
    answer.set_cookie(_DESK, code.claim, httponly=True, samesite="lax")
    return answer


async def _check(request: Request) -> dict[str, Any] | Response:
    """How far the desk's code has come; once confirmed, the desk is logged in by this very answer."""
    portal = portal_of(request)
    code = portal.qr_codes.of_desk(request.cookies.get(_DESK, ""))
    state = code.state_at(portal.clock.now()) if code else CodeState.EXPIRED
    if code is None or state is not CodeState.CONFIRMED:
        return {"status": state}
    code.state = CodeState.USED
    return at_work(request, portal.world.logins[code.login], status=CodeState.CONFIRMED)


async def _scan(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), seller_of(request)
    token = word(await fields_of(request), "token")
    return _told(portal.qr_codes.scan(token, session.login, portal.clock.now()))


async def _confirm(request: Request) -> dict[str, Any]:
    return await _answer(request, agree=True)


async def _cancel(request: Request) -> dict[str, Any]:
    return await _answer(request, agree=False)


async def _answer(request: Request, *, agree: bool) -> dict[str, Any]:
    portal, session = portal_of(request), seller_of(request)
    token = word(await fields_of(request), "token")
    return _told(portal.qr_codes.answer(token, session.login, portal.clock.now(), agree=agree))


def _told(code: QrCode) -> dict[str, Any]:
    return {"status": code.state}


ROUTES = [
    call("POST", "/passport/open/get_qrcode", _show),
    call("GET", "/passport/open/check_qrcode", _check),
    call("POST", f"{_API}/scan", _scan),
    call("POST", f"{_API}/confirm", _confirm),
    call("POST", f"{_API}/cancel", _cancel),
]
