"""The search for creators: fuzzy, by user name or nickname, with the strangers that a fault mixes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from mock_portal.web.asked import bites, portal_of, seen_world, seller_of
from mock_portal.world import Account

if TYPE_CHECKING:
    from starlette.requests import Request

_STRANGERS = 7_190_000_000_000_000_000


def found(request: Request, keyword: str) -> list[Account]:
    """All hits, strangers first: the best known is seldom the one that is meant."""
    wanted = keyword.strip().removeprefix("@").casefold()
    known = [one for one in seen_world(request).accounts.values() if one.listed and _fits(one, wanted)]
    return _strangers(request) + sorted(known, key=lambda one: -one.followers)


def _fits(account: Account, wanted: str) -> bool:
    return wanted in account.handle.casefold() or wanted in account.nickname.casefold()


def _strangers(request: Request) -> list[Account]:
    """The extra hits of `lookalikes`; they live in the world from now on, so that a wrong choice has an effect."""
    portal = portal_of(request)
    region = portal.world.shops[seller_of(request).shop].region
    rows = [row for fault in bites(request, "lookalikes") for row in fault.args["set"]]
    strangers = [_stranger(row, region) for row in rows]
    for one in strangers:
        if one.id not in portal.world.accounts:
            portal.put(portal.world.with_account(one))
    return strangers


def _stranger(row: str | dict[str, Any], region: str) -> Account:
    given = {"handle": row} if isinstance(row, str) else row
    handle = str(given.get("handle", "stranger"))
    return Account(
        id=str(given.get("id", _STRANGERS + crc32(handle.encode()))),
        handle=handle,
        nickname=str(given.get("nickname", handle)),
        region=str(given.get("region", region)),
        category=str(given.get("category", "")),
        listed=False,
    )
