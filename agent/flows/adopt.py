"""Take a shop into a ledger that does not know it: what the portal shows, and what a person declares of before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from agent.domain.adoption import AdoptAnswer, Remembered, Shown, compared
from agent.domain.identity import Target
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.saying import Meant, Statements
from agent.errors import AskPerson, Code, LookAgain
from agent.flows import observe
from agent.flows.gaps import gaps
from agent.flows.handing_over import visited
from agent.flows.links import as_link, page_of_links, require_shop
from agent.flows.look import as_invitation, read_list
from agent.flows.observe_unlink import left
from agent.flows.target import pinned, the_one
from agent.ports import LinkedAccounts

if TYPE_CHECKING:
    from agent.domain.adoption import AdoptRequest
    from agent.domain.declared import Wish
    from agent.domain.identity import AccountId, Handle, ShopId
    from agent.domain.ledger import Event
    from agent.domain.roster import Shop
    from agent.domain.seen import Hit, InvitationsSeen, LinksSeen, Listing
    from agent.domain.unlinking import Application
    from agent.ports import Desk, Visit

_MANY = 1_000  # events of one account at one shop


async def adopt(request: AdoptRequest, desk: Desk) -> AdoptAnswer:
    """Read the shop whole, hear the statements, and write all of it down or nothing; a dry run writes nothing."""
    return await visited(desk, partial(_adopted, request, desk))


async def _adopted(request: AdoptRequest, desk: Desk, visit: Visit) -> AdoptAnswer:
    shown = await _shown(request.shop, visit, desk)
    known = await _remembered(request.shop, desk)
    case = _Case(request.shop, shown, known, visit, desk)
    meant = [await case.meant(one) for one in request.wishes]
    known = replace(known, unlinked=await _unlinked(shown, meant, request.shop.id, desk))
    now = desk.clock.now()
    heard = Statements(request, shown, known, now, now - desk.rules.link_window.value)
    taken = compared(request, shown, known, heard.hear(meant))
    missing = await gaps(taken, heard, desk)
    if taken.is_news and not request.dry_run:
        await desk.ledger.adopt(taken)
    outcome = Outcome.PLANNED if request.dry_run else Outcome.DONE
    return AdoptAnswer(outcome if taken.is_news else Outcome.NOTHING_TO_DO, taken, missing)


async def _shown(shop: Shop, visit: Visit, desk: Desk) -> Shown:
    """Home, links and invitations as they stand now; half a list is read again, and never taken for a whole one."""
    home = await observe.in_shop(visit, shop, desk)
    links, asked = await desk.reader.read("linked accounts", lambda: _links(visit, shop.id, desk))
    invitations = await desk.reader.read("invitations", lambda: _invitations(visit, shop.id))
    now, applied = desk.clock.now(), {one.account_id for one in asked}
    rows = (as_invitation(one, shop.id, now) for one in invitations.invitations.rows)
    return Shown(
        links=tuple(as_link(one, shop.id, now, applied) for one in links.links.rows),
        invitations=tuple(one for one in rows if one),
        unlinks_left=left(home.unlinks_left, desk),
        links_in_window=home.links_in_window,
        slots=links.slots,
    )


async def _links(visit: Visit, shop: ShopId, desk: Desk) -> tuple[LinksSeen, tuple[Application, ...]]:
    page, seen = await page_of_links(visit, shop, desk)
    require_shop(seen, shop)
    if not seen.links.complete:
        raise LookAgain(Code.E_PORTAL_DOWN, detail="half_a_list")
    return seen, tuple(await page.applications())


async def _invitations(visit: Visit, shop: ShopId) -> InvitationsSeen:
    seen = await read_list(visit, shop)
    if not seen.invitations.complete:
        raise LookAgain(Code.E_PORTAL_DOWN, detail="half_a_list")
    return seen


async def _remembered(shop: Shop, desk: Desk) -> Remembered:
    ledger = desk.ledger
    claims = await ledger.claims(shop=shop.id)
    binds = (one for one in claims if one.key.kind is Kind.BIND and one.state is ClaimState.DONE)
    return Remembered(
        links=await ledger.links(shop.id),
        invitations=await ledger.invitations(shop.id),
        said=await ledger.declarations(shop.id),
        adopted=await ledger.adopted(shop.id),
        bound_here=frozenset(one.key.account for one in binds),
    )


async def _unlinked(shown: Shown, meant: list[Meant], shop: ShopId, desk: Desk) -> dict[AccountId, list[datetime]]:
    accounts = {*(one.account for one in shown.links), *(one.account for one in meant)}
    told = {one: await desk.ledger.events(shop, _MANY, account=one) for one in accounts}
    return {account: [_end(one) for one in events if one.kind == "unlinked"] for account, events in told.items()}


def _end(told: Event) -> datetime:
    return datetime.fromisoformat(str(told.data["until"]))


@dataclass(frozen=True, slots=True)
class _Case:
    """A shop as it is shown and remembered, and where more can be asked."""

    shop: Shop
    shown: Shown
    known: Remembered
    visit: Visit
    desk: Desk

    async def meant(self, wish: Wish) -> Meant:
        """Whom a statement is about, proven by an id: of roster or ledger, of a list, or of the portal's search."""
        wanted = self.shop.wanted(wish.handle)
        target = await pinned(Target(wish.handle, wanted.account_id if wanted else None), self.desk)
        listed = self._listed(wish.handle)
        if target.account_id and listed - {target.account_id}:
            another = min(listed - {target.account_id})
            raise AskPerson(Code.E_TARGET_CHANGED, handle=wish.handle, detail="now_another_id", value=another)
        if len(listed) > 1:
            raise AskPerson(Code.E_TARGET_AMBIGUOUS, handle=wish.handle, detail=", ".join(sorted(listed)))
        account = target.account_id or next(iter(listed), None)
        return Meant(wish, account or await self._searched(target))

    def _listed(self, handle: Handle) -> set[AccountId]:
        links, invitations = (*self.shown.links, *self.known.links), (*self.shown.invitations, *self.known.invitations)
        named = {one.account for one in links if one.handle == handle}
        return named | {one.account for one in invitations if one.handle == handle}

    async def _searched(self, target: Target) -> AccountId:
        hits = await self.desk.reader.read("link dialog", lambda: _search(self.visit, target.handle))
        return the_one(target, hits).account_id


async def _search(visit: Visit, handle: Handle) -> Listing[Hit]:
    return await (await visit.open(LinkedAccounts)).search(handle)
