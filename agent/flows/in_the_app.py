"""Bind in the Seller app: its page that leaves for the TikTok app, how the jump is looked up, or a card for a person.

The account's owner authorizes in the TikTok app; nobody here ever does so for somebody. What happened is read on the
seller's other pages as after any bind, but as long as the owner may still authorize, an absence there proves nothing.
"""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from agent.domain.ledger import LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.record import BindRequest, Record
from agent.domain.roster import Via
from agent.domain.seen import Jumped
from agent.domain.sighting import Absent, Sighted, Sighting, Unclear
from agent.errors import CompanionError
from agent.flows.by_hand import handed_on
from agent.flows.handing_over import attended
from agent.flows.links import known_links
from agent.flows.look import looking, read_invitations
from agent.flows.pressing import Button
from agent.flows.visiting import kept
from agent.ports import AppBind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from agent.domain.facts import BindFacts
    from agent.domain.identity import AccountId
    from agent.domain.ledger import Claim
    from agent.domain.verdict import Decision
    from agent.once import Look
    from agent.ports import Desk, LinkedAccounts, Visit


_OVER: Final = {Jumped.DECLINED: "jump_declined", Jumped.TIMED_OUT: "jump_timed_out"}
_LOST: Final = "jump_lost"


@asynccontextmanager
async def at_the_button(
    request: BindRequest, dialog: LinkedAccounts, facts: BindFacts, visit: Visit, desk: Desk
) -> AsyncIterator[Button[BindFacts]]:
    """The dialog that is open in the visit; for the app, its page beside it in the same session."""
    if request.via is Via.WEB:
        yield Button(dialog, visit, facts, looking_for_bind(visit, desk), request.dry_run)
        return
    phone = desk.visits.phone(desk.login, visit, desk.trail)
    async with phone as phone_visit, kept(visit.lease, desk, phone_visit), attended(phone_visit, desk):
        page = await desk.reader.read("seller app", lambda: _entered(request, phone_visit))
        yield Button(page, phone_visit, facts, looking_for_bind(visit, desk, page), request.dry_run)


async def _entered(request: BindRequest, phone: Visit) -> AppBind:
    page = await phone.open(AppBind)
    await page.enter(request.target.handle)
    return page


def looking_for_bind(visit: Visit, desk: Desk, app: AppBind | None = None) -> Look:
    """The look of a bind, wherever it was pressed; `app` is the page that pressed, where it can still be asked."""
    invited = looking(visit, desk)

    async def look(claim: Claim) -> Sighting:
        seen = await invited(claim)
        if not isinstance(seen, Absent) or await desk.ledger.pressed_via(claim.intent) is Via.WEB:
            return seen
        return await _linked(claim, visit, desk) or await _no_more(claim, desk, app)

    return look


async def _linked(claim: Claim, visit: Visit, desk: Desk) -> Sighted | Unclear | None:
    """Who authorizes in the app is linked at once: the list of links shows it, should no invitation do so."""
    seen = await known_links(visit, claim.key.shop, desk)
    mine = [row for row in seen.links.rows if row.account_id == claim.key.account]
    if mine:
        return Sighted({"linked": str(mine[0].linked_since or "")})
    return None if seen.links.complete else Unclear("the list is incomplete")


async def _no_more(claim: Claim, desk: Desk, app: AppBind | None) -> Sighting:
    """Whether what is not there cannot come any more: the app says so, or nobody can authorize after so long."""
    jump, now = desk.portal.jump, desk.clock.now()
    told = await _told(app, desk)
    if told in _OVER:
        return Absent(_OVER[told], no=told is Jumped.DECLINED)
    over = claim.claimed_at + jump.lasts if jump else None
    if told is None and over and over <= now:
        return Absent(_LOST)
    return Unclear("the owner may still authorize", over)


async def _told(app: AppBind | None, desk: Desk) -> Jumped | None:
    """What the app says of its jump, which is one more page and no more: where it fails, time tells."""
    with suppress(CompanionError):
        return await desk.reader.read("seller app", app.answer) if app else None
    return None


async def on_a_phone(request: BindRequest, decision: Decision, account: AccountId, visit: Visit, desk: Desk) -> Record:
    """A person binds in the Seller app; we see on the seller's pages whether the owner has authorized."""
    jump = desk.portal.jump
    told = {"detail": "in_seller_app"} | ({"lasts": f"{jump.lasts.total_seconds():.0f}"} if jump else {})
    record = Record(request.shop, request.target, Kind.BIND, Outcome.NEEDS_PERSON, decision, error=told)

    async def seen() -> LinkState | None:
        links = await known_links(visit, request.shop.id, desk)
        if any(row.account_id == account for row in links.links.rows):
            return LinkState.LINKED
        await read_invitations(visit, desk, request.shop.id)
        memory = await desk.ledger.memory(request.shop.id, account, Kind.BIND)
        return LinkState.INVITED if memory.pending else None

    return await handed_on(record, request, desk, seen)
