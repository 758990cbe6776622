"""End one promotion for good: look, open its question, decide, press once, and look it up in the list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from agent.domain.facts import Facts
from agent.domain.identity import AccountId, Handle, legible, shown
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.promotion import STANDING
from agent.domain.record import Record
from agent.errors import AskPerson, Code, MendInput, Refused
from agent.flows import observe
from agent.flows.acting import Errand, acting
from agent.flows.pressing import Button, act_on, key_of, press, settled_as
from agent.flows.promotions import ended, named
from agent.guards.judge import PROMOTION_STOP, judge
from agent.ports import Promotions

if TYPE_CHECKING:
    from agent.domain.facts import SessionSeen
    from agent.domain.ledger import Settled
    from agent.domain.permit import RequestKey
    from agent.domain.promotion import PromotionRow
    from agent.domain.record import StopRequest
    from agent.domain.seen import HomeSeen
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
    def mine(key: RequestKey) -> bool:
        return (key.kind, key.account) == (Kind.PROMOTION_STOP, request.promotion_id)

    async def told(settled: Settled, _: Visit) -> Record | None:
        return None if settled.state is ClaimState.REJECTED else settled_as(_record(request), settled, desk)

    async def attempt(facts: Facts, _: HomeSeen, visit: Visit) -> Record:
        return await _stop(request, facts, visit, desk)

    errand = Errand(_record(request), PROMOTION_STOP, partial(_held, request, desk), mine, told, attempt)
    return await acting(errand, desk)


async def _held(request: StopRequest, desk: Desk) -> Facts:
    return await observe.held_for(Facts, request.shop, None, desk)


async def _stop(request: StopRequest, facts: Facts, visit: Visit, desk: Desk) -> Record:
    seen = await desk.reader.read("promotions", lambda: _stand(request, visit))
    desk.mark("CP08")
    request = replace(request, name=seen.row.name)
    if seen.row.state not in STANDING:
        return replace(_record(request), outcome=Outcome.ALREADY)
    facts = observe.measured(facts, seen.session, await visit.egress(), visit, desk)
    key = await key_of(request.shop, AccountId(request.promotion_id), Kind.PROMOTION_STOP, desk)
    decision = judge(PROMOTION_STOP, facts, desk.rules, act_on(key, Handle(request.name), desk))
    desk.mark("CP07")
    button = Button(seen.page, visit, facts, ended(visit, desk), request.dry_run)
    return await press(_record(request), decision, button, desk)


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
