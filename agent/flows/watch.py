"""Look after a shop's linked accounts, changing nothing there: content checks, links, violations and the figure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.domain.content_audit import AuditEnd
from agent.domain.identity import Handle, Target
from agent.domain.ledger import Outcome
from agent.domain.news import Message, Occasion
from agent.domain.permit import Kind
from agent.domain.record import Record
from agent.domain.ticket import TicketState
from agent.domain.turns import news_of, of_links, of_tickets
from agent.errors import Code, LookAgain
from agent.flows.content_checks import keep, listed, unread
from agent.flows.deliver import tell
from agent.flows.handing_over import visited
from agent.flows.health import taken_in
from agent.flows.links import links_twice, remember_links
from agent.flows.observe import in_shop
from agent.flows.tickets import with_answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from agent.domain.content_audit import ChecksSeen
    from agent.domain.ledger import RunRow
    from agent.domain.roster import Shop
    from agent.domain.seen import LinkRow, LinksSeen
    from agent.ports import Desk, Visit

COMMAND = "watch"


async def watch(shop: Shop, desk: Desk) -> Record:
    """Read what the profile names of it: every linked account's newest check that has ended, and account health.

    What is new since the last time is told once, by whichever run; where neither is named, the first is asked for.
    """
    paths = desk.portal.paths

    async def look(visit: Visit) -> Record:
        await in_shop(visit, shop, desk)
        links = await desk.reader.read("linked accounts", lambda: _links(visit, shop, desk))
        known, ours = await desk.ledger.links(shop.id), await desk.ledger.claims(shop=shop.id)
        left = tuple(of_links(known, links.links.rows, ours))
        await tell(desk.ledger, news_of(shop, left))
        await remember_links(links, desk, shop.id)
        checks = "account_check" in paths or "health" not in paths
        audits = await _audits(links, shop, visit, desk) if checks else ()
        await tell(desk.ledger, _news(shop, audits))
        record = Record(shop, None, None, Outcome.DONE, audits=audits, turns=left)
        record = await _answers(record, visit, desk) if "tickets" in paths else record
        return await _standing(record, visit, desk) if "health" in paths else record

    return await visited(desk, look)


async def _audits(links: LinksSeen, shop: Shop, visit: Visit, desk: Desk) -> tuple[AuditEnd, ...]:
    seen = await listed(visit, shop.id, desk)
    return tuple([await _account(row, seen, shop, visit, desk) for row in links.links.rows])


async def _standing(record: Record, visit: Visit, desk: Desk) -> Record:
    """Account health, and how it differs from when it was last read."""
    seen, turns = await taken_in(visit, record.shop, desk)
    return replace(record, health=seen, turns=(*record.turns, *turns))


async def _answers(record: Record, visit: Visit, desk: Desk) -> Record:
    """What customer service said to tickets of ours that are not resolved; where there are none, nothing is opened."""
    shop, ledger = record.shop.id, desk.ledger
    before = [one for one in await ledger.letters(shop) if one.kind is Kind.TICKET]
    opened = [one for one in await ledger.claims(shop=shop) if one.key.kind is Kind.TICKET]
    if len(before) >= len(opened) and all(one.state == TicketState.RESOLVED for one in before):
        return record
    try:
        await with_answers(visit, shop, desk)
    finally:  # what was kept before a page failed is news all the same
        turns = tuple(of_tickets(before, await ledger.letters(shop)))
        await tell(ledger, news_of(record.shop, turns))
    return replace(record, turns=(*record.turns, *turns))


async def _links(visit: Visit, shop: Shop, desk: Desk) -> LinksSeen:
    seen = await links_twice(visit, shop.id, desk)
    if not seen.links.complete:
        raise LookAgain(Code.E_PORTAL_DOWN, detail=f"linked accounts {len(seen.links.rows)}/{seen.links.total}")
    return seen


async def _account(row: LinkRow, seen: ChecksSeen, shop: Shop, visit: Visit, desk: Desk) -> AuditEnd:
    target = Target(Handle(row.handle), row.account_id)
    kept = await desk.ledger.audit(shop.id, row.account_id)
    rows = unread(seen, row.account_id, kept)
    ended = next((one for one in rows if one.ended), None)
    if ended:
        return AuditEnd.of(await keep(ended, target, shop.id, visit, desk), news=True)
    if rows:
        return AuditEnd(target.handle, row.account_id, rows[0].check_id, rows[0].began_at, running=True)
    return AuditEnd.of(kept) if kept else AuditEnd(target.handle, row.account_id)


def _news(shop: Shop, ends: Sequence[AuditEnd]) -> Iterator[Message]:
    for one in ends:
        if one.fresh:
            counts = {"count": str(len(one.fresh)), "open": str(len(one.unresolved))}
            told = {"shop": shop.name, "shop_id": shop.id, "handle": one.handle} | counts
            key = f"{Occasion.FINDINGS}/{shop.id}/{one.account}/{one.check_id}"
            yield Message(key, Occasion.FINDINGS, shop.id, one.account, one.handle, values=told)


def looked_after(runs: Sequence[RunRow], now: datetime) -> bool:
    """Whether one of these runs has looked after the shop on this UTC day: whoever starts again goes on behind it."""
    today = now.date()
    return any(one.command == COMMAND and not one.exit and one.ended_at.date() == today for one in runs)
