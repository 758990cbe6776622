"""Have the portal make one file of its reports: asked for once whatever happens, then only waited for and fetched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from agent.domain.facts import Facts
from agent.domain.identity import AccountId, Handle
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.record import Record
from agent.errors import Code
from agent.flows import observe
from agent.flows.afterwards import measured_again
from agent.flows.approving import asked_first
from agent.flows.export_tasks import asked_for, ready
from agent.flows.handing_over import from_the_top
from agent.flows.promote import act_on, settled_as
from agent.flows.visiting import rest, visiting
from agent.guards.judge import EXPORT, judge
from agent.once import look_up, once
from agent.ports import ReportExports

if TYPE_CHECKING:
    from datetime import timedelta

    from agent.domain.exporting import ExportRequest
    from agent.domain.facts import SessionSeen
    from agent.ports import Desk, Visit

_KIND: Final = Kind.EXPORT


@dataclass(frozen=True, slots=True)
class Exported:
    """How it ended, which task the file is, and its bytes; none where it is not ready yet, or was refused."""

    record: Record
    task: str = ""
    content: bytes = b""


async def export(request: ExportRequest, desk: Desk, until: timedelta) -> Exported:
    """Ask for it if nobody has, at most once; wait for that very task, and fetch it."""
    facts = await observe.held_for(Facts, request.shop, None, desk)
    memory = await desk.ledger.memory(request.shop.id, AccountId(request.subject), _KIND)
    decision = judge(EXPORT, facts, desk.rules)
    if decision.refusals and memory.open_claim is None:
        return Exported(replace(_record(request), outcome=Outcome.REFUSED, decision=decision, code=decision.code))
    await rest(desk)
    async with visiting(desk) as visit:

        async def attempt(known: Facts | None) -> Exported:
            await observe.in_shop(visit, request.shop, desk)
            held = known or await observe.held_for(Facts, request.shop, None, desk)
            record = await _earlier(request, visit, desk) or await _ask(request, held, visit, desk)
            return await _fetched(request, record, visit, desk, until)

        return await from_the_top(attempt, facts, visit, desk)


async def _earlier(request: ExportRequest, visit: Visit, desk: Desk) -> Record | None:
    """What an earlier press became, looked up again; None lets this run press: nobody did, or it was refused."""
    memory = await desk.ledger.memory(request.shop.id, AccountId(request.subject), _KIND)
    claims = [one for one in await desk.ledger.claims(shop=request.shop.id) if one.key.kind is _KIND]
    mine = [one for one in claims if one.key.account == request.subject and one.state is ClaimState.DONE]
    claim = memory.open_claim or (mine[-1] if mine else None)
    if claim is None:
        return None
    settled = await look_up(claim, desk, asked_for(visit, desk))
    return None if settled.state is ClaimState.REJECTED else settled_as(_record(request), settled, desk)


async def _ask(request: ExportRequest, facts: Facts, visit: Visit, desk: Desk) -> Record:
    page, session = await desk.reader.read("export", lambda: _chosen(request, visit))
    desk.mark("CP08")
    facts = observe.measured(facts, session, await visit.egress(), visit, desk)
    act = await act_on(request.shop, AccountId(request.subject), _KIND, Handle(request.subject), desk)
    decision = judge(EXPORT, facts, desk.rules, act)
    desk.mark("CP07")
    picture = await desk.evidence.keep("before", visit)
    allowed = replace(_record(request), outcome=Outcome.PLANNED, decision=decision)
    if decision.permit is None:
        return replace(allowed, outcome=Outcome.REFUSED, code=decision.code)
    if request.dry_run:
        await page.prepare(decision.permit)
        return allowed
    permit = await asked_first(decision.permit, allowed, picture, desk)
    if isinstance(permit, Record):
        return permit
    settled = await once(permit, page, visit, desk, asked_for(visit, desk))
    decision = await measured_again(decision, facts, visit, desk)
    return replace(settled_as(_record(request), settled, desk), decision=decision)


async def _chosen(request: ExportRequest, visit: Visit) -> tuple[ReportExports, SessionSeen]:
    page = await visit.open(ReportExports)
    return page, await page.choose(request)


async def _fetched(request: ExportRequest, record: Record, visit: Visit, desk: Desk, until: timedelta) -> Exported:
    task = record.settled.receipt.get("task", "") if record.settled else ""
    if record.code or not task:
        return Exported(record)
    row = await ready(task, visit, request.shop.id, desk, until)
    if row is None:
        late = {"detail": "file_not_ready", "value": task}
        return Exported(replace(record, outcome=Outcome.NOT_DONE, code=Code.E_PORTAL_DOWN, error=late), task)
    page = await visit.open(ReportExports)
    return Exported(record, task, await desk.reader.read("export", lambda: page.file(task)))


def _record(request: ExportRequest) -> Record:
    return Record(request.shop, None, _KIND, Outcome.DONE, about=request.subject)
