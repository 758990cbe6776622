"""The calls behind account health: the score, the list of violations, one of them, and its appeal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.health.deeds import appeal, remove, upload
from mock_portal.areas.health.measure import change, shop_measure
from mock_portal.areas.health.model import Appeal, AppealFile, Violation
from mock_portal.areas.health.rules import appeals_of, deadline, draft_of, standing
from mock_portal.areas.papers import most, row, sent_form, told
from mock_portal.deeds import RefusedError
from mock_portal.web.answers import call, iso, paged
from mock_portal.web.asked import (
    fields_of,
    page_number,
    portal_of,
    seen_world,
    seller_of,
    word,
)

if TYPE_CHECKING:
    from starlette.requests import Request

    from mock_portal.world import World

_API = "/api/v1/seller/growth_center"


def _of_shop(world: World, shop: str) -> list[Violation]:
    mine = world.table(Violation).about("shop", shop)
    return sorted(mine, key=lambda one: (one.at, one.id), reverse=True)


def _named(world: World, shop: str, number: str) -> Violation:
    found = world.table(Violation).get(number)
    if found is None or found.shop != shop:
        raise RefusedError(reason="no_violation")
    return found


async def _overview(request: Request) -> dict[str, Any]:
    world, shop = seen_world(request), seller_of(request).shop
    accounts = {one.account: world.accounts[one.account] for one in _of_shop(world, shop) if one.account}
    return {
        "standing": shop_measure(world, shop, portal_of(request).clock.now()).told(),
        "appeal_days": world.limits.appeal_working_days,
        "accounts": [{"account_id": one.id, "handle": one.handle} for one in accounts.values()],
    }


async def _violations(request: Request) -> dict[str, Any]:
    """The records, newest first, perhaps only those of one state or one account."""
    world, shop, asked = seen_world(request), seller_of(request).shop, request.query_params
    rows = [_row(request, world, one) for one in _of_shop(world, shop)]
    for key in ("state", "account_id"):
        rows = [row for row in rows if asked.get(key, "") in ("", row[key])]
    return paged(request, rows, page_number(asked.get("page")))


def _row(request: Request, world: World, one: Violation) -> dict[str, Any]:
    account = world.accounts.get(one.account)
    seen = standing(world, one, portal_of(request).clock.now())
    return {
        "violation_id": one.id,
        "account_id": one.account,
        "handle": account.handle if account else "",
        "kind": one.kind,
        "action": one.action,
        "change": change(world.shops[one.shop], one),
        "at": iso(one.at),
        "deadline": iso(deadline(world, one)),
        "state": seen.state,
        "until": iso(seen.until),
    }


async def _detail(request: Request) -> dict[str, Any]:
    world = seen_world(request)
    one = _named(world, seller_of(request).shop, request.query_params.get("violation_id", ""))
    return {
        **_row(request, world, one),
        "note": one.note,
        "appeals": [_appeal(world, made) for made in appeals_of(world, one.id)],
        "draft": [row(file) for file in draft_of(world, one.id)],
        "limits": most(world.limits),
    }


def _appeal(world: World, made: Appeal) -> dict[str, Any]:
    return {
        "appeal_id": made.id,
        "at": iso(made.at),
        "reason": made.reason,
        "state": made.state,
        "decided_at": iso(made.decided_at),
        "note": made.note,
        "files": [row(one) for one in world.table(AppealFile).values() if one.appeal == made.id],
    }


async def _upload(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), seller_of(request)
    sent = await sent_form(request, "file", "violation_id")
    violation = _named(portal.world, session.shop, sent["violation_id"].text)
    made = AppealFile(
        id=portal.new_id(),
        shop=session.shop,
        violation=violation.id,
        at=portal.clock.now(),
        **told(sent["file"]),
    )
    portal.do(upload(portal.world, made), session, "seller")
    return row(made)


async def _remove(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), seller_of(request)
    file = portal.world.table(AppealFile).get(word(await fields_of(request), "file_id"))
    if file is None or file.shop != session.shop:
        raise RefusedError(reason="no_file")
    portal.do(remove(portal.world, file), session, "seller")
    return {}


async def _appeal_sent(request: Request) -> dict[str, Any]:
    portal, session, sent = portal_of(request), seller_of(request), await fields_of(request)
    violation = _named(portal.world, session.shop, word(sent, "violation_id"))
    made = Appeal(portal.new_id(), session.shop, violation.id, word(sent, "reason"), portal.clock.now())
    portal.do(appeal(portal.world, made), session, "seller")
    return {"appeal_id": made.id, "state": made.state}


ROUTES = [
    call("GET", f"{_API}/violation/overview/get", _overview),
    call("GET", f"{_API}/shop/violation/quick_filter/query", _violations),
    call("GET", f"{_API}/violation/detail/get", _detail),
    call("POST", f"{_API}/appeal/file/upload", _upload),
    call("POST", f"{_API}/appeal/file/remove", _remove),
    call("POST", f"{_API}/appeal/submit", _appeal_sent),
]
