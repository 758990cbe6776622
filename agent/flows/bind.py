"""Bind one channel account to one shop: look, decide, press once, look it up, and follow the invitation if asked to."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from agent.domain.ledger import ClaimState, LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.portal import Surface
from agent.domain.record import BindRequest, Record
from agent.domain.roster import Via
from agent.errors import CompanionError
from agent.flows import observe
from agent.flows.acting import Errand, acting
from agent.flows.approving import decided
from agent.flows.follow import already, follow, on_its_way, still_pending
from agent.flows.in_the_app import at_the_button, on_a_phone
from agent.flows.links import remember_links
from agent.flows.pressing import act_on, key_of, press, refused, settled_as
from agent.flows.target import pinned
from agent.guards.judge import BIND, judge

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.ledger import Settled
    from agent.domain.permit import RequestKey
    from agent.domain.seen import HomeSeen
    from agent.ports import Desk, Visit

_OVER: Final = frozenset({Outcome.NOT_DONE, Outcome.REJECTED})  # the next run, and so this one, may send another one


async def bind(request: BindRequest, desk: Desk) -> Record:
    """Send one invitation if every guard allows it, at most once whatever happens, and say what became of it."""
    request = replace(request, target=await pinned(request.target, desk))
    record = await _bound(request, desk)
    while await decided(record, request.wait_until, desk):
        record = await _bound(request, desk)
    return record


async def _bound(request: BindRequest, desk: Desk) -> Record:
    def mine(key: RequestKey) -> bool:
        return (key.kind, key.account) == (Kind.BIND, request.target.account_id)

    async def told(settled: Settled, visit: Visit) -> Record | None:
        record = settled_as(_record(request), settled, desk)
        return None if record.outcome in _OVER else await _followed(request, record, visit, desk)

    async def attempt(facts: BindFacts, home: HomeSeen, visit: Visit) -> Record:
        return await _pending(request, visit, desk) or await _bind(request, facts, home, visit, desk)

    held = partial(observe.held, request, desk)
    return await acting(Errand(_record(request), BIND, held, mine, told, attempt), desk)


async def _pending(request: BindRequest, visit: Visit, desk: Desk) -> Record | None:
    """Look first where an invitation is remembered as open; None lets this run go on."""
    account = request.target.account_id
    memory = await desk.ledger.memory(request.shop.id, account, Kind.BIND) if account else None
    return await still_pending(request, visit, desk) if memory and memory.pending else None


async def _bind(request: BindRequest, facts: BindFacts, home: HomeSeen, visit: Visit, desk: Desk) -> Record:
    egress = asyncio.ensure_future(visit.egress())
    try:
        shown = partial(observe.in_dialog, visit, request.shop.id, request.target, desk)
        dialog = await desk.reader.read("link dialog", shown)
        facts = observe.read_off(facts, home, dialog.links)
        facts = observe.measured(facts, dialog.links.session, await egress, visit, desk)
    finally:
        egress.cancel()
    request = replace(request, target=request.target.pinned(dialog.hit.account_id))
    if dialog.links.session.shop == request.shop.id:  # a link that has ended unseen begins its wait here
        await remember_links(dialog.links, desk, request.shop.id)
    if dialog.eligibility is None:
        return Record(request.shop, request.target, Kind.BIND, Outcome.ALREADY, link=LinkState.LINKED)
    facts = await observe.remembered(facts, dialog.hit.account_id, desk)
    facts = observe.checked(facts, dialog.eligibility, dialog.hit)
    desk.mark("CP08")
    return await _decide(request, facts, dialog, visit, desk)


async def _decide(request: BindRequest, facts: BindFacts, dialog: observe.Dialog, visit: Visit, desk: Desk) -> Record:
    key = await key_of(request.shop, dialog.hit.account_id, Kind.BIND, desk)
    act = replace(act_on(key, request.target.handle, desk), via=request.via)
    decision = judge(BIND, facts, desk.rules, act)
    desk.mark("CP07")
    if observe.invitation_open(facts):
        return await already(request, decision, visit, desk)
    if decision.permit is None:
        await desk.evidence.keep("before", visit)
        return await on_its_way(request, decision, visit, desk) or refused(_record(request), decision)
    if request.via is Via.APP and (desk.portal.app is Surface.PHONE or desk.login.attach):
        return await on_a_phone(request, decision, dialog.hit.account_id, visit, desk)
    async with at_the_button(request, dialog.page, facts, visit, desk) as button:
        return await _followed(request, await press(_record(request), decision, button, desk), visit, desk)


def _record(request: BindRequest) -> Record:
    return Record(request.shop, request.target, Kind.BIND, Outcome.DONE)


async def _followed(request: BindRequest, record: Record, visit: Visit, desk: Desk) -> Record:
    """The record of a press; a sent invitation is followed as long as the request says."""
    settled = record.settled
    if settled is None or settled.state is not ClaimState.DONE:
        return record
    linked = "linked" in settled.receipt
    record = replace(record, link=LinkState.LINKED if linked else LinkState.INVITED)
    if linked or settled.duplicate:
        return record
    try:
        return await follow(record, settled.receipt.get("invitation_id", ""), request.wait_until, visit, desk)
    except CompanionError:  # it was sent, and that is told; a later run follows it on
        return record
