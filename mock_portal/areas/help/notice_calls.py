"""The calls behind the notification center."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.help.model import Notice, Subject
from mock_portal.areas.help.notices import is_read, notices, read
from mock_portal.web.answers import call, iso, paged
from mock_portal.web.asked import (
    BAD_REQUEST,
    Unwelcome,
    fields_of,
    page_number,
    portal_of,
    seen_world,
    seller_of,
    texts_of,
)

if TYPE_CHECKING:
    from starlette.requests import Request

    from mock_portal.world import World

_API = "/api/v1/seller/message_center"


def _told(request: Request, world: World) -> list[Notice]:
    portal = portal_of(request)
    return notices(world, portal.effects.entries, seller_of(request).shop, portal.clock.now())


async def _list(request: Request) -> dict[str, Any]:
    world, wanted = seen_world(request), request.query_params.get("category", "")
    rows = [_row(request, world, one) for one in _told(request, world) if wanted in ("", one.subject)]
    return paged(request, rows, page_number(request.query_params.get("page")))


def _row(request: Request, world: World, one: Notice) -> dict[str, Any]:
    texts, account = texts_of(request), world.accounts.get(one.account)
    name = f"@{account.handle}" if account else world.shops[one.shop].name
    return {
        "message_id": one.id,
        "category": one.subject,
        "topic": one.topic,
        "title": texts(f"help.notice.{one.topic}").replace("{account}", name),
        "text": texts(f"help.notice.{one.topic}.text").replace("{account}", name),
        "at": iso(one.at),
        "link": one.link,
        "read": is_read(world, one),
    }


async def _unread(request: Request) -> dict[str, Any]:
    world = seen_world(request)
    waiting = [one.subject for one in _told(request, world) if not is_read(world, one)]
    return {"total": len(waiting), "categories": {subject: waiting.count(subject) for subject in Subject}}


async def _read(request: Request) -> dict[str, Any]:
    """Mark those with the given `message_ids`, or all of a `category`; an empty one means every category."""
    portal, sent = portal_of(request), await fields_of(request)
    told = [one for one in _told(request, portal.world) if not is_read(portal.world, one)]
    match sent:
        case {"message_ids": list(ids)}:
            chosen = [one for one in told if one.id in ids]
        case {"category": str(name)}:
            chosen = [one for one in told if name in ("", one.subject)]
        case _:
            raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    if chosen:
        session = seller_of(request)
        portal.do(read(portal.world, session.shop, chosen), session, "seller")
    return {"read": len(chosen)}


ROUTES = [
    call("GET", f"{_API}/list", _list),
    call("GET", f"{_API}/unread/get", _unread),
    call("POST", f"{_API}/read", _read),
]
