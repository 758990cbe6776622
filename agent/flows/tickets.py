"""The shop's tickets as the help center lists them: where one is looked up, and its answers are seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from agent.domain.letters import Letter
from agent.domain.permit import Kind
from agent.domain.sighting import Absent, Sighted, Sighting, Unclear
from agent.domain.ticket import TicketState, mark_of, marks_in
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
        seen, answers = await with_answers(visit, shop.id, desk)
        return TicketsTold(seen, answers, await desk.reader.read("messages", partial(_notices, visit)))

    return await visited(desk, look)


async def with_answers(visit: Visit, shop: ShopId, desk: Desk) -> tuple[Listing[TicketRow], Mapping[str, str]]:
    """The list, and the last answer to each that was answered; those to ours are remembered."""
    seen = (await listed(visit, shop, desk)).tickets
    answered = [one.ticket_id for one in seen.rows if one.state is TicketState.ANSWERED]
    answers = {one: await answer(one, visit, desk) for one in answered[:_MOST]}
    await desk.ledger.see_letters(shop, await _ours(seen.rows, answers, shop, desk))
    return seen, answers


async def answer(ticket: str, visit: Visit, desk: Desk) -> str:
    """What the platform's people said last about one."""
    return await desk.reader.read("ticket", partial(_answer, ticket, visit))


async def _answer(ticket: str, visit: Visit) -> str:
    return await (await visit.open(Tickets)).answer(ticket)


async def _ours(rows: Sequence[TicketRow], answers: Mapping[str, str], shop: ShopId, desk: Desk) -> list[Letter]:
    """Those that were opened here, told by their marks."""
    marked = [(row, mark) for row in rows for mark in marks_in(row.text)]
    claims = await desk.ledger.claims(shop=shop) if marked else ()
    marks = {mark_of(one.key): one for one in claims if one.key.kind is Kind.TICKET}
    mine = [(row, marks[mark]) for row, mark in marked if mark in marks]
    return [_letter(row, claim, answers.get(row.ticket_id, "")) for row, claim in mine]


def _letter(row: TicketRow, claim: Claim, told: str) -> Letter:
    matter, whom = claim.key.item.partition("/")[0], (claim.handle, claim.key.account)
    return Letter(Kind.TICKET, row.ticket_id, matter, *whom, row.state or "", row.opened_at, told)


async def _notices(visit: Visit) -> Sequence[Notice]:
    return await (await visit.open(Messages)).read()


async def listed(visit: Visit, shop: ShopId, desk: Desk) -> TicketsSeen:
    """The list on a fresh navigation, with patience; how ours stand is remembered."""
    seen = await desk.reader.read("tickets", lambda: _listed(visit, shop))
    await desk.ledger.see_letters(shop, await _ours(seen.tickets.rows, {}, shop, desk))
    return seen


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
