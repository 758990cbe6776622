"""Let the portal check an account's posts: look what is there, begin a check at most once, wait by looking, read it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.domain.content_audit import AuditEnd
from agent.domain.facts import Facts
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind, RequestKey, Spend
from agent.domain.record import Record
from agent.domain.seen import Listing
from agent.errors import Code, CompanionError, Submitted
from agent.flows import observe
from agent.flows.afterwards import measured_again
from agent.flows.approving import asked_first
from agent.flows.content_checks import begun, read_when_ended, unread, whole
from agent.flows.handing_over import from_the_top
from agent.flows.target import pinned, the_one
from agent.flows.visiting import rest, visiting
from agent.guards.judge import CONTENT_CHECK, Act, judge
from agent.once import look_up, once
from agent.ports import ContentChecks

if TYPE_CHECKING:
    from agent.domain.content_audit import Audit, AuditRequest, ChecksSeen
    from agent.domain.identity import AccountId
    from agent.domain.ledger import Settled
    from agent.domain.seen import Hit
    from agent.domain.verdict import Decision
    from agent.ports import Desk, Visit

_ENDS = {
    ClaimState.REJECTED: (Outcome.REJECTED, Code.B_REJECTED, Submitted.YES),
    ClaimState.NOT_DONE: (Outcome.NOT_DONE, Code.E_NOT_APPLIED, Submitted.YES),
    ClaimState.RELEASED: (Outcome.NOT_DONE, Code.E_NOT_APPLIED, Submitted.YES),
}
_UNKNOWN = (Outcome.UNKNOWN, Code.E_OUTCOME_UNKNOWN, Submitted.MAYBE)


@dataclass(frozen=True, slots=True)
class _Stand:
    """The page with the account found in its form, the shop's checks, and what the ledger has of the account."""

    page: ContentChecks
    seen: ChecksSeen
    hit: Hit
    audit: Audit | None = None


async def audit(request: AuditRequest, desk: Desk) -> Record:
    """Read the newest check that nobody has read, where there is one; else begin one, if every guard allows it."""
    request = replace(request, target=await pinned(request.target, desk))
    facts = await _held(request, desk)
    decision = judge(CONTENT_CHECK, facts, desk.rules)
    if request.start and decision.refusals and not await _is_out(request, desk):
        return replace(_record(request), outcome=Outcome.REFUSED, decision=decision, code=decision.code)
    await rest(desk)
    async with visiting(desk) as visit:

        async def attempt(known: Facts | None) -> Record:
            await observe.in_shop(visit, request.shop, desk)
            if earlier := await _earlier(request, visit, desk):
                return earlier
            return await _audit(request, known or await _held(request, desk), visit, desk)

        return await from_the_top(attempt, facts, visit, desk)


async def _held(request: AuditRequest, desk: Desk) -> Facts:
    return await observe.held_for(Facts, request.shop, request.target, desk)


async def _is_out(request: AuditRequest, desk: Desk) -> bool:
    """Whether a check that was begun here waits to be read: that needs no press."""
    account = request.target.account_id
    kept = await desk.ledger.audit(request.shop.id, account) if account else None
    mine = [one for one in await desk.ledger.claims(shop=request.shop.id) if one.key.kind is Kind.CONTENT_CHECK]
    return any(one.key.account == account and (kept is None or one.claimed_at > kept.read_at) for one in mine)


async def _earlier(request: AuditRequest, visit: Visit, desk: Desk) -> Record | None:
    """Look first where an earlier press is not settled; None lets this run go on, to read what came of it."""
    account = request.target.account_id
    memory = await desk.ledger.memory(request.shop.id, account, Kind.CONTENT_CHECK) if account else None
    if memory is None or memory.open_claim is None:
        return None
    settled = await look_up(memory.open_claim, desk, begun(visit, desk))
    return _settled(request, settled, None) if settled.state is ClaimState.UNKNOWN else None


