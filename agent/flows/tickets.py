"""The shop's tickets as the help center lists them: where one is looked up, and its answers are seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from agent.domain.sighting import Absent, Sighted, Sighting, Unclear
from agent.domain.ticket import TicketState, mark_of
from agent.errors import AskPerson, Code
from agent.flows.handing_over import visited
from agent.flows.observe import in_shop
from agent.ports import Messages, Tickets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.domain.identity import ShopId
    from agent.domain.ledger import Claim
    from agent.domain.roster import Shop
    from agent.domain.seen import Listing
    from agent.domain.ticket import Notice, TicketRow, TicketsSeen
    from agent.domain.upload import Waiting
    from agent.once import Look
    from agent.ports import Desk, Visit

_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class TicketsTold:
    """The whole list, the last answer to each that was answered, and the newest lines of the notification center."""

    tickets: Listing[TicketRow]
    answers: Mapping[str, str]
    notices: Sequence[Notice]


async def tickets(shop: Shop, desk: Desk) -> TicketsTold:
    """Read all of it, changing nothing: what is answered stays unread at the portal."""

    async def look(visit: Visit) -> TicketsTold:
        await in_shop(visit, shop, desk)
        seen = (await listed(visit, shop.id, desk)).tickets
        answered = [one.ticket_id for one in seen.rows if one.state is TicketState.ANSWERED]
        answers = {one: await desk.reader.read("ticket", partial(_answer, one, visit)) for one in answered[:_MOST]}
        return TicketsTold(seen, answers, await desk.reader.read("messages", partial(_notices, visit)))

    return await visited(desk, look)


async def _answer(ticket: str, visit: Visit) -> str:
    return await (await visit.open(Tickets)).answer(ticket)


async def _notices(visit: Visit) -> Sequence[Notice]:
    return await (await visit.open(Messages)).read()


async def listed(visit: Visit, shop: ShopId, desk: Desk) -> TicketsSeen:
    """The list on a fresh navigation, with patience."""
    return await desk.reader.read("tickets", lambda: _listed(visit, shop))


async def _listed(visit: Visit, shop: ShopId) -> TicketsSeen:
    seen = await (await visit.open(Tickets)).read()
    if seen.session.shop != shop:
        raise AskPerson(Code.E_WRONG_SHOP, shop=shop)
    return seen


async def form_of(visit: Visit) -> tuple[Tickets, Sequence[Waiting]]:
    """The dialog that opens a ticket, come to afresh, and the files that wait in it."""
    page = await visit.open(Tickets)
    return page, await page.begin()


def opened(visit: Visit, desk: Desk, proofs: str = "") -> Look:
    """The look of a new ticket: does the list show one whose text ends with this matter's mark?

    Who has just sent it knows its `proofs`, which then stand in the receipt.
    """
    kept = {"proofs": proofs} if proofs else {}

    async def look(claim: Claim) -> Sighting:
        seen = (await listed(visit, claim.key.shop, desk)).tickets
        mark = mark_of(claim.key)
        mine = [row for row in seen.rows if mark in row.text]
        if mine:
            return Sighted(_receipt(mine[0]) | kept, duplicate=len(mine) > 1)
        return Absent() if seen.complete else Unclear("the list is incomplete")

    return look


def _receipt(row: TicketRow) -> dict[str, str]:
    at = {"opened": row.opened_at.isoformat()} if row.opened_at else {}
    return {"ticket_id": row.ticket_id, "state": row.state or ""} | at
