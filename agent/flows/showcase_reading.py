"""A creator's showcase as its own page shows it: whole, or as far as one product; and what that says of a press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.identity import Target
from agent.domain.permit import Kind
from agent.domain.sighting import Absent, Sighted, Sighting
from agent.errors import AskPerson, Code, LookAgain
from agent.ports import CreatorShowcase

if TYPE_CHECKING:
    from agent.domain.ledger import Claim
    from agent.domain.showcase import ShowcaseSeen
    from agent.once import Look
    from agent.ports import Desk, Visit


async def read_off(page: CreatorShowcase, target: Target, until: str = "") -> ShowcaseSeen:
    """All products of the account that is meant, or all as far as one; half a showcase is none: LookAgain."""
    seen = await page.read(until)
    if seen.account_id != target.account_id:
        raise AskPerson(Code.E_TARGET_CHANGED, handle=target.handle)
    if not seen.items.complete and until not in _products(seen):
        raise LookAgain(Code.E_PORTAL_DOWN, detail=f"{len(seen.items.rows)}/{seen.items.total}")
    return seen


async def _whole(own: Visit, target: Target) -> ShowcaseSeen:
    """All products, on a fresh page."""
    return await read_off(await own.open(CreatorShowcase), target)


async def read_to_keep(own: Visit, target: Target, desk: Desk) -> ShowcaseSeen:
    """All products, for a copy: those that came page by page as two readings in a row show them.

    A product that leaves and one that comes in between two pages keep the total, and a third slips past unread. So are
    empty ones read, which may not have been loaded.
    """
    last = await desk.reader.read("showcase", lambda: _whole(own, target))

    async def again() -> ShowcaseSeen:
        nonlocal last
        before, last = last, await _whole(own, target)
        if _products(last) != _products(before):
            raise LookAgain(Code.E_PORTAL_DOWN, detail="reads_differ", value="showcase.table")
        return last

    return last if last.items.at_once and last.items.rows else await desk.reader.read("showcase", again)


def _products(seen: ShowcaseSeen) -> set[str]:
    return {one.product_id for one in seen.items.rows}


def sighting(claim: Claim, seen: ShowcaseSeen) -> Sighting:
    """Whether a product is there after it was added, or gone after it was taken out."""
    there = [one for one in seen.items.rows if one.product_id == claim.key.item]
    match claim.key.kind, there:
        case Kind.SHOWCASE_ADD, [found, *more]:
            return Sighted({"product": found.title}, duplicate=bool(more))
        case (Kind.SHOWCASE_ADD, []) | (_, [_, *_]):
            return Absent()
        case _:
            return Sighted({"product": claim.key.item})


def on_the_shelf(visit: Visit, desk: Desk) -> Look:
    """The look of an add or a removal, in a visit of its own: a look is never taken in the page that pressed."""

    async def look(claim: Claim) -> Sighting:
        target = Target(claim.handle, claim.key.account)
        async with desk.visits.creator(desk.login, visit.lease, target, desk.trail) as own:
            seen = await desk.reader.read("showcase", lambda: _as_far_as(own, target, claim.key.item))
        return sighting(claim, seen)

    return look


async def _as_far_as(own: Visit, target: Target, product: str) -> ShowcaseSeen:
    return await read_off(await own.open(CreatorShowcase), target, product)
