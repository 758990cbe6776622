"""Facts for an unlink: what ledger and clock hold, and what the seller's page shows in the dialog itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.domain.declared import counted, speaks_of_unlinks
from agent.domain.facts import Fact, Known, Never, Source, Unknown, UnlinkFacts
from agent.domain.identity import shown
from agent.domain.ledger import LinkState
from agent.domain.permit import Kind
from agent.domain.portal import Surface
from agent.domain.seen import CheckName, Hit, Listing
from agent.domain.unlinking import Way
from agent.errors import AskPerson, Code
from agent.flows import observe
from agent.flows.links import page_of_links, remember_links, require_shop, require_standing
from agent.flows.target import the_one

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.declared import Declaration
    from agent.domain.facts import Egress
    from agent.domain.identity import ShopId, Target
    from agent.domain.record import UnlinkRequest
    from agent.domain.seen import LinkRow, LinksSeen
    from agent.domain.unlinking import Application, UnlinkSeen
    from agent.ports import Desk, LinkedAccounts, Visit


@dataclass(frozen=True, slots=True)
class Stand:
    """How one link stands on the seller's page, the dialog about it open; `dialog` is None where there is no link.

    `declared` is since when it is linked, as far as a person has said so; `counted` how many unlinks a person has said
    there were before the ledger. `asked` says that a request of ours is known, and no list without it is new enough.
    """

    page: LinkedAccounts
    links: LinksSeen
    row: LinkRow | None = None
    application: Application | None = None
    dialog: UnlinkSeen | None = None
    declared: datetime | None = None
    counted: int | None = None
    asked: bool = False


async def held(request: UnlinkRequest, desk: Desk) -> UnlinkFacts:
    """What ledger and clock know; enough to refuse some requests without a browser."""
    shop = request.shop
    by_own_line = request.way is Way.CREATOR and not on_a_phone(request, desk)
    own = {"operating_countries": frozenset({shop.region})} if by_own_line else {}
    said = await desk.ledger.declarations(shop.id)
    by = Source.DECLARATION if speaks_of_unlinks(said) else Source.LEDGER
    return await observe.held_for(
        UnlinkFacts,
        shop,
        request.target,
        desk,
        **own,
        way=request.way,
        last_confirmed=request.last_confirmed,
        unlinks_used=Known(await desk.ledger.spent("unlinks", shop.id, "ever"), by),
        unlinks_seen=Known(await desk.ledger.unclaimed_unlinks(shop.id), Source.LEDGER),
    )


def on_a_phone(request: UnlinkRequest, desk: Desk) -> bool:
    """Whether the creator does it in the app, where no session and no line is ours."""
    return request.way is Way.CREATOR and desk.portal.surfaces["creator"] is Surface.PHONE


async def stand(request: UnlinkRequest, visit: Visit, desk: Desk) -> Stand:
    """Read the links, find the one that is meant, and open the dialog about it."""
    page, links = await page_of_links(visit, request.shop.id, desk)
    require_shop(links, request.shop.id)
    applications = await page.applications()
    await remember_links(links, desk, request.shop.id, asked={one.account_id for one in applications})
    row = linked_row(request.target, links)
    if row is None:
        return Stand(page, links)
    await require_standing(request.shop, row.account_id, desk)
    said = await desk.ledger.declarations(request.shop.id)
    since, application = await _declared(row, said, desk, request.shop.id), request_of(row, applications)
    if application and request.way is Way.APPROVE:
        dialog = await page.open_approval(application)
    else:
        dialog = await page.open_unlink(row.account_id, request.target.handle)
    known = await desk.ledger.links(request.shop.id)
    asked = any(one.account == row.account_id and one.state is LinkState.UNLINK_REQUESTED for one in known)
    return Stand(page, links, row, application, dialog, since, counted(said), asked)


async def _declared(row: LinkRow, said: Sequence[Declaration], desk: Desk, shop: ShopId) -> datetime | None:
    """Since when the link stands, as declared; what was declared of one that has ended since does not count."""
    moments = [one.moment for one in said if one.current and one.account == row.account_id]
    began = (await desk.ledger.memory(shop, row.account_id, Kind.UNLINK)).last_linked
    return began if began in moments else None


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
        last_linked=since_when(seen.row.linked_since, seen.declared),
        unlinks_left=left(seen.dialog.unlinks_left, desk),
        unlinks_used=used(facts.unlinks_used, seen.counted, desk),
        linked_long_enough=observe.told(checks.get(CheckName.LINKED_LONG_ENOUGH), Source.PAGE),
        network_accepted=observe.told(checks.get(CheckName.NETWORK_ACCEPTED), Source.PAGE),
        status_normal=observe.told(checks.get(CheckName.STATUS_NORMAL), Source.PAGE),
        no_violation=observe.told(checks.get(CheckName.NO_VIOLATION), Source.PAGE),
        no_open_orders=observe.told(checks.get(CheckName.NO_OPEN_ORDERS), Source.PAGE),
        unread_checks=seen.dialog.unread,
        request_due=_due(seen, facts),
    )


def since_when(shown: datetime | None, declared: datetime | None) -> Fact[datetime]:
    """Since when an account is linked: the portal's date, or where it shows none the declared one."""
    if shown is None and declared:
        return Known(declared, Source.DECLARATION)
    return observe.told(shown, Source.PAGE)


def left(shown: int | None, desk: Desk) -> Fact[int]:
    """How many unlinks the portal shows as left; never, where it has no such counter."""
    return Never(Source.PAGE) if _uncounted(desk) else observe.told(shown, Source.PAGE)


def used(by_ledger: Fact[int], declared: int | None, desk: Desk) -> Fact[int]:
    """How many unlinks are used; without a counter of the portal only a person knows what was before the ledger."""
    return Unknown("nobody declared the earlier unlinks") if _uncounted(desk) and declared is None else by_ledger


def _uncounted(desk: Desk) -> bool:
    return "unlink.left" in desk.portal.uncounted


def _due(seen: Stand, facts: UnlinkFacts) -> Fact[datetime]:
    """When the open request counts as agreed; one that only we remember stops the seller's way alone."""
    if seen.application:
        return Known(seen.application.due_at or facts.at, Source.PAGE)
    return Known(facts.at, Source.LEDGER) if seen.asked and facts.way is Way.SELLER else Never(Source.PAGE)


def measured(facts: UnlinkFacts, seen: Stand, egress: Egress | Unknown, visit: Visit, desk: Desk) -> UnlinkFacts:
    """Add session, network and clocks, as fresh as the dialog."""
    session = seen.dialog.session if seen.dialog else seen.links.session
    return observe.measured(facts, session, egress, visit, desk)
