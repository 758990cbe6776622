"""Publish one promotion: look, fill in its form, decide, press once, and look it up in the list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from agent.domain.facts import Known, PromotionFacts, Source
from agent.domain.identity import Handle, Target
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.promotion import quoted
from agent.domain.record import Record
from agent.errors import Code
from agent.flows import observe
from agent.flows.acting import Errand, acting
from agent.flows.pressing import Button, act_on, key_of, press, refused, settled_as
from agent.flows.promotions import listed, named, published
from agent.guards.judge import PROMOTION, judge
from agent.ports import Promotions

if TYPE_CHECKING:
    from agent.domain.ledger import Settled
    from agent.domain.permit import RequestKey
    from agent.domain.promotion import FormSeen, PromotionsSeen
    from agent.domain.record import PromotionRequest
    from agent.domain.seen import HomeSeen
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
    def mine(key: RequestKey) -> bool:
        return (key.kind, key.account) == (Kind.PROMOTION_CREATE, request.wanted.subject)

    async def told(settled: Settled, _: Visit) -> Record | None:
        record = settled_as(_record(request), settled, desk)
        return None if settled.state is ClaimState.REJECTED else _checked(request, record)

    async def attempt(facts: PromotionFacts, home: HomeSeen, visit: Visit) -> Record:
        return await _promote(request, observe.figured(facts, home), visit, desk)

    # What was published stays so when its start has passed.
    before = any(mine(one.key) for one in await desk.ledger.claims(shop=request.shop.id))
    errand = Errand(_record(request), PROMOTION, partial(_held, request, desk), mine, told, attempt, before)
    return await acting(errand, desk)


async def _held(request: PromotionRequest, desk: Desk) -> PromotionFacts:
    """What the file, the ledger and the clock say; enough to refuse much without a browser."""
    whom = Target(request.wanted.account) if request.wanted.account else None
    frozen = await observe.frozen(request.shop, whom, desk)
    own = {"wanted": request.wanted, "others": request.others, "frozen": frozen}
    return await observe.held_for(PromotionFacts, request.shop, None, desk, **own)


async def _promote(request: PromotionRequest, facts: PromotionFacts, visit: Visit, desk: Desk) -> Record:
    seen = await listed(visit, request.shop.id, desk)
    if already := _already(request, seen):
        return already
    facts = replace(facts, listed=Known(seen.promotions, Source.PAGE))
    early = judge(PROMOTION, facts, desk.rules)
    if early.refusals:
        await desk.evidence.keep("before", visit)
        return refused(_record(request), early)
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
    key = await key_of(request.shop, request.wanted.subject, Kind.PROMOTION_CREATE, desk)
    decision = judge(PROMOTION, facts, desk.rules, act_on(key, Handle(request.wanted.name), desk))
    desk.mark("CP07")
    record = replace(_record(request), quotes=quoted(request.wanted, form.seen.offered))
    if decision.permit and request.agreed not in {None, record.quotes}:
        await desk.evidence.keep("before", visit)
        moved = {"detail": "prices_moved"}
        return replace(record, outcome=Outcome.REFUSED, decision=decision, code=Code.G_PLAN_STALE, error=moved)
    button = Button(form.page, visit, facts, published(visit, desk), request.dry_run)
    return _checked(request, await press(record, decision, button, desk))


def _record(request: PromotionRequest) -> Record:
    return Record(request.shop, None, Kind.PROMOTION_CREATE, Outcome.DONE, about=request.wanted.name)


def _checked(request: PromotionRequest, record: Record) -> Record:
    """Where it stands in the list otherwise than it was asked for, a person has to look."""
    wanted, seen = request.wanted, record.settled.receipt if record.settled else {}
    said = {"percent": str(wanted.percent), "starts": wanted.starts.isoformat(), "ends": wanted.ends.isoformat()}
    if record.outcome is Outcome.DONE and any(seen.get(name) != value for name, value in said.items()):
        told = {"detail": "published_otherwise", "value": seen.get("promotion_id", "")}
        return replace(record, outcome=Outcome.NEEDS_PERSON, code=Code.E_EFFECT_MISMATCH, error=told)
    return record
