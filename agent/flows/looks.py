"""How each irreversible act is looked up: a flow that presses registers its look here, and reconcile finds it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from agent.domain.identity import Target
from agent.domain.ledger import ClaimState
from agent.domain.permit import ENDS_A_LINK, SHOWCASE, Kind
from agent.domain.sighting import Absent, Sighted, Sighting, Unclear
from agent.domain.unlinking import RequestState
from agent.flows.content_checks import begun
from agent.flows.export_tasks import asked_for
from agent.flows.in_the_app import looking_for_bind
from agent.flows.links import links_on, links_twice, remember_links
from agent.flows.promotions import ended, published
from agent.flows.showcase_reading import on_the_shelf
from agent.flows.tickets import opened
from agent.flows.violation import appealed
from agent.ports import CreatorLink, Home, LinkedAccounts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agent.domain.identity import ShopId
    from agent.domain.ledger import Claim
    from agent.domain.seen import LinkRow, LinksSeen
    from agent.domain.unlinking import Application, LinkInfo
    from agent.once import Look
    from agent.ports import Desk, Visit


_MAY_HAVE = frozenset({ClaimState.DONE, ClaimState.OPEN, ClaimState.UNKNOWN})


def looking_for(kind: Kind, visit: Visit, desk: Desk) -> Look:
    """The look of this kind of act, by the seller's visit; KeyError for a kind that nobody presses."""
    return _LOOKS[kind](visit, desk)


def _gone(visit: Visit, desk: Desk) -> Look:
    """The look of an unlink: is the account gone from the shop's links, and has the counter fallen?

    One list may be a wrong one: one without the account is read twice, and remembered once the counter agrees with it.
    """

    async def look(claim: Claim) -> Sighting:
        seen = await _list(claim, visit, desk)
        mine = [row for row in seen.links.rows if row.account_id == claim.key.account]
        if mine or not seen.links.complete:
            await remember_links(seen, desk, claim.key.shop)
            return _still_listed(claim, mine)
        told = await _counted(claim, visit, desk)
        if isinstance(told, Sighted):
            await remember_links(seen, desk, claim.key.shop)
        return told

    return look


async def _list(claim: Claim, visit: Visit, desk: Desk) -> LinksSeen:
    shop, account = claim.key.shop, claim.key.account
    return await desk.reader.read("linked accounts", lambda: links_twice(visit, shop, desk, account))


def _still_listed(claim: Claim, mine: Sequence[LinkRow]) -> Sighting:
    """What a list says in which the account stands, or which does not show all."""
    if not mine:
        return Unclear("the list is incomplete")
    again = mine[0].linked_since
    return Sighted({"linked_again": again.isoformat()}) if again and again > claim.claimed_at else Absent()


async def _counted(claim: Claim, visit: Visit, desk: Desk) -> Sighting:
    """What the home counts now goes into the receipt: a second page that tells of the unlink, and of more than one."""
    left = await desk.reader.read("home", lambda: _home(visit))
    before = await desk.ledger.unlinks_shown(claim.intent)
    counted = {"unlinks_before": before, "unlinks_left": left}
    receipt = {name: "" if value is None else str(value) for name, value in counted.items()}
    if before is None or left is None:
        return Sighted(receipt)
    later = [one for one in await _ended_by_us(claim.key.shop, desk) if one.claimed_at > claim.claimed_at]
    if before - left <= sum(one.state is ClaimState.DONE for one in later):
        return Unclear("the counter has not fallen")
    return Sighted(receipt, duplicate=await _took_more_than_one(before, left, later, desk))


async def _took_more_than_one(before: int, left: int, later: Sequence[Claim], desk: Desk) -> bool:
    """Whether the counter fell by more than one press: by what it showed at the next one, or shows beside all later.

    A later press that nobody has settled yet may have taken one too.
    """
    taken = sum(one.state in _MAY_HAVE for one in later)
    shown = await desk.ledger.unlinks_shown(later[0].intent) if later else None
    return left < before - 1 - taken or (shown is not None and shown < before - 1)


async def _ended_by_us(shop: ShopId, desk: Desk) -> list[Claim]:
    """Our presses that end a link, oldest first."""
    return [one for one in await desk.ledger.claims(shop=shop) if one.key.kind in ENDS_A_LINK]


async def _home(visit: Visit) -> int | None:
    return (await (await visit.open(Home)).read()).unlinks_left


def _asked(visit: Visit, desk: Desk) -> Look:
    """The look of a creator's request: do the creator's own page of the link and the seller's list both show it?

    The creator's page shows the newest request and no shop's number, the seller's how many there are at this shop. A
    link that is gone proves a request that was seen before, or that we have approved since, and none that nobody saw.
    """

    async def look(claim: Claim) -> Sighting:
        seen = await desk.reader.read("link info", lambda: _link_info(claim, visit, desk))
        if seen.state is RequestState.NONE:
            return Absent()
        requests = await _requests(claim, visit, desk)
        open_ = requests and seen.state is RequestState.PENDING
        if not (open_ or claim.state is ClaimState.DONE or await _approved_since(claim, desk)):
            return Unclear(f"{seen.state}, {requests} at the seller's")
        return Sighted({"request": seen.state}, duplicate=requests > 1)

    return look


async def _approved_since(claim: Claim, desk: Desk) -> bool:
    """Whether we have agreed to a request of this very link after the claim: then there was one."""
    ended = [one for one in await _ended_by_us(claim.key.shop, desk) if one.key.account == claim.key.account]
    agreed = [one for one in ended if one.key.kind is Kind.UNLINK_APPROVE and one.state is ClaimState.DONE]
    return any(one.claimed_at > claim.claimed_at for one in agreed)


async def _requests(claim: Claim, visit: Visit, desk: Desk) -> int:
    """How many requests of this link stand open on the seller's page."""
    open_ = await desk.reader.read("linked accounts", lambda: _applications(visit, claim.key.shop))
    return sum(one.account_id == claim.key.account for one in open_)


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
