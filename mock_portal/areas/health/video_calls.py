"""The calls behind the self-check of accounts: find one, let it be looked at, read what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.health.videos import AccountCheck, Video, account_checks, begin, objected, videos_of
from mock_portal.deeds import RefusedError
from mock_portal.web.answers import call, iso, paged
from mock_portal.web.asked import fields_of, page_number, portal_of, seen_world, seller_of, word
from mock_portal.web.search import found

if TYPE_CHECKING:
    from starlette.requests import Request

    from mock_portal.world import Account

_API = "/api/v1/seller/content_check/account"
_EXCERPT = 60


async def _find(request: Request) -> dict[str, Any]:
    """The accounts whose user name is exactly this one; a fault may mix others in."""
    wanted = request.query_params.get("handle", "").strip().removeprefix("@").casefold()
    hits = [one for one in found(request, wanted) if wanted and (not one.listed or one.handle.casefold() == wanted)]
    if not hits:
        raise RefusedError(reason="no_account")
    return _named(hits[0])


async def _begin(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), seller_of(request)
    account = word(await fields_of(request), "account_id")
    if account not in portal.world.accounts:
        raise RefusedError(reason="no_account")
    made = AccountCheck(portal.new_id(), session.shop, account, portal.clock.now())
    portal.do(begin(portal.world, made), session, "seller")
    return {"check_id": made.id}


async def _list(request: Request) -> dict[str, Any]:
    rows = [_row(request, one) for one in account_checks(seen_world(request), seller_of(request).shop)]
    return paged(request, rows, page_number(request.query_params.get("page")))


async def _findings(request: Request) -> dict[str, Any]:
    """What was found, and in whose account; nothing is told before the check is ready."""
    world = seen_world(request)
    check = world.table(AccountCheck).get(request.query_params.get("check_id", ""))
    if check is None or check.shop != seller_of(request).shop:
        raise RefusedError(reason="no_check")
    if not check.ready(portal_of(request).clock.now()):
        raise RefusedError(reason="check_running")
    account = world.accounts[check.account]
    rows = [_finding(account, one) for one in objected(world, check)]
    return _named(account) | paged(request, rows, page_number(request.query_params.get("page")))


def _row(request: Request, one: AccountCheck) -> dict[str, Any]:
    world, ready = seen_world(request), one.ready(portal_of(request).clock.now())
    seen = [video for video in videos_of(world, one.account) if video.public(one.at)]
    counts = {"videos": len(seen), "count": len(objected(world, one))} if ready else {"videos": None, "count": None}
    return _named(world.accounts[one.account]) | {"check_id": one.id, "at": iso(one.at), "ready": ready} | counts


def _named(account: Account) -> dict[str, Any]:
    return {"account_id": account.id, "handle": account.handle, "nickname": account.nickname}


def _finding(account: Account, one: Video) -> dict[str, Any]:
    return {
        "video_id": one.id,
        "link": f"https://www.tiktok.com/@{account.handle}/video/{one.id}",
        "caption": one.caption[:_EXCERPT],
        "at": iso(one.at),
        "objection": one.objection,
        "passage": one.passage,
    }


ROUTES = [
    call("GET", f"{_API}/find", _find),
    call("POST", f"{_API}/create", _begin),
    call("GET", f"{_API}/list", _list),
    call("GET", f"{_API}/findings/get", _findings),
]
