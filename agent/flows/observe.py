"""Facts for a bind: first what is held without a browser, then what the portal shows in the tab that will press."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from agent.domain.declared import Subject, dated, every_unlink_dated
from agent.domain.drift import Walks
from agent.domain.facts import BindFacts, Egress, Fact, Facts, Known, Never, PromotionFacts, Source, Unknown
from agent.domain.identity import AccountId, Handle, ShopId, Target
from agent.domain.permit import Kind
from agent.domain.roster import operating_countries
from agent.domain.seen import CheckName, Slots
from agent.domain.violation import System
from agent.errors import Code, Refused
from agent.flows.links import page_of_links
from agent.flows.target import the_one
from agent.ports import Home

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.content_audit import Audit
    from agent.domain.declared import Declaration
    from agent.domain.facts import SessionSeen
    from agent.domain.ledger import PairMemory
    from agent.domain.record import BindRequest
    from agent.domain.roster import Shop
    from agent.domain.seen import Check, EligibilitySeen, Hit, HomeSeen, LinksSeen
    from agent.domain.violation import Violation
    from agent.ports import Desk, LinkedAccounts, Visit

T = TypeVar("T")
F = TypeVar("F", bound=Facts)
Figured = TypeVar("Figured", BindFacts, PromotionFacts)


@dataclass(frozen=True, slots=True)
class Dialog:
    """The dialog opened for one account; `eligibility` is None where the account is linked here already."""

    page: LinkedAccounts
    links: LinksSeen
    hit: Hit
    eligibility: EligibilitySeen | None


def told(value: T | None, source: Source, why: str = "not shown") -> Fact[T]:
    """A value with its source, or Unknown where there is none."""
    return Unknown(why) if value is None else Known(value, source)


async def held_for(kind: type[F], shop: Shop, target: Target | None, desk: Desk, **own: Any) -> F:  # noqa: ANN401 - facts of that kind
    """What every act asks of ledger, roster and clock, whatever it is about; `own` is what this one asks besides."""
    asked: dict[str, Any] = {
        "shop": shop,
        "target": target,
        "at": desk.clock.now(),
        "operating_countries": operating_countries(shop, desk.login),
        "presses_today": await presses(desk),
        "last_challenge": await challenged(desk),
        "verified_profile": verified(desk),
        "pages_walked": await walked(shop, desk),
        "hours_begin": hours(desk),
        "frozen": await frozen(shop, target, desk),
    }
    return kind(**asked | own)


async def held(request: BindRequest, desk: Desk) -> BindFacts:
    """What ledger, roster and clock know; enough to refuse some requests without a browser."""
    consent = request.candidate.consent if request.candidate else None
    owned = told(consent, Source.ROSTER, "the roster names no consent")
    facts = await held_for(BindFacts, request.shop, request.target, desk, consent=owned)
    account = request.target.account_id
    return await remembered(facts, account, desk) if account else facts


def verified(desk: Desk) -> Fact[str]:
    """The profile by whose names may be pressed; on this machine nothing real can be hit by a wrong one."""
    portal = desk.portal
    return Known(portal.fingerprint, Source.PROFILE) if portal.verified or portal.loopback else Never(Source.PROFILE)


async def walked(shop: Shop, desk: Desk) -> Fact[Walks]:
    """The newest walks over this portal's pages with this very profile."""
    portal = desk.portal
    kept = () if portal.loopback else tuple(await desk.ledger.walks(shop.id, portal.fingerprint))
    return Known(Walks(not portal.loopback, kept), Source.LEDGER)


async def frozen(shop: Shop, target: Target | None, desk: Desk) -> Fact[tuple[str, ...]]:
    """For which violations the shop's permission is frozen, or the account's, in whichever shop it was seen."""
    found = [one for one in await desk.ledger.violations() if one.freezes and _about(one, shop, target)]
    return Known(tuple(one.id for one in found), Source.LEDGER) if found else Never(Source.LEDGER)


