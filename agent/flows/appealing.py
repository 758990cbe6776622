"""Send one appeal: look, put the files into the draft, decide, press once, and look it up on the violation's page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from agent.domain.appeal import AppealFacts
from agent.domain.facts import Known, Never, Source
from agent.domain.identity import AccountId, Handle
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind, RequestKey, Spend
from agent.domain.record import Record
from agent.domain.violation import AppealState
from agent.errors import Code
from agent.flows import observe
from agent.flows.acting import acting, refused
from agent.flows.afterwards import measured_again
from agent.flows.approving import asked_first
from agent.flows.attaching import attached
from agent.flows.letters import with_letter
from agent.flows.promote import settled_as
from agent.flows.promotions import named
from agent.flows.violation import appealed, form_of, read
from agent.guards.judge import APPEAL, Act, judge
from agent.once import look_up, once
from agent.ports import Appeals

if TYPE_CHECKING:
    from agent.domain.appeal import AppealRequest, AppealsSeen
    from agent.domain.ledger import Settled
    from agent.domain.verdict import Decision
    from agent.ports import Desk, Visit


@dataclass(frozen=True, slots=True)
class _Form:
    """The page with the form filled in."""

    page: Appeals
    seen: AppealsSeen


async def appeal(request: AppealRequest, desk: Desk) -> Record:
    """Send it if every guard allows it, at most once whatever happens, and say what became of it."""
    return await named(request.violation, request.shop, Kind.APPEAL, _appealed(request, desk))


async def _appealed(request: AppealRequest, desk: Desk) -> Record:
    async def attempt(known: AppealFacts | None, visit: Visit) -> Record:
        if earlier := await _earlier(request, visit, desk):
            return earlier
        return await _appeal(request, known or await _held(request, desk), visit, desk)

    return await acting(_record(request), await _held(request, desk), APPEAL, desk, attempt)


async def _held(request: AppealRequest, desk: Desk) -> AppealFacts:
    return await observe.held_for(AppealFacts, request.shop, None, desk, letters=len(request.reason))


async def _earlier(request: AppealRequest, visit: Visit, desk: Desk) -> Record | None:
    """Look first where an earlier press about this violation is not settled; None lets this run go on."""
    claims = await desk.ledger.claims(shop=request.shop.id, unsettled=True)
    mine = [one for one in claims if (one.key.kind, one.key.account) == (Kind.APPEAL, request.violation)]
    if not mine:
        return None
    settled = await look_up(mine[-1], desk, appealed(visit, desk))
    return None if settled.state is ClaimState.REJECTED else await _told(request, None, settled, desk)


async def _appeal(request: AppealRequest, facts: AppealFacts, visit: Visit, desk: Desk) -> Record:
    seen = await read(request.violation, request.shop.id, visit, desk)
    if seen.state in {AppealState.IN_PROGRESS, AppealState.SUCCESS}:
        there = replace(_record(request), outcome=Outcome.ALREADY, note=seen.tries[-1].answer if seen.tries else "")
        return await with_letter(there, request.violation, desk)
    facts = _seen(facts, seen)
    early = judge(APPEAL, facts, desk.rules)
    if early.refusals:
        await desk.evidence.keep("before", visit)
        return refused(_record(request), early)
    if not request.dry_run:
        form = partial(form_of, request.violation, request.shop.id, visit)
        await attached(request.files, seen.draft or (), form, visit, desk)
    written = await desk.reader.read("appeal form", lambda: _written(request, visit))
    desk.mark("CP08")
    return await _decide(request, _seen(facts, written.seen), written, visit, desk)


def _seen(facts: AppealFacts, seen: AppealsSeen) -> AppealFacts:
    until = seen.until.isoformat() if seen.until else ""
    form = Never(Source.PAGE) if seen.draft is None else Known(until, Source.PAGE)
    stands = observe.told(str(seen.state) if seen.state else None, Source.PAGE)
    return replace(facts, stands=stands, tries=Known(len(seen.tries), Source.PAGE), form_until=form)


async def _written(request: AppealRequest, visit: Visit) -> _Form:
    page = await visit.open(Appeals)
    seen = await page.show(request.violation)
    await page.write(request.reason)
    return _Form(page, seen)


async def _decide(request: AppealRequest, facts: AppealFacts, form: _Form, visit: Visit, desk: Desk) -> Record:
    facts = observe.measured(facts, form.seen.session, await visit.egress(), visit, desk)
    decision = judge(APPEAL, facts, desk.rules, await _act(request, form.seen, desk))
    desk.mark("CP07")
    picture = await desk.evidence.keep("before", visit)
    if decision.permit is None:
        return refused(_record(request), decision)
    allowed = replace(_record(request), outcome=Outcome.PLANNED, decision=decision)
    if request.dry_run:
        return allowed
    permit = await asked_first(decision.permit, allowed, picture, desk)
    if isinstance(permit, Record):
        return permit
    settled = await once(permit, form.page, visit, desk, appealed(visit, desk, request.proofs))
    decision = await measured_again(decision, facts, visit, desk)
    return await _told(request, decision, settled, desk)


async def _act(request: AppealRequest, seen: AppealsSeen, desk: Desk) -> Act:
    """What a permit would be for: the next try after those that the page shows, whoever sent them."""
    number, item = AccountId(request.violation), str(len(seen.tries) + 1)
    memory = await desk.ledger.memory(request.shop.id, number, Kind.APPEAL, item)
    key = RequestKey(request.shop.id, number, Kind.APPEAL, memory.ordinal, item)
    cap = Spend("presses", desk.login.id, desk.today(), desk.rules.presses_per_day.value)
    return Act(key, desk.login.id, Handle(request.violation), (cap,) if desk.paced else ())


def _record(request: AppealRequest) -> Record:
    return Record(request.shop, None, Kind.APPEAL, Outcome.DONE, about=request.violation)


async def _told(request: AppealRequest, decision: Decision | None, settled: Settled, desk: Desk) -> Record:
    """Where another reason stands there than ours, somebody else was faster: a person has to look."""
    record = settled_as(replace(_record(request), decision=decision), settled, desk)
    if record.outcome is Outcome.DONE and settled.receipt.get("reason") not in {request.digest, None}:
        told = {"detail": "appealed_otherwise", "value": settled.receipt.get("appeal_id", "")}
        return replace(record, outcome=Outcome.NEEDS_PERSON, code=Code.E_EFFECT_MISMATCH, error=told)
    return await with_letter(record, request.violation, desk)
