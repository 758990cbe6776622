"""Look over a whole shop, changing nothing there: what is open is looked up, invitations and links are read anew."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from agent.domain.ledger import IN_FORCE, Claim, ClaimState, InvitationState, LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.record import Record
from agent.errors import Code
from agent.flows.follow import REVIEWED_BY, never_linked
from agent.flows.handing_over import visited
from agent.flows.links import known_links
from agent.flows.look import read_invitations
from agent.flows.looks import LOOKED_UP, looking_for
from agent.flows.observe import in_shop
from agent.once import look_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.identity import Target
    from agent.domain.ledger import Invitation, Link
    from agent.domain.roster import Shop
    from agent.domain.seen import HomeSeen, LinksSeen
    from agent.ports import Desk, Ledger, Visit

UNSETTLED = frozenset({ClaimState.OPEN, ClaimState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Overview:
    """What the portal shows of a shop beside its links and invitations, which the ledger remembers."""

    home: HomeSeen
    links: LinksSeen


async def look_over(shop: Shop, desk: Desk, *, settle: bool) -> Overview:
    """Read a shop's home, invitations and links; with `settle` its unsettled presses are looked up first."""

    async def look(visit: Visit) -> Overview:
        home = await in_shop(visit, shop, desk)
        if settle:
            await _settle(shop, visit, desk)
        await read_invitations(visit, desk, shop.id)
        links = await known_links(visit, shop.id, desk)
        return Overview(home, links)

    return await visited(desk, look)


async def _settle(shop: Shop, visit: Visit, desk: Desk) -> None:
    for claim in await desk.ledger.claims(shop=shop.id, unsettled=True):
        if claim.state in UNSETTLED and claim.key.kind in LOOKED_UP:
            await look_up(claim, desk, looking_for(claim.key.kind, visit, desk))


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger remembers of a shop: its links, its invitations (newest first), and what is not settled."""

    shop: Shop
    links: Sequence[Link]
    invitations: Sequence[Invitation]
    unsettled: Sequence[Claim]

    @classmethod
    async def of(cls, shop: Shop, ledger: Ledger) -> Standing:
        """As it is remembered now."""
        claims = await ledger.claims(shop=shop.id, unsettled=True)
        unsettled = [one for one in claims if one.state in UNSETTLED]
        return cls(shop, await ledger.links(shop.id), await ledger.invitations(shop.id), unsettled)

    @property
    def digest(self) -> str:
        """The fingerprint of how the shop stands: whoever planned with another one planned for another shop."""
        links = [f"link {one.account} {one.state} {one.since}" for one in self.links]
        invited = [f"invitation {one.invitation_id} {one.state}" for one in self.invitations]
        open_ = [f"open {one.intent} {one.state}" for one in self.unsettled]
        return sha256("\n".join(sorted([*links, *invited, *open_])).encode()).hexdigest()[:32]

    def link(self, target: Target) -> Link | None:
        """The account's link, as it last was."""
        return next((one for one in self.links if _is(target, one)), None)

    def invitation(self, target: Target) -> Invitation | None:
        """The account's newest invitation."""
        return next((one for one in self.invitations if _is(target, one)), None)

    def ran_out(self, target: Target) -> int:
        """How many of the account's newest invitations in a row ran out unanswered."""
        count = 0
        for one in self.invitations:
            if _is(target, one):
                if one.state is not InvitationState.EXPIRED:
                    break
                count += 1
        return count

    def linked(self, target: Target) -> bool:
        """Whether the account is linked."""
        link = self.link(target)
        return link is not None and link.state in IN_FORCE

    def as_record(self, target: Target, kind: Kind, now: datetime) -> Record | None:
        """What is known of an account as a run would end that only looks; None where nothing is."""
        link = self.link(target)
        claim = next((one for one in self.unsettled if _is(target, one)), None)
        if claim:
            unknown = Code.E_OUTCOME_UNKNOWN
            return Record(self.shop, target, claim.key.kind, Outcome.UNKNOWN, code=unknown, note=claim.note)
        if kind is not Kind.BIND or (link and link.state in IN_FORCE):
            return Record(self.shop, target, kind, Outcome.ALREADY, link=link.state) if link else None
        return self._invited(target, link.until if link else None, now)

    def _invited(self, target: Target, ended: datetime | None, now: datetime) -> Record | None:
        """Of the newest invitation, unless a link came of it that is over."""
        invitation = self.invitation(target)
        if invitation and ended and invitation.sent_at <= ended:
            return None
        match invitation.state if invitation else None:
            case None:
                return None
            case InvitationState.ACCEPTED if invitation and now - invitation.sent_at > REVIEWED_BY:
                return never_linked(Record(self.shop, target, Kind.BIND, Outcome.ALREADY), invitation)
            case InvitationState.PENDING | InvitationState.ACCEPTED as state:
                link = LinkState.INVITED if state is InvitationState.PENDING else LinkState.IN_REVIEW
                return Record(self.shop, target, Kind.BIND, Outcome.ALREADY, invitation=invitation, link=link)
            case _:
                rejected, code = Outcome.REJECTED, Code.B_REJECTED
                return Record(self.shop, target, Kind.BIND, rejected, invitation=invitation, code=code)


def _is(target: Target, one: Link | Invitation | Claim) -> bool:
    account = one.key.account if isinstance(one, Claim) else one.account
    return target.handle == one.handle if target.account_id is None else target.account_id == account
