"""Let the portal check an account's posts: look what is there, begin a check at most once, wait by looking, read it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from agent.domain.content_audit import AuditEnd
from agent.domain.facts import Facts
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.record import Record
from agent.domain.seen import Listing
from agent.errors import CompanionError
from agent.flows import observe
from agent.flows.acting import Errand, acting
from agent.flows.content_checks import begun, read_when_ended, unread, whole
from agent.flows.pressing import Button, act_on, key_of, press, settled_as
from agent.flows.target import pinned, the_one
from agent.guards.judge import CONTENT_CHECK, judge
from agent.ports import ContentChecks

if TYPE_CHECKING:
    from agent.domain.content_audit import Audit, AuditRequest, ChecksSeen
    from agent.domain.ledger import Settled
    from agent.domain.permit import RequestKey
    from agent.domain.seen import Hit, HomeSeen
    from agent.ports import Desk, Visit


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

    def mine(key: RequestKey) -> bool:
        return (key.kind, key.account) == (Kind.CONTENT_CHECK, request.target.account_id)

    async def told(settled: Settled, _: Visit) -> Record | None:
        """Whatever was settled, this run goes on, to read what came of it."""
        return settled_as(_record(request), settled, desk) if settled.state is ClaimState.UNKNOWN else None

    async def attempt(facts: Facts, _: HomeSeen, visit: Visit) -> Record:
        return await _audit(request, facts, visit, desk)

    reads = not request.start or await _is_out(request, desk)
    errand = Errand(_record(request), CONTENT_CHECK, partial(_held, request, desk), mine, told, attempt, reads)
    return await acting(errand, desk)


async def _held(request: AuditRequest, desk: Desk) -> Facts:
    return await observe.held_for(Facts, request.shop, request.target, desk)


async def _is_out(request: AuditRequest, desk: Desk) -> bool:
    """Whether a check that was begun here waits to be read: that needs no press."""
    account = request.target.account_id
    kept = await desk.ledger.audit(request.shop.id, account) if account else None
    mine = [one for one in await desk.ledger.claims(shop=request.shop.id) if one.key.kind is Kind.CONTENT_CHECK]
    return any(one.key.account == account and (kept is None or one.claimed_at > kept.read_at) for one in mine)


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
    key = await key_of(request.shop, stand.hit.account_id, Kind.CONTENT_CHECK, desk)
    decision = judge(CONTENT_CHECK, facts, desk.rules, act_on(key, request.target.handle, desk))
    desk.mark("CP07")
    button = Button(stand.page, visit, facts, begun(visit, desk), request.dry_run)
    return await _read_if_done(await press(_record(request), decision, button, desk), request, visit, desk)


async def _read_if_done(record: Record, request: AuditRequest, visit: Visit, desk: Desk) -> Record:
    if record.outcome is not Outcome.DONE or record.settled is None:
        return record
    try:
        return await _read(record, record.settled.receipt.get("check_id", ""), request, visit, desk)
    except CompanionError:  # it was begun, and that is told; a later run reads it
        return record


async def _read(record: Record, check: str, request: AuditRequest, visit: Visit, desk: Desk) -> Record:
    return replace(record, audits=(await read_when_ended(check, request, visit, desk),))


def _record(request: AuditRequest) -> Record:
    return Record(request.shop, request.target, Kind.CONTENT_CHECK, Outcome.DONE)
