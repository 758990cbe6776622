"""The calls behind the creator's pages in the TikTok app: the inbox, its answers, and the identity check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.deeds import Done, RefusedError, accept, decline, verify_identity
from mock_portal.web.answers import call, iso
from mock_portal.web.asked import creator_of, fields_of, portal_of, seen_world, word

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from starlette.requests import Request

    from mock_portal.world import Invitation, World

    Deed = Callable[[World, Invitation, datetime], Done]


async def _inbox(request: Request) -> dict[str, Any]:
    world, account, now = seen_world(request), creator_of(request).account, portal_of(request).clock.now()
    mine = world.invitations.about("account", account)
    newest = sorted(mine, key=lambda one: (one.sent_at, one.id), reverse=True)
    return {"list": [_row(world, one, now) for one in newest], "total": len(mine)}


def _row(world: World, one: Invitation, now: datetime) -> dict[str, Any]:
    shop = world.shops[one.shop]
    return {
        "invitation_id": one.id,
        "shop_name": shop.name,
        "shop_region": shop.region,
        "stage": one.stage_at(now),
        "expires_at": iso(one.expires_at),
    }


def _answered(deed: Deed) -> Callable[[Request], Awaitable[dict[str, Any]]]:
    """A call by which the creator moves one of their own invitations."""

    async def handler(request: Request) -> dict[str, Any]:
        portal, session = portal_of(request), creator_of(request)
        invitation = portal.world.invitations.get(word(await fields_of(request), "invitation_id"))
        if invitation is None or invitation.account != session.account:
            raise RefusedError(reason="invitation_gone")
        done = portal.do(deed(portal.world, invitation, portal.clock.now()), session, "creator")
        return {"stage": portal.world.invitations[done.invitation].stage}

    return handler


ROUTES = [
    call("GET", "/api/m/invitation/list", _inbox),
    call("POST", "/api/m/invitation/accept", _answered(accept)),
    call("POST", "/api/m/invitation/decline", _answered(decline)),
    call("POST", "/api/m/identity", _answered(verify_identity)),
]
