"""Bind one channel account to one shop: look, decide, press once, look it up, and follow the invitation if asked to."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.domain.ledger import ClaimState, LinkState, Outcome, Settled
from agent.domain.permit import Kind, RequestKey, Spend
from agent.domain.portal import Surface
from agent.domain.record import BindRequest, Record
from agent.domain.roster import Via
from agent.errors import Code, CompanionError, Submitted
from agent.flows import observe
from agent.flows.afterwards import measured_again
from agent.flows.approving import asked_first, decided
from agent.flows.follow import already, follow, remember_links, still_pending
from agent.flows.handing_over import from_the_top
from agent.flows.in_the_app import at_the_button, looking_for_bind, on_a_phone
from agent.flows.target import pinned
from agent.flows.visiting import rest, visiting
from agent.guards.judge import BIND, Act, judge
from agent.once import look_up, once

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.identity import AccountId
    from agent.domain.permit import Permit
    from agent.domain.verdict import Decision
    from agent.flows.in_the_app import Button
    from agent.ports import Desk, Visit


async def bind(request: BindRequest, desk: Desk) -> Record:
    """Send one invitation if every guard allows it, at most once whatever happens, and say what became of it."""
    request = replace(request, target=await pinned(request.target, desk))
    record = await _bound(request, desk)
    while await decided(record, request.wait_until, desk):
        record = await _bound(request, desk)
    return record


async def _bound(request: BindRequest, desk: Desk) -> Record:
    facts = await observe.held(request, desk)
    decision = judge(BIND, facts, desk.rules)
    if decision.refusals:
        return _refused(request, decision)
    await rest(desk)
    async with visiting(desk) as visit:

        async def attempt(known: BindFacts | None) -> Record:
            if earlier := await _earlier(request, visit, desk):
                return earlier
            return await _bind(request, known or await observe.held(request, desk), visit, desk)

        return await from_the_top(attempt, facts, visit, desk)


async def _earlier(request: BindRequest, visit: Visit, desk: Desk) -> Record | None:
    """Look first where an earlier press is unsettled or its invitation remembered as open; None lets this run go on."""
    account = request.target.account_id
    memory = await desk.ledger.memory(request.shop.id, account, Kind.BIND) if account else None
    if memory is None or (memory.open_claim is None and memory.pending is None):
        return None
    await observe.in_shop(visit, request.shop, desk)
    if memory.open_claim is None:
        return await still_pending(request, visit, desk)
    settled = await look_up(memory.open_claim, desk, looking_for_bind(visit, desk))
    if settled.state in {ClaimState.NOT_DONE, ClaimState.REJECTED, ClaimState.RELEASED}:
        return None
    return await _told(request, None, settled, visit, desk)


async def _bind(request: BindRequest, facts: BindFacts, visit: Visit, desk: Desk) -> Record:
    home = await observe.in_shop(visit, request.shop, desk)
    egress = asyncio.ensure_future(visit.egress())
    try:
        dialog = await desk.reader.read("link dialog", lambda: observe.in_dialog(visit, request.target))
        facts = observe.read_off(facts, home, dialog.links)
        facts = observe.measured(facts, dialog.links.session, await egress, visit, desk)
    finally:
        egress.cancel()
    request = replace(request, target=request.target.pinned(dialog.hit.account_id))
    if dialog.eligibility is None:
        await remember_links(dialog.links, desk, request.shop.id)
        return Record(request.shop, request.target, Kind.BIND, Outcome.ALREADY, link=LinkState.LINKED)
    facts = await observe.remembered(facts, dialog.hit.account_id, desk)
    facts = observe.checked(facts, dialog.eligibility, dialog.hit)
    desk.mark("CP08")
    return await _decide(request, facts, dialog, visit, desk)


async def _decide(request: BindRequest, facts: BindFacts, dialog: observe.Dialog, visit: Visit, desk: Desk) -> Record:
    act = await _act(request, dialog.hit.account_id, desk)
    decision = judge(BIND, facts, desk.rules, act)
    desk.mark("CP07")
    if observe.invitation_open(facts):
        return await already(request, decision, visit, desk)
    if decision.permit is None:
        await desk.evidence.keep("before", visit)
        return _refused(request, decision)
    if request.via is Via.APP and (desk.portal.app is Surface.PHONE or desk.login.attach):
        return await on_a_phone(request, decision, dialog.hit.account_id, visit, desk)
    async with at_the_button(request, dialog.page, visit, desk) as button:
        press = _Press(request, decision, decision.permit, facts, button)
        return await _press(press, visit, desk)


@dataclass(frozen=True, slots=True)
class _Press:
    """What was decided about a request, and where it is to be pressed."""

    request: BindRequest
    decision: Decision
    permit: Permit
    facts: BindFacts
    button: Button


async def _press(one: _Press, seller: Visit, desk: Desk) -> Record:
    request, page, visit = one.request, one.button.page, one.button.visit
    picture = await desk.evidence.keep("before", visit)
    allowed = Record(request.shop, request.target, Kind.BIND, Outcome.PLANNED, one.decision)
    if request.dry_run:
        await page.prepare(one.permit)
        return allowed
    permit = await asked_first(one.permit, allowed, picture, desk)
    if isinstance(permit, Record):
        return permit
    settled = await once(permit, page, visit, desk, looking_for_bind(seller, desk, one.button.app))
    decision = await measured_again(one.decision, one.facts, visit, desk)
    return await _told(request, decision, settled, seller, desk)


async def _act(request: BindRequest, account: AccountId, desk: Desk) -> Act:
    memory = await desk.ledger.memory(request.shop.id, account, Kind.BIND)
    key = RequestKey(request.shop.id, account, Kind.BIND, memory.ordinal)
    cap = Spend("presses", desk.login.id, desk.today(), desk.rules.presses_per_day.value)
    return Act(key, desk.login.id, request.target.handle, (cap,) if desk.paced else (), request.via)


def _refused(request: BindRequest, decision: Decision) -> Record:
    return Record(request.shop, request.target, Kind.BIND, Outcome.REFUSED, decision, code=decision.code)


_ENDS = {
    ClaimState.REJECTED: (Outcome.REJECTED, Code.B_REJECTED, Submitted.YES),
    ClaimState.NOT_DONE: (Outcome.NOT_DONE, Code.E_NOT_APPLIED, Submitted.YES),
    ClaimState.RELEASED: (Outcome.NOT_DONE, Code.E_NOT_APPLIED, Submitted.YES),
    ClaimState.UNKNOWN: (Outcome.UNKNOWN, Code.E_OUTCOME_UNKNOWN, Submitted.MAYBE),
    ClaimState.OPEN: (Outcome.UNKNOWN, Code.E_OUTCOME_UNKNOWN, Submitted.MAYBE),
}


async def _told(request: BindRequest, decision: Decision | None, settled: Settled, visit: Visit, desk: Desk) -> Record:
    """The record of a settled press; a sent invitation is followed as long as the request says."""
    note = settled.receipt.get("said", "")
    record = Record(request.shop, request.target, Kind.BIND, Outcome.DONE, decision, settled, note=note)
    if settled.state is not ClaimState.DONE:
        outcome, code, submitted = _ENDS[settled.state]
        told = desk.portal.refusals.get(note.strip(), code) if settled.state is ClaimState.REJECTED else code
        known = {name: text for name, text in settled.receipt.items() if name == "why"}
        return replace(record, outcome=outcome, code=told, submitted=submitted, error=known)
    linked = "linked" in settled.receipt
    record = replace(record, submitted=Submitted.YES, link=LinkState.LINKED if linked else LinkState.INVITED)
    if linked or settled.duplicate:
        return record.done_twice() if settled.duplicate else record
    try:
        return await follow(record, settled.receipt.get("invitation_id", ""), request.wait_until, visit, desk)
    except CompanionError:  # it was sent, and that is told; a later run follows it on
        return record
