"""Look after a shop's linked accounts, changing nothing there: what their newest content checks found is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.content_audit import AuditEnd
from agent.domain.identity import Handle, Target
from agent.domain.ledger import Outcome
from agent.domain.news import Message, Occasion
from agent.domain.record import Record
from agent.errors import Code, LookAgain
from agent.flows.content_checks import keep, listed, unread
from agent.flows.deliver import tell
from agent.flows.follow import read_links, remember_links
from agent.flows.handing_over import visited
from agent.flows.observe import in_shop

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
    """Read every linked account's newest check that has ended; news of it are told once, by whichever run."""

    async def look(visit: Visit) -> tuple[AuditEnd, ...]:
        await in_shop(visit, shop, desk)
        links = await desk.reader.read("linked accounts", lambda: _links(visit, shop))
        await remember_links(links, desk, shop.id)
        seen = await listed(visit, shop.id, desk)
        return tuple([await _account(row, seen, shop, visit, desk) for row in links.links.rows])

    ends = await visited(desk, look)
    await tell(desk.ledger, _news(shop, ends))
    return Record(shop, None, None, Outcome.DONE, audits=ends)


async def _links(visit: Visit, shop: Shop) -> LinksSeen:
    seen = await read_links(visit, shop.id)
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
