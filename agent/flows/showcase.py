"""A creator's showcase: read whole, kept, or filled; the account is one that the shop's own list shows linked."""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.domain.facts import NOT_ASKED, Known, Source
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.record import ProductEnd, Record
from agent.domain.showcase import KeptShowcase
from agent.errors import AskPerson, Code, CompanionError, MendInput
from agent.flows import observe, observe_showcase
from agent.flows.filling import TABLE, Filling
from agent.flows.handing_over import from_the_top, visited
from agent.flows.links import known_links, require_standing
from agent.flows.observe_unlink import linked_row
from agent.flows.product_ends import broken_off, cut_short, in_one
from agent.flows.shelf import shelf_of
from agent.flows.showcase_reading import read_to_keep
from agent.flows.target import lookalikes, pinned
from agent.flows.visiting import rest, visiting
from agent.guards.judge import judge

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from agent.domain.facts import ShowcaseFacts
    from agent.domain.identity import Target
    from agent.domain.record import ShowcaseRequest
    from agent.domain.roster import Shop
    from agent.domain.showcase import ShowcaseSeen
    from agent.flows.shelf import Shelf
    from agent.ports import Desk, Visit


async def fill(request: ShowcaseRequest, desk: Desk) -> Record:
    """Add and take out what is asked for, each product at most once whatever happens, and say what became of each."""
    request = replace(request, target=await pinned(request.target, desk))
    early = await _early(request, desk)
    if early:
        return early
    await rest(desk)
    ends = dict[tuple[Kind, str], ProductEnd]()
    hands = list[tuple[Kind, str]]()

    async def attempt(visit: Visit) -> Record:
        async with _shelf(request.shop, request.target, visit, desk) as (shelf, facts):
            await Filling(request, desk, shelf, facts, ends, hands).through()
            with suppress(CompanionError):  # only a count: what was pressed is told, whatever becomes of it
                await shelf.count()
        return in_one(request, list(ends.values()))

    try:
        async with visiting(desk) as visit:
            return await from_the_top(lambda: attempt(visit), visit, desk)
    except CompanionError as error:
        if not hands:
            raise
        kind, product = hands[-1]
        if (kind, product) in ends:
            return cut_short(in_one(request, list(ends.values())), error)
        ends[kind, product] = broken_off(product, kind, request, error)
        return in_one(request, list(ends.values()))


async def _early(request: ShowcaseRequest, desk: Desk) -> Record | None:
    """What is refused without a browser; a quota that is used up only puts off what may be spread over days."""
    kind = Kind.SHOWCASE_ADD if request.adds else Kind.SHOWCASE_REMOVE
    facts = await observe_showcase.held(request.shop, request.target, desk)
    if request.target.account_id is None or request.spreads:
        facts = replace(facts, adds_today=NOT_ASKED)
    decision = judge(TABLE[kind], facts, desk.rules)
    if not decision.refusals:
        return None
    return Record(request.shop, request.target, kind, Outcome.REFUSED, decision, code=decision.code)


@asynccontextmanager
async def _shelf(
    shop: Shop, target: Target, visit: Visit, desk: Desk, *, reads_only: bool = False
) -> AsyncIterator[tuple[Shelf, ShowcaseFacts]]:
    """The showcase of an account that the shop's own list shows linked, and what is known before its first product.

    What is neither kept nor changed may be read although the link has ended.
    """
    home = await observe.in_shop(visit, shop, desk)
    links = await known_links(visit, shop.id, desk)
    row = linked_row(target, links)
    if row is None:
        near = lookalikes(target, links.links.rows)
        raise AskPerson(Code.E_TARGET_NOT_PROVEN, handle=target.handle, why="not_linked_here", detail=near)
    target = target.pinned(row.account_id)
    if not reads_only:
        await require_standing(shop, row.account_id, desk)
    facts = replace(
        await observe_showcase.held(shop, target, desk), session=Known(home.session, Source.PAGE), target=target
    )
    async with shelf_of(shop, target, row.account_id, visit, desk) as shelf:
        yield shelf, facts


async def shown(shop: Shop, target: Target, desk: Desk, *, keep: bool = False) -> ShowcaseSeen:
    """The whole showcase as its creator sees it now, kept as a copy where that is asked for; nothing is pressed."""
    if shop.official and shop.official.casefold() == target.handle.casefold():
        raise MendInput(Code.E_INPUT, why="official_showcase", value=target.handle)
    target = await pinned(target, desk)

    async def look(visit: Visit) -> ShowcaseSeen:
        async with _shelf(shop, target, visit, desk, reads_only=not keep) as (shelf, _):
            seen = await shelf.read()
            seen = await read_to_keep(shelf.own, shelf.target, desk) if keep else seen
        if keep:
            now = desk.clock.now()
            await desk.ledger.keep_showcase(KeptShowcase(shop.id, seen.account_id, now, seen.items.rows))
        return seen

    return await visited(desk, look)
