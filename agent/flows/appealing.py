"""Send one appeal: look, put the files into the draft, decide, press once, and look it up on the violation's page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from agent.domain.appeal import AppealFacts
from agent.domain.facts import Known, Never, Source
from agent.domain.identity import AccountId, Handle
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.record import Record
from agent.domain.violation import AppealState
from agent.errors import Code
from agent.flows import observe
from agent.flows.acting import Errand, acting
from agent.flows.attaching import attached, holds, not_kept
from agent.flows.letters import with_letter
from agent.flows.pressing import Button, act_on, key_of, press, refused, settled_as
from agent.flows.promotions import named
from agent.flows.violation import appealed, form_of, read
from agent.guards.judge import APPEAL, judge
from agent.ports import Appeals

if TYPE_CHECKING:
    from agent.domain.appeal import AppealRequest, AppealsSeen
    from agent.domain.ledger import Settled
    from agent.domain.permit import RequestKey
    from agent.domain.seen import HomeSeen
    from agent.guards.judge import Act
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
    def mine(key: RequestKey) -> bool:
        return (key.kind, key.account) == (Kind.APPEAL, request.violation)

    async def told(settled: Settled, _: Visit) -> Record | None:
        record = settled_as(_record(request), settled, desk)
        return None if settled.state is ClaimState.REJECTED else _checked(request, record)

    async def attempt(facts: AppealFacts, _: HomeSeen, visit: Visit) -> Record:
        return await _appeal(request, facts, visit, desk)

    errand = Errand(_record(request), APPEAL, partial(_held, request, desk), mine, told, attempt)
    return await with_letter(await acting(errand, desk), request.violation, desk)


async def _held(request: AppealRequest, desk: Desk) -> AppealFacts:
    return await observe.held_for(AppealFacts, request.shop, None, desk, letters=len(request.reason))


async def _appeal(request: AppealRequest, facts: AppealFacts, visit: Visit, desk: Desk) -> Record:
    seen = await read(request.violation, request.shop.id, visit, desk)
    if seen.state in {AppealState.IN_PROGRESS, AppealState.SUCCESS}:
        return replace(_record(request), outcome=Outcome.ALREADY, note=seen.tries[-1].answer if seen.tries else "")
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
    if not request.dry_run and not holds(seen.draft or (), request.files):
        raise not_kept()
    await page.write(request.reason)
    return _Form(page, seen)


async def _decide(request: AppealRequest, facts: AppealFacts, form: _Form, visit: Visit, desk: Desk) -> Record:
    facts = observe.measured(facts, form.seen.session, await visit.egress(), visit, desk)
    decision = judge(APPEAL, facts, desk.rules, await _act(request, form.seen, desk))
    desk.mark("CP07")
    if decision.permit and request.dry_run:  # without its files the button is dead: there is nothing to rehearse
        await desk.evidence.keep("before", visit)
        return replace(_record(request), outcome=Outcome.PLANNED, decision=decision)
    button = Button(form.page, visit, facts, appealed(visit, desk, request.proofs), dry_run=False)
    return _checked(request, await press(_record(request), decision, button, desk))


async def _act(request: AppealRequest, seen: AppealsSeen, desk: Desk) -> Act:
    """What a permit would be for: the next try after those that the page shows, whoever sent them."""
    number, item = AccountId(request.violation), str(len(seen.tries) + 1)
    return act_on(await key_of(request.shop, number, Kind.APPEAL, desk, item), Handle(request.violation), desk)


def _record(request: AppealRequest) -> Record:
    return Record(request.shop, None, Kind.APPEAL, Outcome.DONE, about=request.violation)


def _checked(request: AppealRequest, record: Record) -> Record:
    """Where another reason stands there than ours, somebody else was faster: a person has to look."""
    seen = record.settled.receipt if record.settled else {}
    if record.outcome is Outcome.DONE and seen.get("reason") not in {request.digest, None}:
        told = {"detail": "appealed_otherwise", "value": seen.get("appeal_id", "")}
        return replace(record, outcome=Outcome.NEEDS_PERSON, code=Code.E_EFFECT_MISMATCH, error=told)
    return record
