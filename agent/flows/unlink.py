"""End a link: look, decide, keep the showcase, press once, and look it up; each of the creator's two steps likewise."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from agent.domain.facts import Known
from agent.domain.ledger import ClaimState, LinkState, Outcome, Settled
from agent.domain.permit import Spend
from agent.domain.reason import OBJECTION
from agent.domain.record import Record, UnlinkRequest
from agent.domain.seen import CheckName
from agent.domain.unlinking import RequestState, Way
from agent.domain.verdict import Effect
from agent.errors import AskPerson, Code
from agent.flows import observe, observe_unlink
from agent.flows.acting import Errand, acting, left_open, looked_up
from agent.flows.by_hand import handed_on
from agent.flows.handing_over import attended, visited
from agent.flows.looks import looking_for
from agent.flows.pressing import Button, act_on, key_of, press, refused, settled_as
from agent.flows.showcase_keeping import keep_showcase
from agent.flows.target import lookalikes, pinned
from agent.flows.visiting import kept
from agent.guards.judge import UNLINK, judge
from agent.guards.network_region import network_region
from agent.once import StaleError
from agent.ports import CreatorLink

if TYPE_CHECKING:
    from agent.domain.facts import UnlinkFacts
    from agent.domain.permit import RequestKey
    from agent.domain.seen import HomeSeen
    from agent.domain.verdict import Decision
    from agent.flows.observe_unlink import Stand
    from agent.guards.judge import Act
    from agent.ports import Desk, Visit

_AFTER = {
    Way.SELLER: LinkState.UNLINKED,
    Way.CREATOR: LinkState.UNLINK_REQUESTED,
    Way.APPROVE: LinkState.UNLINKED,
}
_NOT_ELIGIBLE = frozenset({CheckName.STATUS_NORMAL, CheckName.NO_VIOLATION, CheckName.NO_OPEN_ORDERS})
_ENDS_IT = (Way.SELLER, Way.APPROVE)


async def unlink(request: UnlinkRequest, desk: Desk) -> Record:
    """Take one step out of a link if every guard allows it, at most once whatever happens, and say what came of it."""
    request = replace(request, target=await pinned(request.target, desk))
    return await acting(_errand(request, desk), desk)


def _errand(request: UnlinkRequest, desk: Desk) -> Errand[UnlinkFacts, Record]:
    kinds = {way.kind for way in (_ENDS_IT if request.way in _ENDS_IT else (request.way,))}

    def mine(key: RequestKey) -> bool:
        return key.kind in kinds and key.account == request.target.account_id

    async def told(settled: Settled, _: Visit) -> Record | None:
        """A no says nothing of now; nor does the end of a link after which another began: that one is meant."""
        over = settled.state is ClaimState.REJECTED or "linked_again" in settled.receipt
        return None if over else _told(request, settled_as(_record(request), settled, desk), desk)

    async def attempt(facts: UnlinkFacts, _: HomeSeen, visit: Visit) -> Record:
        return await _unlink(request, facts, visit, desk)

    return Errand(_record(request), UNLINK, partial(observe_unlink.held, request, desk), mine, told, attempt)


async def unsettled(request: UnlinkRequest, desk: Desk) -> Record | None:
    """What looking shows of an earlier press about this link; None, and no browser, where nothing is left to settle."""
    request = replace(request, target=await pinned(request.target, desk))
    errand = _errand(request, desk)
    if not await left_open(errand, desk):
        return None

    async def look(visit: Visit) -> Record | None:
        await observe.in_shop(visit, request.shop, desk)
        return await looked_up(errand, visit, desk)

    return await visited(desk, look)


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
        return refused(_record(request), early)
    facts = replace(facts, showcase_kept=await keep_showcase(request, account, visit, desk))
    if observe_unlink.on_a_phone(request, desk):
        return await _on_a_phone(request, judge(UNLINK, facts, desk.rules), visit, desk)
    async with AsyncExitStack() as stack:
        return await _decide(request, await _at_the_button(request, facts, visit, desk, stack), desk)


async def _look(request: UnlinkRequest, facts: UnlinkFacts, visit: Visit, desk: Desk) -> tuple[Stand, UnlinkFacts]:
    seen = await desk.reader.read("unlink dialog", lambda: observe_unlink.stand(request, visit, desk))
    desk.mark("CP08")
    facts = observe_unlink.read_off(facts, seen, desk)
    return seen, observe_unlink.measured(facts, seen, await visit.egress(), visit, desk)


async def _at_the_button(
    request: UnlinkRequest, facts: UnlinkFacts, visit: Visit, desk: Desk, stack: AsyncExitStack
) -> Button[UnlinkFacts]:
    """Open what will be pressed afresh, in its own session: the facts are as old as the page, and no older.

    The creator's page names the shop in words only; that it is this one the seller's row says, a moment before.
    """
    look = looking_for(request.way.kind, visit, desk)
    seen, facts = await _look(request, facts, visit, desk)
    if seen.row is None:  # it has ended meanwhile
        raise StaleError(Code.E_PORTAL_DOWN, detail="permit_stale")
    if request.way is not Way.CREATOR:
        return Button(seen.page, visit, facts, look, request.dry_run)
    if seen.application:
        raise AskPerson(Code.E_EFFECT_MISMATCH, handle=request.target.handle, shop=request.shop.name)
    own = await stack.enter_async_context(desk.visits.creator(desk.login, visit.lease, request.target, desk.trail))
    await stack.enter_async_context(attended(own, desk))
    await stack.enter_async_context(kept(visit.lease, desk, own))
    link = await desk.reader.read("link info", lambda: _link_info(request, own))
    egress = observe.located(await own.egress())
    if network_region(facts, desk.rules).effect is not Effect.REFUSE:  # else the seller's line is the one to tell of
        facts = replace(facts, egress=egress)
    return Button(link, own, facts, look, request.dry_run)


async def _link_info(request: UnlinkRequest, own: Visit) -> CreatorLink:
    page = await own.open(CreatorLink)
    seen = await page.read()
    if seen.account_id != request.target.account_id:
        raise AskPerson(Code.E_TARGET_CHANGED, handle=request.target.handle)
    if seen.state is not RequestState.NONE:
        raise AskPerson(Code.E_EFFECT_MISMATCH, handle=request.target.handle, shop=request.shop.name)
    return page


async def _decide(request: UnlinkRequest, button: Button[UnlinkFacts], desk: Desk) -> Record:
    decision = judge(UNLINK, button.facts, desk.rules, await _act(request, button.facts, desk))
    return _told(request, await press(_record(request), decision, button, desk), desk)


async def _act(request: UnlinkRequest, facts: UnlinkFacts, desk: Desk) -> Act:
    target = request.target
    if target.account_id is None:
        raise ValueError(target)
    shown = facts.unlinks_left.value if isinstance(facts.unlinks_left, Known) else None
    ever = Spend("unlinks", request.shop.id, "ever", desk.rules.lifetime_unlinks.value, shown)
    key = await key_of(request.shop, target.account_id, request.way.kind, desk)
    return act_on(key, target.handle, desk, *((ever,) * (request.way in _ENDS_IT)))


async def _on_a_phone(request: UnlinkRequest, decision: Decision, visit: Visit, desk: Desk) -> Record:
    """The creator acts in the app; we only see on the seller's page whether the request has come."""
    if decision.refusals:
        return refused(_record(request), decision)
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


def _record(request: UnlinkRequest) -> Record:
    return Record(request.shop, request.target, request.way.kind, Outcome.DONE)


def _told(request: UnlinkRequest, record: Record, desk: Desk) -> Record:
    """The record of a press, with how the link stands; where it was rejected which of the causes it was."""
    match record.settled:
        case Settled(state=ClaimState.DONE):
            return replace(record, link=_AFTER[request.way])
        case Settled(state=ClaimState.REJECTED):
            return _rejected(record, desk)
        case _:
            return record


def _rejected(record: Record, desk: Desk) -> Record:
    """In the portal's words: waiting time, network, violation, or another."""
    cause = desk.portal.obstacles.get(record.note.strip())
    code = Code.B_NOT_ELIGIBLE if cause in _NOT_ELIGIBLE else record.code
    return replace(record, code=code, reason=OBJECTION[cause] if cause else None)
