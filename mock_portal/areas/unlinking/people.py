"""A creator who asks to be unlinked, and a seller who answers, played over the control port."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.unlinking.deeds import approve, ask, decline, withdraw
from mock_portal.areas.unlinking.rules import pending
from mock_portal.mistakes import InputError
from mock_portal.rules import Wish

if TYPE_CHECKING:
    from mock_portal.portal import Portal


def play(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let somebody `request`, `withdraw`, `approve` or `decline` for the account with this `handle`."""
    account = portal.world.account_of(str(asked.get("handle")))
    link = portal.world.link_of(account.id) if account else None
    if account is None or link is None:
        raise InputError(about="handle", problem="no linked account")
    shop = portal.world.shops[link.shop]
    wish = Wish(portal.world, shop, account, portal.clock.now(), shop.region, (shop.region,))
    if asked.get("do") == "request":
        portal.do(ask(wish, portal.new_id()), None, "creator")
        return {"state": "pending"}
    return _answer(portal, wish, str(asked.get("do")))


def _answer(portal: Portal, wish: Wish, deed: str) -> dict[str, Any]:
    request = pending(portal.world, wish.shop.id, wish.account.id)
    if request is None:
        raise InputError(about="handle", problem="no open request")
    match deed:
        case "withdraw":
            done = withdraw(portal.world, request)
        case "decline":
            done = decline(portal.world, request)
        case "approve":
            done = approve(wish, request)
        case _:
            raise InputError(about="do", problem="must be one of request, withdraw, approve, decline")
    portal.do(done, None, "person")
    return {"state": deed}