async def _audit(request: AuditRequest, facts: Facts, visit: Visit, desk: Desk) -> Record:
    stand = await desk.reader.read("content check form", lambda: _stand(request, visit))
    desk.mark("CP08")
    account = stand.hit.account_id
    request = replace(request, target=request.target.pinned(account))
    stand = replace(stand, audit=await desk.ledger.audit(request.shop.id, account))
    match unread(stand.seen, account, stand.audit):
        case [newest, *_]:
            already = replace(_record(request), outcome=Outcome.ALREADY)
            return await _read(already, newest.check_id, request, visit, desk)
    if not request.start:
        none = replace(
            _record(request), outcome=Outcome.NOTHING_TO_DO, audits=(AuditEnd(request.target.handle, account),)
        )
        return replace(none, outcome=Outcome.ALREADY, audits=(AuditEnd.of(stand.audit),)) if stand.audit else none
    return await _decide(request, facts, stand, visit, desk)


async def _stand(request: AuditRequest, visit: Visit) -> _Stand:
    page = await visit.open(ContentChecks)
    seen = whole(await page.read(), request.shop.id)
    hit = await page.find(request.target.handle)
    hits = (hit,) if hit else ()
    return _Stand(page, seen, the_one(request.target, Listing(hits, len(hits))))


async def _decide(request: AuditRequest, facts: Facts, stand: _Stand, visit: Visit, desk: Desk) -> Record:
    facts = observe.measured(facts, stand.seen.session, await visit.egress(), visit, desk)
    decision = judge(CONTENT_CHECK, facts, desk.rules, await _act(request, stand.hit.account_id, desk))
    desk.mark("CP07")
    picture = await desk.evidence.keep("before", visit)
    allowed = replace(_record(request), outcome=Outcome.PLANNED, decision=decision)
    if decision.permit is None:
        return replace(allowed, outcome=Outcome.REFUSED, code=decision.code)
    if request.dry_run:
        await stand.page.prepare(decision.permit)
        return allowed
    permit = await asked_first(decision.permit, allowed, picture, desk)
    if isinstance(permit, Record):
        return permit
    settled = await once(permit, stand.page, visit, desk, begun(visit, desk))
    record = _settled(request, settled, await measured_again(decision, facts, visit, desk))
    return await _read_if_done(record, request, visit, desk)


async def _read_if_done(record: Record, request: AuditRequest, visit: Visit, desk: Desk) -> Record:
    if record.outcome is not Outcome.DONE or record.settled is None:
        return record
    try:
        return await _read(record, record.settled.receipt.get("check_id", ""), request, visit, desk)
    except CompanionError:  # it was begun, and that is told; a later run reads it
        return record


async def _read(record: Record, check: str, request: AuditRequest, visit: Visit, desk: Desk) -> Record:
    return replace(record, audits=(await read_when_ended(check, request, visit, desk),))


async def _act(request: AuditRequest, account: AccountId, desk: Desk) -> Act:
    memory = await desk.ledger.memory(request.shop.id, account, Kind.CONTENT_CHECK)
    key = RequestKey(request.shop.id, account, Kind.CONTENT_CHECK, memory.ordinal)
    cap = Spend("presses", desk.login.id, desk.today(), desk.rules.presses_per_day.value)
    return Act(key, desk.login.id, request.target.handle, (cap,) if desk.paced else ())


def _record(request: AuditRequest) -> Record:
    return Record(request.shop, request.target, Kind.CONTENT_CHECK, Outcome.DONE)


def _settled(request: AuditRequest, settled: Settled, decision: Decision | None) -> Record:
    record = replace(_record(request), decision=decision, settled=settled, note=settled.receipt.get("said", ""))
    if settled.state is ClaimState.DONE:
        record = replace(record, submitted=Submitted.YES)
        return record.done_twice() if settled.duplicate else record
    outcome, code, submitted = _ENDS.get(settled.state, _UNKNOWN)
    return replace(record, outcome=outcome, code=code, submitted=submitted)