def _about(one: Violation, shop: Shop, target: Target | None) -> bool:
    if one.of_shop:
        return one.shop == shop.id
    return target is not None and (one.handle == target.handle or one.account == (target.account_id or ""))


def hours(desk: Desk) -> Fact[datetime]:
    """When an unwatched run may press again; in its hours, or watched, it may now."""
    moment = desk.hours.opens(desk.clock.now()) if desk.hours else None
    return Known(moment.astimezone(UTC), Source.SETTINGS) if moment else Never(Source.SETTINGS)


async def challenged(desk: Desk) -> Fact[datetime]:
    """When a write of this login last met a challenge."""
    moment = await desk.ledger.last_challenge(desk.login.id)
    return Known(moment, Source.LEDGER) if moment else Never(Source.LEDGER)


async def presses(desk: Desk) -> Fact[int]:
    """How often this login pressed today; a loopback portal is not paced, so there it never counts."""
    if not desk.paced:
        return Never(Source.LEDGER)
    return Known(await desk.ledger.spent("presses", desk.login.id, desk.today()), Source.LEDGER)


async def remembered(facts: BindFacts, account: AccountId, desk: Desk) -> BindFacts:
    """Add what the ledger knows about the account."""
    memory = await desk.ledger.memory(facts.shop.id, account, Kind.BIND)
    since, said = facts.at - desk.rules.link_window.value, await desk.ledger.declarations()
    here = [one for one in said if one.shop == facts.shop.id]
    of_account = await desk.ledger.links_since(since, account=account, shop=None)
    of_shop = await desk.ledger.links_since(since, account=None, shop=facts.shop.id)
    return replace(
        facts,
        last_unlinked=last_unlink(memory.last_unlinked, account, here),
        links_of_account=Known(of_account, _by_whom(dated(said, Subject.LINK, account), since)),
        links_of_shop=Known(of_shop, _by_whom(dated(here, Subject.LINK), since)),
        pending_since=_pending(memory),
        content_audit=await audited(facts.shop, account, desk),
    )


async def audited(shop: Shop, account: AccountId, desk: Desk) -> Fact[Audit]:
    """What the newest content check of the account says that was read."""
    audit = await desk.ledger.audit(shop.id, account)
    return Known(audit, Source.LEDGER) if audit else Never(Source.LEDGER)


def last_unlink(seen: datetime | None, account: AccountId, said: Sequence[Declaration]) -> Fact[datetime]:
    """The later of what the ledger saw and what somebody declared; never, where all unlinks are told as others'."""
    declared = max(dated(said, Subject.UNLINK, account), default=None)
    if declared and (seen is None or declared > seen):
        return Known(declared, Source.DECLARATION)
    if seen is None and every_unlink_dated(said):
        return Never(Source.DECLARATION)
    return told(seen, Source.LEDGER, "not in the ledger")


def _by_whom(declared: Sequence[datetime], since: datetime) -> Source:
    """Who told a count of links since a moment: where a declared one is among them, a person."""
    return Source.DECLARATION if any(one >= since for one in declared) else Source.LEDGER


def _pending(memory: PairMemory) -> Fact[datetime]:
    return Known(memory.pending.sent_at, Source.LEDGER) if memory.pending else Never(Source.LEDGER)


async def at_home(visit: Visit, shop: Shop) -> HomeSeen:
    """Open the seller's home in the right shop."""
    home = await visit.open(Home)
    await home.choose(shop.id)
    return await home.read()


async def in_shop(visit: Visit, shop: Shop, desk: Desk) -> HomeSeen:
    """Stand in the right shop before anything of it is read; by a wrong clock nothing would be remembered rightly."""
    home = await desk.reader.read("home", lambda: at_home(visit, shop))
    skew = visit.skew() or timedelta()
    if abs(skew) > desk.rules.clock_skew_refuse.value:
        raise Refused(Code.G_CLOCK, detail="clock_off", value=f"{round(skew.total_seconds()):+d}")
    return home


