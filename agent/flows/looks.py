"""How each irreversible act is looked up: a flow that presses registers its look here, and reconcile finds it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from agent.domain.identity import Target
from agent.domain.permit import SHOWCASE, Kind
from agent.domain.sighting import Absent, Sighted, Sighting, Unclear
from agent.domain.unlinking import RequestState
from agent.flows.content_checks import begun
from agent.flows.export_tasks import asked_for
from agent.flows.follow import links_on, read_links, remember_links
from agent.flows.in_the_app import looking_for_bind
from agent.flows.promotions import ended, published
from agent.flows.showcase_reading import on_the_shelf
from agent.flows.tickets import opened
from agent.flows.violation import appealed
from agent.ports import CreatorLink, Home, LinkedAccounts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agent.domain.identity import ShopId
    from agent.domain.ledger import Claim
    from agent.domain.unlinking import Application, LinkInfo
    from agent.once import Look
    from agent.ports import Desk, Visit


def looking_for(kind: Kind, visit: Visit, desk: Desk) -> Look:
    """The look of this kind of act, by the seller's visit; KeyError for a kind that nobody presses."""
    return _LOOKS[kind](visit, desk)


def _gone(visit: Visit, desk: Desk) -> Look:
    """The look of an unlink: is the account gone from the shop's links, all of them read?"""

    async def look(claim: Claim) -> Sighting:
        seen = await desk.reader.read("linked accounts", lambda: read_links(visit, claim.key.shop))
        await remember_links(seen, desk, claim.key.shop)
        mine = [row for row in seen.links.rows if row.account_id == claim.key.account]
        if not mine:
            return await _counted(claim, visit, desk) if seen.links.complete else Unclear("the list is incomplete")
        again = mine[0].linked_since
        anew = again is not None and again > claim.claimed_at
        return Sighted({"linked_again": again.isoformat()}) if again and anew else Absent()

    return look


async def _counted(claim: Claim, visit: Visit, desk: Desk) -> Sighting:
    """What the home counts now goes into the receipt: a second page that tells of the unlink, and of more than one."""
    left = await desk.reader.read("home", lambda: _home(visit))
    before = await desk.ledger.unlinks_shown(claim.intent)
    counted = {"unlinks_before": before, "unlinks_left": left}
    receipt = {name: "" if value is None else str(value) for name, value in counted.items()}
    return Sighted(receipt, duplicate=before is not None and left is not None and left < before - 1)


async def _home(visit: Visit) -> int | None:
    return (await (await visit.open(Home)).read()).unlinks_left


def _asked(visit: Visit, desk: Desk) -> Look:
    """The look of a creator's request: does the creator's own page of the link show it, or no link any more?"""

    async def look(claim: Claim) -> Sighting:
        seen = await desk.reader.read("link info", lambda: _link_info(claim, visit, desk))
        match seen.state:
            case RequestState.NONE:
                return Absent()
            case state:
                return Sighted({"request": state}, duplicate=await _asked_twice(claim, visit, desk))

    return look


async def _asked_twice(claim: Claim, visit: Visit, desk: Desk) -> bool:
    """Whether more than one request of this link stands open on the seller's page; the creator's shows the newest."""
    open_ = await desk.reader.read("linked accounts", lambda: _applications(visit, claim.key.shop))
    return sum(one.account_id == claim.key.account for one in open_) > 1


async def _applications(visit: Visit, shop: ShopId) -> Sequence[Application]:
    page = await visit.open(LinkedAccounts)
    await links_on(page, shop)
    return await page.applications()


async def _link_info(claim: Claim, visit: Visit, desk: Desk) -> LinkInfo:
    """A visit of its own: a look is never taken in the page that pressed."""
    target = Target(claim.handle, claim.key.account)
    async with desk.visits.creator(desk.login, visit.lease, target, desk.trail) as own:
        return await (await own.open(CreatorLink)).read()


_LOOKS: MappingProxyType[Kind, Callable[[Visit, Desk], Look]] = MappingProxyType(
    {
        Kind.BIND: looking_for_bind,
        Kind.UNLINK: _gone,
        Kind.UNLINK_APPROVE: _gone,
        Kind.UNLINK_REQUEST: _asked,
        Kind.PROMOTION_CREATE: published,
        Kind.PROMOTION_STOP: ended,
        Kind.CONTENT_CHECK: begun,
        Kind.APPEAL: appealed,
        Kind.TICKET: opened,
        Kind.EXPORT: asked_for,
        **dict.fromkeys(SHOWCASE, on_the_shelf),
    }
)
LOOKED_UP = frozenset(_LOOKS)
