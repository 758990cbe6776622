"""Ask every guard of one kind of act and change nothing: the answer is the decision itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from agent.domain.facts import PromotionFacts
from agent.domain.ledger import LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.promotion import Promotion, Tool
from agent.domain.record import BindRequest, CheckRequest, Record, UnlinkRequest
from agent.domain.unlinking import Way
from agent.flows import observe, observe_showcase, observe_unlink
from agent.flows.follow import already
from agent.flows.handing_over import visited
from agent.flows.links import remember_links
from agent.flows.target import pinned
from agent.flows.unlink import without_link
from agent.guards.judge import BIND, CAMPAIGN, SHOWCASE, UNLINK, judge

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.identity import Target
    from agent.domain.verdict import Decision
    from agent.ports import Desk, Visit


async def check(request: CheckRequest, desk: Desk) -> Record:
    """Say what every guard of this act says; held facts that refuse need no browser, unless all is wanted."""
    match request.kind:
        case Kind.BIND:
            return await _check_bind(request, desk)
        case Kind.UNLINK | Kind.UNLINK_REQUEST | Kind.UNLINK_APPROVE:
            return await _check_unlink(request, desk)
        case Kind.SHOWCASE_ADD | Kind.SHOWCASE_REMOVE:
            return await _check_showcase(request, desk)
        case Kind.PROMOTION_CREATE:
            return await _check_campaign(request, desk)
        case _:  # a rehearsal asks their guards: what is asked for is in a file, or is one
            raise ValueError(request)


def _record(request: CheckRequest, target: Target | None, decision: Decision) -> Record:
    outcome = Outcome.REFUSED if decision.refusals else Outcome.PLANNED
    return Record(request.shop, target, request.kind, outcome, decision, code=decision.code)


async def _check_bind(request: CheckRequest, desk: Desk) -> Record:
    target = request.target
    if target is None:
        raise ValueError(request)
    facts = await observe.held(BindRequest(request.shop, target, request.candidate), desk)
    early = judge(BIND, facts, desk.rules)
    if early.refusals and not request.full:
        return _record(request, target, early)
    return await visited(desk, partial(_look_at_bind, request, target, facts, desk))


async def _look_at_bind(request: CheckRequest, target: Target, facts: BindFacts, desk: Desk, visit: Visit) -> Record:
    home = await observe.in_shop(visit, request.shop, desk)
    dialog = await desk.reader.read("link dialog", partial(observe.in_dialog, visit, request.shop.id, target, desk))
    facts = observe.read_off(facts, home, dialog.links)
    facts = observe.measured(facts, dialog.links.session, await visit.egress(), visit, desk)
    target = target.pinned(dialog.hit.account_id)
    if dialog.links.session.shop == request.shop.id:
        await remember_links(dialog.links, desk, request.shop.id)
    if dialog.eligibility is None:
        return Record(request.shop, target, Kind.BIND, Outcome.ALREADY, link=LinkState.LINKED)
    facts = observe.checked(facts, dialog.eligibility, dialog.hit)
    facts = await observe.remembered(facts, dialog.hit.account_id, desk)
    facts = observe.without(request.leaving, facts, dialog.links) if request.leaving else facts
    decision = judge(BIND, facts, desk.rules)
    if observe.invitation_open(facts):  # as the act would end
        return await already(BindRequest(request.shop, target, request.candidate), decision, visit, desk)
    return _record(request, target, decision)


async def _check_unlink(request: CheckRequest, desk: Desk) -> Record:
    """By the seller's way; a check keeps no showcase, so that guard is not asked."""
    if request.target is None:
        raise ValueError(request)
    wish = UnlinkRequest(request.shop, await pinned(request.target, desk), Way.SELLER)
    facts = await observe_unlink.held(wish, desk)
    early = judge(UNLINK, facts, desk.rules)
    if early.refusals and not request.full:
        return _record(request, wish.target, early)

    async def look(visit: Visit) -> Record:
        await observe.in_shop(visit, request.shop, desk)
        seen = await desk.reader.read("unlink dialog", lambda: observe_unlink.stand(wish, visit, desk))
        if seen.row is None:
            return await without_link(wish, seen, desk)
        shown = observe_unlink.read_off(facts, seen, desk)
        shown = observe_unlink.measured(shown, seen, await visit.egress(), visit, desk)
        return _record(request, shown.target, judge(UNLINK, shown, desk.rules))

    return await visited(desk, look)


async def _check_showcase(request: CheckRequest, desk: Desk) -> Record:
    target = await pinned(request.target, desk) if request.target else None
    facts = await observe_showcase.held(request.shop, target, desk)
    early = judge(SHOWCASE, facts, desk.rules)
    if early.refusals and not request.full:
        return _record(request, request.target, early)

    async def look(visit: Visit) -> Record:
        home = await observe.in_shop(visit, request.shop, desk)
        seen = observe.measured(facts, home.session, await visit.egress(), visit, desk)
        return _record(request, request.target, judge(SHOWCASE, seen, desk.rules))

    return await visited(desk, look)


async def _check_campaign(request: CheckRequest, desk: Desk) -> Record:
    """Whether the shop's score opens official campaigns to it; what a promotion is like, `promo create` asks."""

    async def look(visit: Visit) -> Record:
        home = await observe.in_shop(visit, request.shop, desk)
        now = desk.clock.now()
        sale = Promotion(tool=Tool.FLASH_SALE, name="", percent=0, starts=now, ends=now)
        facts = await observe.held_for(PromotionFacts, request.shop, None, desk, wanted=sale, others=())
        facts = observe.figured(facts, home)
        facts = observe.measured(facts, home.session, await visit.egress(), visit, desk)
        return _record(request, None, judge(CAMPAIGN, facts, desk.rules))

    return await visited(desk, look)
