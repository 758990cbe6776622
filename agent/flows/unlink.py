"""End a link: look, decide, keep the showcase, press once, and look it up; each of the creator's two steps likewise."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.domain.facts import Known
from agent.domain.ledger import ClaimState, LinkState, Outcome, Settled
from agent.domain.permit import RequestKey, Spend
from agent.domain.portal import Surface
from agent.domain.reason import OBJECTION
from agent.domain.record import Record, UnlinkRequest
from agent.domain.seen import CheckName
from agent.domain.unlinking import RequestState, Way
from agent.errors import AskPerson, Code, Submitted
from agent.flows import observe, observe_unlink
from agent.flows.afterwards import measured_again
from agent.flows.approving import asked_first
from agent.flows.by_hand import handed_on
from agent.flows.handing_over import attended, from_the_top, visited
from agent.flows.looks import looking_for
from agent.flows.showcase_keeping import keep_showcase
from agent.flows.target import lookalikes, pinned
from agent.flows.visiting import rest, visiting
from agent.guards.judge import UNLINK, Act, judge
from agent.once import look_up, once
from agent.ports import CreatorLink

if TYPE_CHECKING:
    from agent.domain.facts import UnlinkFacts
    from agent.domain.ledger import Claim
    from agent.domain.verdict import Decision
    from agent.flows.observe_unlink import Stand
    from agent.ports import Desk, Pressable, Visit

_AFTER = {
    Way.SELLER: LinkState.UNLINKED,
    Way.CREATOR: LinkState.UNLINK_REQUESTED,
    Way.APPROVE: LinkState.UNLINKED,
}
_NOT_ELIGIBLE = frozenset({CheckName.STATUS_NORMAL, CheckName.NO_VIOLATION, CheckName.NO_OPEN_ORDERS})
_ENDS_IT = (Way.SELLER, Way.APPROVE)


@dataclass(frozen=True, slots=True)
class _Button:
    """The page that will press, in the visit that it belongs to, and the facts as they are there."""

    visit: Visit
    page: Pressable
    facts: UnlinkFacts


async def unlink(request: UnlinkRequest, desk: Desk) -> Record:
    """Take one step out of a link if every guard allows it, at most once whatever happens, and say what came of it."""
    request = replace(request, target=await pinned(request.target, desk))
    facts = await observe_unlink.held(request, desk)
    decision = judge(UNLINK, facts, desk.rules)
    if decision.refusals:
        return _refused(request, decision)
    await rest(desk)
    async with visiting(desk) as visit:

        async def attempt(known: UnlinkFacts | None) -> Record:
            await observe.in_shop(visit, request.shop, desk)
            if earlier := await _earlier(request, visit, desk):
                return earlier
            return await _unlink(request, known or await observe_unlink.held(request, desk), visit, desk)

        return await from_the_top(attempt, facts, visit, desk)


async def unsettled(request: UnlinkRequest, desk: Desk) -> Record | None:
    """What looking shows of an earlier press about this link; None, and no browser, where nothing is left to settle."""
    request = replace(request, target=await pinned(request.target, desk))
    if not await _open_claims(request, desk):
        return None

    async def look(visit: Visit) -> Record | None:
        await observe.in_shop(visit, request.shop, desk)
        return await _earlier(request, visit, desk)

    return await visited(desk, look)


async def _earlier(request: UnlinkRequest, visit: Visit, desk: Desk) -> Record | None:
    """Look first where an earlier press about this link is not settled; None lets this run go on."""
    for claim in await _open_claims(request, desk):
        settled = await look_up(claim, desk, looking_for(claim.key.kind, visit, desk))
        if settled.state is not ClaimState.REJECTED:
            return _told(request, None, settled, desk)
    return None


async def _open_claims(request: UnlinkRequest, desk: Desk) -> list[Claim]:
    account, ways = request.target.account_id, _ENDS_IT if request.way in _ENDS_IT else (Way.CREATOR,)
    if account is None:
        return []
    memories = [await desk.ledger.memory(request.shop.id, account, way.kind) for way in ways]
    return [one.open_claim for one in memories if one.open_claim]


async def _unlink(request: UnlinkRequest, facts: UnlinkFacts, visit: Visit, desk: Desk) -> Record:
    seen, facts = await _look(request, facts, visit, desk)
    if seen.row is None:
        return await without_link(request, seen, desk)
    account = seen.row.account_id
    request = replace(request, target=request.target.pinned(account))
    if seen.application and request.way is Way.CREATOR:
        return Record(request.shop, request.target, request.way.kind, Outcome.ALREADY, link=LinkState.UNLINK_REQUESTED)
    early = judge(UNLINK, facts, desk.rules)
    desk.mark("CP07")
    if early.refusals:
        await desk.evidence.keep("before", visit)
        return _refused(request, early)
    if request.way is Way.CREATOR and desk.portal.surfaces["creator"] is Surface.PHONE:
        return await _on_a_phone(request, early, visit, desk)
    facts = replace(facts, showcase_kept=await keep_showcase(request, account, visit, desk))
    async with AsyncExitStack() as stack:
        return await _decide(request, await _at_the_button(request, facts, visit, desk, stack), visit, desk)


async def _look(request: UnlinkRequest, facts: UnlinkFacts, visit: Visit, desk: Desk) -> tuple[Stand, UnlinkFacts]:
    seen = await desk.reader.read("unlink dialog", lambda: observe_unlink.stand(request, visit, desk))
    desk.mark("CP08")
    facts = observe_unlink.read_off(facts, seen, desk)
    return seen, observe_unlink.measured(facts, seen, await visit.egress(), visit, desk)


async def _at_the_button(
    request: UnlinkRequest, facts: UnlinkFacts, visit: Visit, desk: Desk, stack: AsyncExitStack
) -> _Button:
    """Open what will be pressed afresh, in its own session: the facts are as old as the page, and no older."""
    if request.way is not Way.CREATOR:
        seen, facts = await _look(request, facts, visit, desk)
        return _Button(visit, seen.page, facts)
    own = await stack.enter_async_context(desk.visits.creator(desk.login, visit.lease, request.target, desk.trail))
    await stack.enter_async_context(attended(own, desk))
    link = await desk.reader.read("link info", lambda: _link_info(request, own))
    return _Button(own, link, replace(facts, at=desk.clock.now(), egress=observe.located(await own.egress())))


async def _link_info(request: UnlinkRequest, own: Visit) -> CreatorLink:
    page = await own.open(CreatorLink)
    seen = await page.read()
    if seen.account_id != request.target.account_id:
        raise AskPerson(Code.E_TARGET_CHANGED, handle=request.target.handle)
    if seen.state is not RequestState.NONE:
        raise AskPerson(Code.E_EFFECT_MISMATCH, handle=request.target.handle, shop=request.shop.name)
    return page


async def _decide(request: UnlinkRequest, button: _Button, seller: Visit, desk: Desk) -> Record:
    decision = judge(UNLINK, button.facts, desk.rules, await _act(request, button.facts, desk))
    picture = await desk.evidence.keep("before", button.visit)
    if decision.permit is None:
        return _refused(request, decision)
    allowed = Record(request.shop, request.target, request.way.kind, Outcome.PLANNED, decision)
    if request.dry_run:
        await button.page.prepare(decision.permit)
        return allowed
    permit = await asked_first(decision.permit, allowed, picture, desk)
    if isinstance(permit, Record):
        return permit
    look = looking_for(request.way.kind, seller, desk)
    settled = await once(permit, button.page, button.visit, desk, look)
    decision = await measured_again(decision, button.facts, button.visit, desk)
    return _told(request, decision, settled, desk)


async def _act(request: UnlinkRequest, facts: UnlinkFacts, desk: Desk) -> Act:
    kind, target = request.way.kind, request.target
    if target.account_id is None:
        raise ValueError(target)
    memory = await desk.ledger.memory(request.shop.id, target.account_id, kind)
    key = RequestKey(request.shop.id, target.account_id, kind, memory.ordinal)
    shown = facts.unlinks_left.value if isinstance(facts.unlinks_left, Known) else None
    ever = Spend("unlinks", request.shop.id, "ever", desk.rules.lifetime_unlinks.value, shown)
    cap = Spend("presses", desk.login.id, desk.today(), desk.rules.presses_per_day.value)
    spends = (ever,) * (request.way in _ENDS_IT) + (cap,) * desk.paced
    return Act(key, desk.login.id, target.handle, spends)


async def _on_a_phone(request: UnlinkRequest, decision: Decision, visit: Visit, desk: Desk) -> Record:
    """The creator acts in the app; we only see on the seller's page whether the request has come."""
    told = {"detail": "by_creator"}
    record = Record(request.shop, request.target, request.way.kind, Outcome.NEEDS_PERSON, decision, error=told)

    async def seen() -> LinkState | None:
        stand = await desk.reader.read("unlink dialog", lambda: observe_unlink.stand(request, visit, desk))
        if stand.application:
            return LinkState.UNLINK_REQUESTED
        return LinkState.UNLINKED if stand.row is None else None

    return await handed_on(record, request, desk, seen)


