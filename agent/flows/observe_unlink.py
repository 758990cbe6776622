"""Facts for an unlink: what ledger and clock hold, and what the seller's page shows in the dialog itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.domain.facts import Fact, Known, Never, Source, Unknown, UnlinkFacts
from agent.domain.identity import shown
from agent.domain.roster import operating_countries
from agent.domain.seen import CheckName, Hit, Listing
from agent.domain.unlinking import Way
from agent.errors import AskPerson, Code
from agent.flows import observe
from agent.flows.follow import links_on, remember_links
from agent.flows.target import the_one
from agent.ports import LinkedAccounts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.facts import Egress
    from agent.domain.identity import Target
    from agent.domain.record import UnlinkRequest
    from agent.domain.seen import LinkRow, LinksSeen
    from agent.domain.unlinking import Application, UnlinkSeen
    from agent.ports import Desk, Visit


@dataclass(frozen=True, slots=True)
class Stand:
    """How one link stands on the seller's page, the dialog about it open; `dialog` is None where there is no link."""

    page: LinkedAccounts
    links: LinksSeen
    row: LinkRow | None = None
    application: Application | None = None
    dialog: UnlinkSeen | None = None


async def held(request: UnlinkRequest, desk: Desk) -> UnlinkFacts:
    """What ledger and clock know; enough to refuse some requests without a browser."""
    shop = request.shop
    own = frozenset({shop.region})
    return UnlinkFacts(
        shop=shop,
        target=request.target,
        at=desk.clock.now(),
        operating_countries=own if request.way is Way.CREATOR else operating_countries(shop, desk.login),
        way=request.way,
        last_confirmed=request.last_confirmed,
        unlinks_used=Known(await desk.ledger.spent("unlinks", shop.id, "ever"), Source.LEDGER),
        unlinks_seen=Known(await desk.ledger.unclaimed_unlinks(shop.id), Source.LEDGER),
        presses_today=await observe.presses(desk),
        last_challenge=await observe.challenged(desk),
        verified_profile=observe.verified(desk),
        pages_walked=await observe.walked(request.shop, desk),
    )


async def stand(request: UnlinkRequest, visit: Visit, desk: Desk) -> Stand:
    """Read the links, find the one that is meant, and open the dialog about it."""
    page = await visit.open(LinkedAccounts)
    links, applications = await links_on(page, request.shop.id), await page.applications()
    await remember_links(links, desk, request.shop.id, asked={one.account_id for one in applications})
    row = linked_row(request.target, links)
    if row is None:
        return Stand(page, links)
    application = request_of(row, applications)
    if application and request.way is Way.APPROVE:
        return Stand(page, links, row, application, await page.open_approval(application))
    return Stand(page, links, row, application, await page.open_unlink(row.account_id, request.target.handle))


def linked_row(target: Target, links: LinksSeen) -> LinkRow | None:
    """The row of the very account that is meant; None where the complete list shows no link of that handle or id."""
    rows = links.links.rows
    named = any(target.handle == one.handle or target.account_id == one.account_id for one in rows)
    if links.links.complete and not named:
        return None
    hits = Listing(tuple(Hit(one.account_id, one.handle, one.nickname) for one in rows), links.links.total)
    meant = the_one(target, hits)
    return next(one for one in rows if one.account_id == meant.account_id)


def request_of(row: LinkRow, applications: Sequence[Application]) -> Application | None:
    """The open request of the very account of a row, its handle equal in every code point; None where there is none."""
    mine = [one for one in applications if one.account_id == row.account_id]
    if len(mine) > 1:
        raise AskPerson(Code.E_EFFECT_MISMATCH, handle=row.handle, detail="done_twice")
    strange = [one.handle for one in mine if one.handle != row.handle]
    if strange:
        raise AskPerson(Code.E_TARGET_CHANGED, handle=row.handle, detail="now_called", value=shown(strange[0]))
    return next(iter(mine), None)


def read_off(facts: UnlinkFacts, seen: Stand, desk: Desk) -> UnlinkFacts:
    """Add what the page and its dialog show."""
    if seen.row is None or seen.dialog is None:
        return facts
    checks = seen.dialog.checks
    return replace(
        facts,
        target=facts.target.pinned(seen.row.account_id) if facts.target else None,
        last_linked=observe.told(seen.row.linked_since, Source.PAGE),
        unlinks_left=_left(seen.dialog, desk),
        linked_long_enough=observe.told(checks.get(CheckName.LINKED_LONG_ENOUGH), Source.PAGE),
        network_accepted=observe.told(checks.get(CheckName.NETWORK_ACCEPTED), Source.PAGE),
        status_normal=observe.told(checks.get(CheckName.STATUS_NORMAL), Source.PAGE),
        no_violation=observe.told(checks.get(CheckName.NO_VIOLATION), Source.PAGE),
        no_open_orders=observe.told(checks.get(CheckName.NO_OPEN_ORDERS), Source.PAGE),
        unread_checks=seen.dialog.unread,
        request_due=_due(seen.application, facts),
    )


def _left(dialog: UnlinkSeen, desk: Desk) -> Fact[int]:
    if "unlink.left" in desk.portal.uncounted:
        return Never(Source.PAGE)
    return observe.told(dialog.unlinks_left, Source.PAGE)


def _due(application: Application | None, facts: UnlinkFacts) -> Fact[datetime]:
    return Known(application.due_at or facts.at, Source.PAGE) if application else Never(Source.PAGE)


def measured(facts: UnlinkFacts, seen: Stand, egress: Egress | Unknown, visit: Visit, desk: Desk) -> UnlinkFacts:
    """Add session, network and clocks, as fresh as the dialog."""
    session = seen.dialog.session if seen.dialog else seen.links.session
    return observe.measured(facts, session, egress, visit, desk)
