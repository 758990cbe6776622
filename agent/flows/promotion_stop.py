"""End one promotion for good: look, open its question, decide, press once, and look it up in the list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.domain.facts import Facts
from agent.domain.identity import AccountId, Handle, legible, shown
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.promotion import STANDING
from agent.domain.record import Record
from agent.errors import AskPerson, Code, MendInput, Refused
from agent.flows import observe
from agent.flows.acting import acting, refused
from agent.flows.afterwards import measured_again
from agent.flows.approving import asked_first
from agent.flows.promote import act_on, settled_as
from agent.flows.promotions import ended, named
from agent.guards.judge import PROMOTION_STOP, judge
from agent.once import look_up, once
from agent.ports import Promotions

if TYPE_CHECKING:
    from agent.domain.facts import SessionSeen
    from agent.domain.promotion import PromotionRow
    from agent.domain.record import StopRequest
    from agent.ports import Desk, Visit


@dataclass(frozen=True, slots=True)
class _Stand:
    """How the promotion stands, its question open where it can be ended."""

    page: Promotions
    session: SessionSeen
    row: PromotionRow


async def stop(request: StopRequest, desk: Desk) -> Record:
    """End it if every guard allows it, at most once whatever happens, and say what became of it."""
    return await named(request.name, request.shop, Kind.PROMOTION_STOP, _stopped(request, desk))


async def _stopped(request: StopRequest, desk: Desk) -> Record:
    async def attempt(known: Facts | None, visit: Visit) -> Record:
        if earlier := await _earlier(request, visit, desk):
            return earlier
        return await _stop(request, known or await _held(request, desk), visit, desk)

    return await acting(_record(request), await _held(request, desk), PROMOTION_STOP, desk, attempt)


async def _held(request: StopRequest, desk: Desk) -> Facts:
    return await observe.held_for(Facts, request.shop, None, desk)


async def _earlier(request: StopRequest, visit: Visit, desk: Desk) -> Record | None:
    """Look first where an earlier press about it is not settled; None lets this run go on."""
    memory = await desk.ledger.memory(request.shop.id, AccountId(request.promotion_id), Kind.PROMOTION_STOP)
    if memory.open_claim is None:
        return None
    settled = await look_up(memory.open_claim, desk, ended(visit, desk))
    return None if settled.state is ClaimState.REJECTED else settled_as(_record(request), settled, desk)


async def _stop(request: StopRequest, facts: Facts, visit: Visit, desk: Desk) -> Record:
    seen = await desk.reader.read("promotions", lambda: _stand(request, visit))
    desk.mark("CP08")
    request = replace(request, name=seen.row.name)
    if seen.row.state not in STANDING:
        return replace(_record(request), outcome=Outcome.ALREADY)
    facts = observe.measured(facts, seen.session, await visit.egress(), visit, desk)
    subject, name = AccountId(request.promotion_id), Handle(request.name)
    act = await act_on(request.shop, subject, Kind.PROMOTION_STOP, name, desk)
    decision = judge(PROMOTION_STOP, facts, desk.rules, act)
    desk.mark("CP07")
    picture = await desk.evidence.keep("before", visit)
    allowed = replace(_record(request), outcome=Outcome.PLANNED, decision=decision)
    if decision.permit is None:
        return refused(allowed, decision)
    if request.dry_run:
        await seen.page.prepare(decision.permit)
        return allowed
    permit = await asked_first(decision.permit, allowed, picture, desk)
    if isinstance(permit, Record):
        return permit
    settled = await once(permit, seen.page, visit, desk, ended(visit, desk))
    decision = await measured_again(decision, facts, visit, desk)
    return settled_as(replace(allowed, outcome=Outcome.DONE, decision=decision), settled, desk)


async def _stand(request: StopRequest, visit: Visit) -> _Stand:
    """The one that is meant, by its number and by its name; raises where the list shows no such one."""
    page = await visit.open(Promotions)
    seen = await page.read()
    if seen.session.shop != request.shop.id:
        raise AskPerson(Code.E_WRONG_SHOP, shop=request.shop.id)
    row = next((one for one in seen.promotions.rows if one.promotion_id == request.promotion_id), None)
    if row is None:
        raise MendInput(Code.E_INPUT, why="no_such_promotion", value=shown(request.promotion_id))
    if request.name and row.name != request.name:
        raise Refused(Code.G_NOT_CONFIRMED, detail=f'--confirm "{legible(row.name)}"')
    if row.state in STANDING:
        await page.open_stop(row)
    return _Stand(page, seen.session, row)


def _record(request: StopRequest) -> Record:
    return Record(request.shop, None, Kind.PROMOTION_STOP, Outcome.DONE, about=request.name)
