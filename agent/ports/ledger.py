"""The memory that outlives every run."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from agent.ports.agenda import Agenda
from agent.ports.audits import AuditsKept
from agent.ports.health_book import HealthBook
from agent.ports.letters import LettersKept
from agent.ports.outbox import Outbox
from agent.ports.people import PeopleAsked
from agent.ports.permissions import Permissions
from agent.ports.shelves import Shelves

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime, timedelta

    from agent.domain.adoption import Adopted, Adoption
    from agent.domain.declared import Declaration
    from agent.domain.identity import AccountId, Handle, Intent, LoginId, RunId, ShopId
    from agent.domain.ledger import (
        Claim,
        Claimed,
        ClaimState,
        Event,
        Invitation,
        Lease,
        Link,
        PairMemory,
        RunRow,
        Settled,
    )
    from agent.domain.permit import Kind, Permit
    from agent.domain.roster import Via
    from agent.domain.showcase import KeptShowcase
    from agent.domain.survey import Figure, Survey


class Ledger(PeopleAsked, Agenda, AuditsKept, HealthBook, LettersKept, Outbox, Permissions, Shelves):
    """The memory that outlives every run: events are the truth, the rest projections in the same transaction.

    Raises `TryLater(E_BUSY)` when somebody else holds what is asked for, `MendHost(E_DISK_FULL, E_PERMISSION)`, and
    `RestoreState(E_LEDGER_*)` where it cannot be trusted.
    """

    @abstractmethod
    async def lease(self, login: LoginId, holder: str, lasts: timedelta) -> Lease:
        """Take the login for a while; E_BUSY while another holder's lease lives."""

    @abstractmethod
    async def renew(self, lease: Lease, lasts: timedelta) -> Lease:
        """Keep it longer; E_BUSY when it was lost meanwhile."""

    @abstractmethod
    async def give_back(self, lease: Lease) -> None:
        """End the lease; a lost one is no error."""

    @abstractmethod
    async def claim(self, permit: Permit, lease: Lease, run: RunId) -> Claimed:
        """Claim one press: unique key, lease and budgets checked, budgets spent, all in one durable transaction.

        `first` is False where the key was claimed before (nothing is spent then). Raises `Refused(G_QUOTA, G_UNBINDS)`
        when a budget is used up, `Refused(G_NOT_APPROVED)` when the yes that the permit rests on does not stand,
        `TryLater(E_BUSY)` when the lease was lost.
        """

    @abstractmethod
    async def settle(self, claim: Claim, settled: Settled, note: str = "") -> Claim:
        """Write down how a press ended; a person's decision is never overwritten, a proof beats `unknown`."""

    @abstractmethod
    async def decide(self, intent: Intent, state: ClaimState, by: str, reason: str) -> Claim:
        """Record a named person's decision on a claim that is not settled, or that a person took for done by mistake.

        MendInput(E_INPUT) for any other claim.
        """

    @abstractmethod
    async def release(self, intent: Intent, by: str, reason: str) -> Claim:
        """Give back the unlink that a claim without effect used up, by a named person; else MendInput(E_INPUT)."""

    @abstractmethod
    async def claims(self, *, shop: ShopId | None = None, unsettled: bool = False) -> Sequence[Claim]:
        """The claims, oldest first; `unsettled` keeps those that looking or a person still has to settle."""

    @abstractmethod
    async def memory(self, shop: ShopId, account: AccountId, kind: Kind, item: str = "") -> PairMemory:
        """What is known about one pair before an act; `item` is the product, where the act is about one."""

    @abstractmethod
    async def links_since(self, since: datetime, *, account: AccountId | None, shop: ShopId | None) -> int:
        """How many links began since a moment, by account or by shop."""

    @abstractmethod
    async def spent(self, budget: str, scope: str, period: str) -> int:
        """How much of a budget is used."""

    @abstractmethod
    async def unclaimed_unlinks(self, shop: ShopId) -> int:
        """How many links of a shop ended without a press of ours: by others, or by themselves."""

    @abstractmethod
    async def settled(self, intent: Intent) -> Settled | None:
        """What looking showed last of a press; None where nobody has looked."""

    @abstractmethod
    async def unlinks_shown(self, intent: Intent) -> int | None:
        """How many unlinks the portal showed as left before this press; None where it showed none."""

    @abstractmethod
    async def pressed_via(self, intent: Intent) -> Via:
        """On which side of the portal this was pressed."""

    @abstractmethod
    async def last_press(self, login: LoginId) -> datetime | None:
        """When this login last pressed anything irreversible."""

    @abstractmethod
    async def see_invitations(self, shop: ShopId, seen: Sequence[Invitation]) -> None:
        """Remember what the portal's list of invitations shows; a changed state becomes an event."""

    @abstractmethod
    async def see_links(self, shop: ShopId, seen: Sequence[Link], *, complete: bool) -> None:
        """Remember what the portal's list of links shows; when complete, a link that vanished is unlinked."""

    @abstractmethod
    async def invitations(self, shop: ShopId) -> Sequence[Invitation]:
        """The remembered invitations of a shop, newest first."""

    @abstractmethod
    async def links(self, shop: ShopId) -> Sequence[Link]:
        """The remembered links of a shop."""

    @abstractmethod
    async def adopt(self, taken: Adoption) -> None:
        """Take a shop in: what the portal shows, and what is declared of the time before, in one transaction."""

    @abstractmethod
    async def adopted(self, shop: ShopId) -> Adopted | None:
        """Whether a shop was taken in: when first, by whom, with which accounts."""

    @abstractmethod
    async def declarations(self, shop: ShopId | None = None) -> Sequence[Declaration]:
        """What was declared of the time before the ledger, in the order in which it was said."""

    @abstractmethod
    async def keep_showcase(self, kept: KeptShowcase) -> None:
        """Keep a complete copy of a showcase."""

    @abstractmethod
    async def kept_showcase(self, account: AccountId, back_at: ShopId | None = None) -> KeptShowcase | None:
        """The newest copy of an account's showcase; to put it `back_at` a shop, the newest filled one from there."""

    @abstractmethod
    async def see_showcase(self, shop: ShopId, account: AccountId, products: Collection[str]) -> None:
        """Let a whole showcase end what it contradicts: an add whose product is gone, a removal of one that is back.

        What was settled less than `LAG` ago stands: the list may be an older one.
        """

    @abstractmethod
    async def waive_backup(self, shop: ShopId, account: AccountId, by: str, reason: str) -> None:
        """Record that a named person does without a copy, and why."""

    @abstractmethod
    async def pinned(self, handle: Handle) -> AccountId | None:
        """The id that this handle was pinned to by an earlier claim."""

    @abstractmethod
    async def challenge(self, login: LoginId, what: str) -> None:
        """Remember that a write met a challenge: this login's writes rest."""

    @abstractmethod
    async def last_challenge(self, login: LoginId) -> datetime | None:
        """When a write of this login last met a challenge."""

    @abstractmethod
    async def resume(self, login: LoginId, by: str, reason: str) -> None:
        """Record that a named person ends this login's rest after a challenge; where none is remembered, nothing."""

    @abstractmethod
    async def record(self, row: RunRow) -> None:
        """Append a run's record."""

    @abstractmethod
    async def runs(self, shop: ShopId | None = None, limit: int = 50) -> Sequence[RunRow]:
        """The newest runs first."""

    @abstractmethod
    async def run(self, run: str) -> RunRow | None:
        """One run by its id or an unambiguous beginning of it."""

    @abstractmethod
    async def events(
        self,
        shop: ShopId | None = None,
        limit: int = 200,
        *,
        account: AccountId | None = None,
        run: RunId | None = None,
    ) -> Sequence[Event]:
        """The newest events first, of one shop, one account or one run if wanted."""

    @abstractmethod
    async def leases(self) -> Sequence[Lease]:
        """Who holds which login now."""

    @abstractmethod
    async def survey(self, lately: datetime, budgets: Collection[str], periods: Collection[str]) -> Survey:
        """How all shops stand in one moment: links that ended since `lately` too, these budgets in these periods."""

    @abstractmethod
    async def figures(self, shop: ShopId, name: str) -> Sequence[Figure]:
        """What the portal showed of one counter of a shop, oldest first."""

    @abstractmethod
    async def pulse(self) -> tuple[int, int]:
        """Two numbers that are others as soon as anything has happened."""

    @abstractmethod
    async def forget(self, account: AccountId) -> int:
        """Take a creator's name and texts out of every row and event, counts kept; says how many rows changed."""
