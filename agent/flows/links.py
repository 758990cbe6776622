"""The list of a shop's links: read twice where somebody is missing, remembered, and held against what is known."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from agent.domain.identity import Handle
from agent.domain.ledger import IN_FORCE, LAG, Link, LinkState
from agent.domain.permit import Kind
from agent.errors import AskPerson, Code, LookAgain, TryLater
from agent.ports import LinkedAccounts

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from agent.domain.identity import AccountId, ShopId
    from agent.domain.roster import Shop
    from agent.domain.seen import LinkRow, LinksSeen
    from agent.ports import Desk, Ledger, Visit

_SECOND: Final = timedelta(seconds=1)  # whoever comes at the moment that was told comes late enough


async def known_links(visit: Visit, shop: ShopId, desk: Desk) -> LinksSeen:
    """Read the list of links and let the ledger remember it."""
    seen = await desk.reader.read("linked accounts", lambda: links_twice(visit, shop, desk))
    await remember_links(seen, desk, shop)
    return seen


async def links_twice(visit: Visit, shop: ShopId, desk: Desk, about: AccountId | None = None) -> LinksSeen:
    """The list of links of a page that must stand in the right shop, as `page_of_links` reads it."""
    _, seen = await page_of_links(visit, shop, desk, about)
    require_shop(seen, shop)
    return seen


async def page_of_links(
    visit: Visit, shop: ShopId, desk: Desk, about: AccountId | None = None
) -> tuple[LinkedAccounts, LinksSeen]:
    """The page with the list of links; where `about` is missing, or one that is known, as two readings show it.

    A list without an account ends its link in the ledger, and others come or act on that.
    """
    page = await visit.open(LinkedAccounts)
    seen = await page.read()
    if not await _misses(seen, shop, desk, about):
        return page, seen
    page = await visit.open(LinkedAccounts)
    again = await page.read()
    if _accounts(again) != _accounts(seen):
        raise LookAgain(Code.E_PORTAL_DOWN, detail="reads_differ", value="links.table")
    return page, again


async def _misses(seen: LinksSeen, shop: ShopId, desk: Desk, about: AccountId | None) -> bool:
    wanted = {one.account for one in await desk.ledger.links(shop) if one.state in IN_FORCE} | ({about} - {None})
    return seen.links.complete and seen.session.shop == shop and not wanted <= _accounts(seen)


def _accounts(seen: LinksSeen) -> set[AccountId]:
    return {row.account_id for row in seen.links.rows}


async def remember_links(seen: LinksSeen, desk: Desk, shop: ShopId, asked: Collection[AccountId] | None = None) -> None:
    """Let the ledger remember what a list of links showed, and whose creators have asked to be unlinked.

    Where the requests were not read, those that are known stay open.
    """
    if asked is None:
        known = await desk.ledger.links(shop)
        asked = {one.account for one in known if one.state is LinkState.UNLINK_REQUESTED}
    links = [as_link(row, shop, desk.clock.now(), asked) for row in seen.links.rows]
    await desk.ledger.see_links(shop, links, complete=seen.links.complete)


async def require_standing(shop: Shop, account: AccountId, desk: Desk) -> None:
    """A link that we have ended, or whose end was told not long ago, is left alone: its showcase is empty by now.

    Where others ended it, an hour later it is plain whether the list with it was the wrong one, or that without it.
    """
    memory = await desk.ledger.memory(shop.id, account, Kind.UNLINK)
    ended = memory.ended if memory.ended and desk.clock.now() - memory.ended <= LAG else None
    plain = f"{ended + LAG + _SECOND:%Y-%m-%dT%H:%M:%SZ}" if ended else ""
    if done := memory.ended_by:
        told = {"handle": done.handle, "shop": shop.name, "detail": "ended_by_us"} | ({"value": plain} if ended else {})
        raise AskPerson(Code.E_EFFECT_MISMATCH, intent=done.intent, **told)
    if ended:
        raise TryLater(Code.E_PORTAL_DOWN, detail="older_list", value=plain)


async def has_ended(shop: ShopId, account: AccountId, ledger: Ledger) -> bool:
    """Whether the end of a link was told, and no later list has corrected it: one that shows it still is an old one."""
    return (await ledger.memory(shop, account, Kind.UNLINK)).ended is not None


async def links_on(page: LinkedAccounts, shop: ShopId) -> LinksSeen:
    """Read the whole list of links of a page, which must stand in the right shop."""
    seen = await page.read()
    require_shop(seen, shop)
    return seen


def require_shop(seen: LinksSeen, shop: ShopId) -> None:
    """A list of another shop is nobody's."""
    if seen.session.shop != shop:
        raise AskPerson(Code.E_WRONG_SHOP, shop=shop)


def as_link(row: LinkRow, shop: ShopId, now: datetime, asked: Collection[AccountId]) -> Link:
    """A row as the ledger remembers it."""
    state = LinkState.UNLINK_REQUESTED if row.account_id in asked else LinkState.LINKED
    return Link(shop, row.account_id, Handle(row.handle), state, row.linked_since, None, now)
