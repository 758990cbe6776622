"""Ask every guard of one kind of act and change nothing: the answer is the decision itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.domain.facts import Fact, Known, ShowcaseFacts, Source, Unknown, UnlinkFacts
from agent.domain.ledger import LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.record import BindRequest, CheckRequest, Record
from agent.domain.roster import operating_countries
from agent.flows import observe
from agent.flows.follow import read_links
from agent.flows.visiting import visiting
from agent.guards.judge import BIND, SHOWCASE, UNLINK, judge

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.identity import Target
    from agent.domain.seen import LinksSeen
    from agent.domain.verdict import Decision
    from agent.ports import Desk


async def check(request: CheckRequest, desk: Desk) -> Record:
    """Say what every guard of this act says; held facts that refuse need no browser, unless all is wanted."""
    match request.kind:
        case Kind.BIND:
            return await _check_bind(request, desk)
        case Kind.UNLINK:
            return await _check_unlink(request, desk)
        case Kind.SHOWCASE_ADD:
            return await _check_showcase(request, desk)


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
    async with visiting(desk) as visit:
        home = await desk.reader.read("home", lambda: observe.at_home(visit, request.shop))
        dialog = await desk.reader.read("link dialog", partial(observe.in_dialog, visit, target))
        facts = observe.read_off(facts, home, dialog.links)
        facts = observe.measured(facts, dialog.links.session, await visit.egress(), visit, desk)
    target = target.pinned(dialog.hit.account_id)
    if dialog.eligibility is None:
        return Record(request.shop, target, Kind.BIND, Outcome.ALREADY, link=LinkState.LINKED)
    facts = observe.checked(facts, dialog.eligibility, dialog.hit)
    facts = await observe.remembered(facts, dialog.hit.account_id, desk)
    return _record(request, target, judge(BIND, facts, desk.rules))


async def _check_unlink(request: CheckRequest, desk: Desk) -> Record:
    used = await desk.ledger.spent("unlinks", request.shop.id, "ever")
    facts = UnlinkFacts(
        shop=request.shop,
        target=request.target,
        at=desk.clock.now(),
        operating_countries=operating_countries(request.shop, desk.login),
        unlinks_used=Known(used, Source.LEDGER),
        presses_today=await observe.presses(desk),
        last_challenge=await observe.challenged(desk),
    )
    async with visiting(desk) as visit:
        home = await desk.reader.read("home", lambda: observe.at_home(visit, request.shop))
        links = await desk.reader.read("linked accounts", lambda: read_links(visit, request.shop.id))
        facts = observe.measured(facts, home.session, await visit.egress(), visit, desk)
    facts = replace(
        facts,
        last_linked=_linked_since(request.target, links),
        unlinks_left=observe.told(home.unlinks_left, Source.PAGE),
    )
    return _record(request, request.target, judge(UNLINK, facts, desk.rules))


def _linked_since(target: Target | None, links: LinksSeen) -> Fact[datetime]:
    row = next((one for one in links.links.rows if target and one.handle == target.handle), None)
    return observe.told(row.linked_since if row else None, Source.PAGE, "not in the list of links")


async def _check_showcase(request: CheckRequest, desk: Desk) -> Record:
    facts = ShowcaseFacts(
        shop=request.shop,
        target=request.target,
        at=desk.clock.now(),
        operating_countries=operating_countries(request.shop, desk.login),
        adds_today=await _adds_today(request, desk),
    )
    early = judge(SHOWCASE, facts, desk.rules)
    if early.refusals and not request.full:
        return _record(request, request.target, early)
    async with visiting(desk) as visit:
        home = await desk.reader.read("home", lambda: observe.at_home(visit, request.shop))
        facts = observe.measured(facts, home.session, await visit.egress(), visit, desk)
    return _record(request, request.target, judge(SHOWCASE, facts, desk.rules))


async def _adds_today(request: CheckRequest, desk: Desk) -> Fact[int]:
    """Counted in the ledger by account and by the shop's own day."""
    handle = request.target.handle if request.target else None
    account = await desk.ledger.pinned(handle) if handle else None
    if account is None:
        return Unknown("the account's id is not known")
    day = desk.clock.now().astimezone(ZoneInfo(request.shop.zone)).date().isoformat()
    return Known(await desk.ledger.spent("showcase_adds", account, day), Source.LEDGER)