async def in_dialog(visit: Visit, shop: ShopId, target: Target, desk: Desk) -> Dialog:
    """Open the linked accounts, search, choose the one that is meant, and read the portal's own list."""
    page, links = await page_of_links(visit, shop, desk)
    hit = the_one(target, await page.search(target.handle))
    if any(row.account_id == hit.account_id for row in links.links.rows):
        return Dialog(page, links, hit, None)
    return Dialog(page, links, hit, await page.choose(hit))


def read_off(facts: BindFacts, home: HomeSeen, links: LinksSeen) -> BindFacts:
    """Add what the home and the linked accounts show."""
    return figured(replace(facts, slots=told(links.slots, Source.PAGE)), home)


def figured(facts: Figured, home: HomeSeen) -> Figured:
    """Add the shop's figure under its name; of the other figures it is known that this portal has none."""
    there = home.standing

    def of(system: System) -> Fact[int]:
        if there is None:
            return Unknown("not shown")
        return Known(there.value, Source.PAGE) if there.system is system else Never(Source.PAGE)

    return replace(
        facts,
        credit_score=of(System.CREDIT_SCORE),
        health_rating=of(System.HEALTH_RATING),
        violation_points=of(System.VIOLATION_POINTS),
    )


def checked(facts: BindFacts, seen: EligibilitySeen, hit: Hit) -> BindFacts:
    """Add the portal's own list; a line that is missing there stays unknown."""

    def line(name: CheckName) -> Fact[Check]:
        return told(seen.checks.get(name), Source.ELIGIBILITY)

    return replace(
        facts,
        target=Target(Handle(hit.handle), hit.account_id),
        account_category=told(seen.category or None, Source.ELIGIBILITY),
        unread_checks=seen.unread,
        owner_adult=line(CheckName.OWNER_ADULT),
        status_normal=line(CheckName.STATUS_NORMAL),
        region_matches=line(CheckName.REGION_MATCHES),
        no_violation=line(CheckName.NO_VIOLATION),
        not_elsewhere=line(CheckName.NOT_ELSEWHERE),
        not_official=line(CheckName.NOT_OFFICIAL),
        cooled_down=line(CheckName.COOLED_DOWN),
        link_rate_kept=line(CheckName.LINK_RATE_KEPT),
        network_accepted=line(CheckName.NETWORK_ACCEPTED),
        slot_available=line(CheckName.SLOT_AVAILABLE),
        no_open_invitation=line(CheckName.NO_OPEN_INVITATION),
    )


def without(leaving: Target, facts: BindFacts, links: LinksSeen) -> BindFacts:
    """The same facts as they will be when an account has left its place; the portal's line knows nothing of that."""
    holds = any(leaving.handle == one.handle or leaving.account_id == one.account_id for one in links.links.rows)
    match facts.slots:
        case Known(shown, source) if holds:
            then = replace(facts, slots=Known(Slots(shown.used - 1, shown.most), source))
            full = shown.used >= shown.most
            return replace(then, slot_available=Unknown("asked before the place is free")) if full else then
        case _:
            return facts


def measured(facts: F, session: SessionSeen, egress: Egress | Unknown, visit: Visit, desk: Desk) -> F:
    """Add the session, the network and both clocks, last of all, so that they are fresh."""
    return replace(
        facts,
        at=desk.clock.now(),
        hours_begin=hours(desk),
        session=Known(session, Source.PAGE),
        egress=located(egress),
        skew=told(visit.skew(), Source.PORTAL_CLOCK),
    )


def located(egress: Egress | Unknown) -> Fact[Egress]:
    """Where the network comes out, if the echo addresses could be asked."""
    return egress if isinstance(egress, Unknown) else Known(egress, Source.EGRESS)


def invitation_open(facts: BindFacts) -> bool:
    """Whether the portal's own list says that an invitation of this pair is out."""
    match facts.no_open_invitation:
        case Known(check):
            return not check.passed
        case _:
            return False