async def without_link(request: UnlinkRequest, seen: Stand, desk: Desk) -> Record:
    """There is no such link: that is so already where the ledger knows that it ended, else the name is not proven."""
    meant, known = request.target, await desk.ledger.links(request.shop.id)
    ended = [one for one in known if one.state is LinkState.UNLINKED]
    if meant.account_id not in {one.account for one in ended} and meant.handle not in {one.handle for one in ended}:
        near = lookalikes(meant, seen.links.links.rows)
        raise AskPerson(Code.E_TARGET_NOT_PROVEN, handle=meant.handle, why="not_linked_here", detail=near)
    return Record(request.shop, request.target, request.way.kind, Outcome.ALREADY, link=LinkState.UNLINKED)


def _refused(request: UnlinkRequest, decision: Decision) -> Record:
    kind = request.way.kind
    return Record(request.shop, request.target, kind, Outcome.REFUSED, decision, code=decision.code)


def _told(request: UnlinkRequest, decision: Decision | None, settled: Settled, desk: Desk) -> Record:
    """The record of a settled press: where nothing is proven to have happened, a person decides all the same."""
    note = settled.receipt.get("said", "")
    record = Record(request.shop, request.target, request.way.kind, Outcome.DONE, decision, settled, note=note)
    match settled.state:
        case ClaimState.DONE:
            record = replace(record, submitted=Submitted.YES, link=_AFTER[request.way])
            return record.done_twice() if settled.duplicate else record
        case ClaimState.REJECTED:
            return _rejected(record, desk)
        case _:
            unknown, maybe = Code.E_OUTCOME_UNKNOWN, Submitted.MAYBE
            return replace(record, outcome=Outcome.UNKNOWN, code=unknown, submitted=maybe)


def _rejected(record: Record, desk: Desk) -> Record:
    """Which of the causes it was, in the portal's words: waiting time, network, violation, or another."""
    word = record.note.strip()
    cause = desk.portal.obstacles.get(word)
    code = Code.B_NOT_ELIGIBLE if cause in _NOT_ELIGIBLE else desk.portal.refusals.get(word, Code.B_REJECTED)
    reason = OBJECTION[cause] if cause else None
    return replace(record, outcome=Outcome.REJECTED, code=code, submitted=Submitted.YES, reason=reason)
