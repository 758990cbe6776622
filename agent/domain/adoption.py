"""Taking a shop into a ledger that does not know it: what is shown, what is declared, and what stays unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from agent.domain.ledger import IN_FORCE, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from agent.domain.declared import Declaration, Wish
    from agent.domain.facts import Fact
    from agent.domain.identity import AccountId, Handle, ShopId
    from agent.domain.ledger import Invitation, Link
    from agent.domain.roster import Shop
    from agent.domain.seen import Slots
    from agent.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class AdoptRequest:
    """Take a shop in; `unlinks` is how many there were before, `by` who says so and who asks."""

    shop: Shop
    by: str
    wishes: tuple[Wish, ...] = ()
    unlinks: int | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What the portal shows of a shop now, every list read whole."""

    links: tuple[Link, ...]
    invitations: tuple[Invitation, ...]
    unlinks_left: Fact[int]
    links_in_window: int | None
    slots: Slots | None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the ledger knows of the shop before; `unlinked` is when links of those ended that are listed or meant."""

    links: Sequence[Link]
    invitations: Sequence[Invitation]
    said: Sequence[Declaration]
    adopted: Adopted | None
    bound_here: frozenset[AccountId]
    unlinked: Mapping[AccountId, Sequence[datetime]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Adopted:
    """That a shop was taken in: when first, by whom, and with which accounts."""

    at: datetime
    by: str
    accounts: frozenset[AccountId]


@dataclass(frozen=True, slots=True)
class Adoption:
    """What is taken in, all of it or nothing; `strangers` are linked accounts whose links nobody made here."""

    shop: ShopId
    by: str
    shown: Shown
    declared: tuple[Declaration, ...]
    strangers: frozenset[AccountId]
    new_links: tuple[Link, ...]
    gone: tuple[Link, ...]
    new_invitations: tuple[Invitation, ...]
    first: bool

    @property
    def is_news(self) -> bool:
        """Whether the ledger does not know all of it yet."""
        news = (self.declared, self.strangers, self.new_links, self.gone, self.new_invitations)
        return self.first or any(news)


class Missing(StrEnum):
    """What may stay unknown of the time before the ledger."""

    LINK_DATE = "link_date"
    UNLINKS_LEFT = "unlinks_left"
    UNLINK_DATES = "unlink_dates"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that stays unknown, and what a guard will say to it; `count` is how many, 0 where nobody knows."""

    missing: Missing
    verdict: Verdict
    handle: Handle | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class AdoptAnswer:
    """How it ended."""

    outcome: Outcome
    taken: Adoption
    gaps: tuple[Gap, ...]


def compared(request: AdoptRequest, shown: Shown, known: Remembered, declared: Sequence[Declaration]) -> Adoption:
    """What of all that the ledger does not know yet."""
    links = {one.account: one for one in known.links}
    invitations = {one.invitation_id: one.state for one in known.invitations}
    there = {one.account for one in shown.links}
    adopted = known.adopted.accounts if known.adopted else frozenset()
    return Adoption(
        shop=request.shop.id,
        by=request.by,
        shown=shown,
        declared=tuple(declared),
        strangers=frozenset(there - adopted - known.bound_here),
        new_links=tuple(one for one in shown.links if not _same(one, links.get(one.account))),
        gone=tuple(one for one in known.links if one.account not in there and one.state in IN_FORCE),
        new_invitations=tuple(one for one in shown.invitations if invitations.get(one.invitation_id) is not one.state),
        first=known.adopted is None,
    )


def _same(shown: Link, known: Link | None) -> bool:
    told = known and (known.state, known.handle) == (shown.state, shown.handle)
    return bool(told and known and shown.since in {None, known.since})
