"""Open one ticket: look whether its matter has one, fill in the dialog, decide, press once, and look it up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from agent.domain.facts import Known, Never, Source, Unknown
from agent.domain.identity import unnumbered
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.record import Record
from agent.domain.ticket import MARK, TicketFacts, TicketState, mark_of
from agent.domain.upload import proofs
from agent.flows import observe
from agent.flows.acting import Errand, acting
from agent.flows.attaching import attached, holds, not_kept
from agent.flows.letters import with_letter
from agent.flows.pressing import Button, act_on, key_of, press, refused, settled_as
from agent.flows.tickets import answer, form_of, listed, opened
from agent.guards.judge import TICKET, judge
from agent.once import look_up

if TYPE_CHECKING:
    from agent.domain.facts import Fact
    from agent.domain.ledger import Claim, Settled
    from agent.domain.permit import RequestKey
    from agent.domain.seen import HomeSeen
    from agent.domain.ticket import TicketRequest, TicketsSeen
    from agent.ports import Desk, Tickets, Visit


@dataclass(frozen=True, slots=True)
class _Asking:
    """One ticket on its way: what was asked, under which key, and the marks of those that the matter had before."""

    request: TicketRequest
    key: RequestKey
    before: frozenset[str]

    @property
    def text(self) -> str:
        """What is sent: it ends with what it is found again by."""
        return f"{self.request.text}\n{mark_of(self.key)}"


async def ticket(request: TicketRequest, desk: Desk) -> Record:
    """Open it if every guard allows it, at most once for its matter, and say what became of it."""

    async def held() -> TicketFacts:
        return await _held(await _asking(request, desk), desk)

    async def told(settled: Settled, _: Visit) -> Record | None:
        return None if settled.state is ClaimState.REJECTED else settled_as(_record(request), settled, desk)

    async def attempt(facts: TicketFacts, _: HomeSeen, visit: Visit) -> Record:
        return await _already(request, visit, desk) or await _ticket(await _asking(request, desk), facts, visit, desk)

    errand = Errand(_record(request), TICKET, held, partial(_mine, request), told, attempt)
    return await with_letter(await acting(errand, desk), request.matter, desk)


def _mine(request: TicketRequest, key: RequestKey) -> bool:
    accounts = {request.target.account_id, unnumbered(request.target.handle)}  # its id may have become known since
    return key.account in accounts and (key.kind, key.item.partition("/")[0]) == (Kind.TICKET, request.matter)


async def _asking(request: TicketRequest, desk: Desk) -> _Asking:
    """The first ticket of a matter has its name as item; one that is opened after the last was resolved, a number."""
    account = request.target.account_id or unnumbered(request.target.handle)
    done = await _done(request, desk)
    number = len(done) + request.again if done else 1
    item = request.matter if number == 1 else f"{request.matter}/{number}"
    key = await key_of(request.shop, account, Kind.TICKET, desk, item)
    return _Asking(request, key, frozenset(mark_of(one.key) for one in done))


async def _done(request: TicketRequest, desk: Desk) -> list[Claim]:
    """The tickets that this matter had, oldest first."""
    mine = [one for one in await desk.ledger.claims(shop=request.shop.id) if _mine(request, one.key)]
    return [one for one in mine if one.state is ClaimState.DONE]


async def _held(asking: _Asking, desk: Desk) -> TicketFacts:
    request = asking.request
    return await observe.held_for(TicketFacts, request.shop, request.target, desk, letters=len(asking.text))


async def _already(request: TicketRequest, visit: Visit, desk: Desk) -> Record | None:
    """Where this matter has a ticket and no other one is asked for, it must still be there."""
    if request.again or not (done := await _done(request, desk)):
        return None
    settled = await look_up(done[-1], desk, opened(visit, desk))
    answered = settled.receipt.get("state") == TicketState.ANSWERED
    note = await answer(settled.receipt["ticket_id"], visit, desk) if answered else ""
    return replace(_record(request), outcome=Outcome.ALREADY, settled=settled, note=note)


async def _ticket(asking: _Asking, facts: TicketFacts, visit: Visit, desk: Desk) -> Record:
    seen = await listed(visit, asking.key.shop, desk)
    facts = replace(facts, open_ticket=_open(asking, seen))
    early = judge(TICKET, facts, desk.rules)
    if early.refusals:
        await desk.evidence.keep("before", visit)
        return refused(_record(asking.request), early)
    files = asking.request.files
    if files and not asking.request.dry_run:
        form = partial(form_of, visit)
        _, draft = await desk.reader.read("draft", form)
        await attached(files, draft, form, visit, desk)
        seen = await listed(visit, asking.key.shop, desk)  # uploads take a while: what is judged is no older than they
        facts = replace(facts, open_ticket=_open(asking, seen))
    page = await desk.reader.read("ticket form", lambda: _composed(asking, visit))
    desk.mark("CP08")
    facts = observe.measured(facts, seen.session, await visit.egress(), visit, desk)
    return await _decide(asking, facts, page, visit, desk)


def _open(asking: _Asking, seen: TicketsSeen) -> Fact[str]:
    """The number of an unresolved ticket about this account that somebody else opened, or of one of this matter's."""
    rows = [one for one in seen.tickets.rows if one.state is not TicketState.RESOLVED]
    theirs = [one for one in rows if MARK not in one.text and one.names(asking.request.target)]
    ours = [one for one in rows if any(mark in one.text for mark in asking.before)]
    if found := [*theirs, *ours]:
        return Known(found[0].ticket_id, Source.PAGE)
    return Never(Source.PAGE) if seen.tickets.complete else Unknown("the list is incomplete")


async def _composed(asking: _Asking, visit: Visit) -> Tickets:
    page, draft = await form_of(visit)
    if not holds(draft, asking.request.files) and not asking.request.dry_run:
        raise not_kept()
    await page.compose(asking.text)
    return page


async def _decide(asking: _Asking, facts: TicketFacts, page: Tickets, visit: Visit, desk: Desk) -> Record:
    request = asking.request
    decision = judge(TICKET, facts, desk.rules, act_on(asking.key, request.target.handle, desk))
    desk.mark("CP07")
    button = Button(page, visit, facts, opened(visit, desk, proofs(request.files)), request.dry_run)
    return await press(_record(request), decision, button, desk)


def _record(request: TicketRequest) -> Record:
    return Record(request.shop, request.target, Kind.TICKET, Outcome.DONE)
