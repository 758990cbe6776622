"""Publish one promotion: look, fill in its form, decide, press once, and look it up in the list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.domain.facts import Known, PromotionFacts, Source
from agent.domain.identity import Handle, Target
from agent.domain.ledger import ClaimState, Outcome, Settled
from agent.domain.permit import Kind, RequestKey, Spend
from agent.domain.promotion import quoted
from agent.domain.record import Record
from agent.errors import Code, Submitted
from agent.flows import observe
from agent.flows.afterwards import measured_again
from agent.flows.approving import asked_first
from agent.flows.handing_over import from_the_top
from agent.flows.promotions import listed, named, published
from agent.flows.visiting import rest, visiting
from agent.guards.judge import PROMOTION, Act, judge
from agent.once import look_up, once
from agent.ports import Promotions

if TYPE_CHECKING:
    from agent.domain.identity import AccountId
    from agent.domain.promotion import FormSeen, PromotionsSeen
    from agent.domain.record import PromotionRequest
    from agent.domain.roster import Shop
    from agent.domain.verdict import Decision
    from agent.ports import Desk, Visit


@dataclass(frozen=True, slots=True)
class _Form:
    """The page with the form filled in, and what it offers."""

    page: Promotions
    seen: FormSeen


async def promote(request: PromotionRequest, desk: Desk) -> Record:
    """Publish it if every guard allows it, at most once whatever happens, and say what became of it."""
    name = request.wanted.name
    return await named(name, request.shop, Kind.PROMOTION_CREATE, _promoted(request, desk))


async def _promoted(request: PromotionRequest, desk: Desk) -> Record:
    facts = await _held(request, desk)
    decision = judge(PROMOTION, facts, desk.rules)
    if decision.refusals and not await _pressed_before(request, desk):
        return _refused(request, decision)
    await rest(desk)
    async with visiting(desk) as visit:

        async def attempt(known: PromotionFacts | None) -> Record:
            home = await observe.in_shop(visit, request.shop, desk)
            if earlier := await _earlier(request, visit, desk):
                return earlier
            held = known or await _held(request, desk)
            return await _promote(request, observe.figured(held, home), visit, desk)

        return await from_the_top(attempt, facts, visit, desk)


async def _held(request: PromotionRequest, desk: Desk) -> PromotionFacts:
    """What the file, the ledger and the clock say; enough to refuse much without a browser."""
    whom = Target(request.wanted.account) if request.wanted.account else None
    frozen = await observe.frozen(request.shop, whom, desk)
    own = {"wanted": request.wanted, "others": request.others, "frozen": frozen}
    return await observe.held_for(PromotionFacts, request.shop, None, desk, **own)


async def _pressed_before(request: PromotionRequest, desk: Desk) -> bool:
    """Whether there is something to look for: what was published stays so when its start has passed."""
    claims = await desk.ledger.claims(shop=request.shop.id)
    return any(one.key.account == request.wanted.subject for one in claims)


async def _earlier(request: PromotionRequest, visit: Visit, desk: Desk) -> Record | None:
    """Look first where an earlier press about it is not settled; None lets this run go on."""
    memory = await desk.ledger.memory(request.shop.id, request.wanted.subject, Kind.PROMOTION_CREATE)
    if memory.open_claim is None:
        return None
    settled = await look_up(memory.open_claim, desk, published(visit, desk))
    return None if settled.state is ClaimState.REJECTED else _told(request, None, settled, desk)


async def _promote(request: PromotionRequest, facts: PromotionFacts, visit: Visit, desk: Desk) -> Record:
    seen = await listed(visit, request.shop.id, desk)
    if already := _already(request, seen):
        return already
    facts = replace(facts, listed=Known(seen.promotions, Source.PAGE))
    early = judge(PROMOTION, facts, desk.rules)
    if early.refusals:
        await desk.evidence.keep("before", visit)
        return _refused(request, early)
    form = await desk.reader.read("promotion form", lambda: _filled(request, visit))
    desk.mark("CP08")
    return await _decide(request, _offered(facts, form.seen), form, visit, desk)


def _already(request: PromotionRequest, seen: PromotionsSeen) -> Record | None:
    """It stands in the list as it is wanted: somebody has published it."""
    mine = [row for row in seen.promotions.rows if row.is_what(request.wanted)]
    return replace(_record(request), outcome=Outcome.ALREADY) if mine else None


async def _filled(request: PromotionRequest, visit: Visit) -> _Form:
    page = await visit.open(Promotions)
    return _Form(page, await page.fill(request.wanted, request.shop.zone))


def _offered(facts: PromotionFacts, seen: FormSeen) -> PromotionFacts:
    offered, accounts = Known(seen.offered, Source.PAGE), Known(seen.accounts, Source.PAGE)
    return replace(facts, offered=offered, accounts=accounts)


async def _decide(request: PromotionRequest, facts: PromotionFacts, form: _Form, visit: Visit, desk: Desk) -> Record:
    facts = observe.measured(facts, form.seen.session, await visit.egress(), visit, desk)
    act = await act_on(request.shop, request.wanted.subject, Kind.PROMOTION_CREATE, Handle(request.wanted.name), desk)
    decision = judge(PROMOTION, facts, desk.rules, act)
    desk.mark("CP07")
    picture = await desk.evidence.keep("before", visit)
    quotes = quoted(request.wanted, form.seen.offered)
    if decision.permit is None:
        return replace(_refused(request, decision), quotes=quotes)
    allowed = replace(_record(request), outcome=Outcome.PLANNED, decision=decision, quotes=quotes)
    if request.agreed is not None and request.agreed != quotes:
        return replace(allowed, outcome=Outcome.REFUSED, code=Code.G_PLAN_STALE, error={"detail": "prices_moved"})
    if request.dry_run:
        await form.page.prepare(decision.permit)
        return allowed
    permit = await asked_first(decision.permit, allowed, picture, desk)
    if isinstance(permit, Record):
        return permit
    settled = await once(permit, form.page, visit, desk, published(visit, desk))
    decision = await measured_again(decision, facts, visit, desk)
    return replace(_told(request, decision, settled, desk), quotes=quotes)


async def act_on(shop: Shop, subject: AccountId, kind: Kind, name: Handle, desk: Desk) -> Act:
    """What a permit for one promotion would be for."""
    memory = await desk.ledger.memory(shop.id, subject, kind)
    cap = Spend("presses", desk.login.id, desk.today(), desk.rules.presses_per_day.value)
    return Act(RequestKey(shop.id, subject, kind, memory.ordinal), desk.login.id, name, (cap,) if desk.paced else ())


def _record(request: PromotionRequest) -> Record:
    return Record(request.shop, None, Kind.PROMOTION_CREATE, Outcome.DONE, about=request.wanted.name)


def _refused(request: PromotionRequest, decision: Decision) -> Record:
    return replace(_record(request), outcome=Outcome.REFUSED, decision=decision, code=decision.code)


def _told(request: PromotionRequest, decision: Decision | None, settled: Settled, desk: Desk) -> Record:
    record = settled_as(replace(_record(request), decision=decision), settled, desk)
    wanted, seen = request.wanted, settled.receipt
    said = {"percent": str(wanted.percent), "starts": wanted.starts.isoformat(), "ends": wanted.ends.isoformat()}
    if record.outcome is Outcome.DONE and any(seen.get(name) != value for name, value in said.items()):
        told = {"detail": "published_otherwise", "value": seen.get("promotion_id", "")}
        return replace(record, outcome=Outcome.NEEDS_PERSON, code=Code.E_EFFECT_MISMATCH, error=told)
    return record


def settled_as(record: Record, settled: Settled, desk: Desk) -> Record:
    """The record of a settled press: where nothing is proven to have happened, a person decides all the same."""
    note = settled.receipt.get("said", "")
    record = replace(record, settled=settled, note=note)
    match settled.state:
        case ClaimState.DONE:
            record = replace(record, submitted=Submitted.YES)
            return record.done_twice() if settled.duplicate else record
        case ClaimState.REJECTED:
            code = desk.portal.refusals.get(note.strip(), Code.B_REJECTED)
            return replace(record, outcome=Outcome.REJECTED, code=code, submitted=Submitted.YES)
        case _:
            unknown, maybe = Code.E_OUTCOME_UNKNOWN, Submitted.MAYBE
            return replace(record, outcome=Outcome.UNKNOWN, code=unknown, submitted=maybe)
