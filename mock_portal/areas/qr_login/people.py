"""A phone with the Seller app, played over the control port: it scans the newest code and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.mistakes import InputError

if TYPE_CHECKING:
    from mock_portal.portal import Portal

_DEEDS = ("scan", "confirm", "cancel")


def play(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let the phone of a `login` `scan` the code that was shown last, and `confirm` or `cancel` it."""
    deed, login, now = asked.get("do"), str(asked.get("login")), portal.clock.now()
    if deed not in _DEEDS:
        raise InputError(about="do", problem=f"must be one of {', '.join(_DEEDS)}")
    if login not in portal.world.logins:
        raise InputError(about="login", problem=f"no {login!r}")
    newest = portal.qr_codes.newest()
    if newest is None:
        raise InputError(about="qr", problem="no code was shown")
    if deed == "scan":
        code = portal.qr_codes.scan(newest.token, login, now)
    else:
        code = portal.qr_codes.answer(newest.token, login, now, agree=deed == "confirm")
    return {"status": code.state}
