"""What the house needs from outside, as ports: fakes and adapters inherit these; pages are ports too."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime, timedelta

    from agent.domain.facts import Egress, Unknown
    from agent.domain.identity import AccountId, Handle, Intent, LoginId, RunId, ShopId
    from agent.domain.ledger import (
        Choice,
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
    from agent.domain.portal import Portal
    from agent.domain.record import Attempt, Mark, Record, Who
    from agent.domain.roster import Login
    from agent.domain.rules import Rules
    from agent.domain.seen import EligibilitySeen, Hit, HomeSeen, InvitationsSeen, LinksSeen, Listing, Word

T = TypeVar("T")
P = TypeVar("P", bound="Page")


class Clock(ABC):
    """The only source of the time of day, and the only way to wait."""

    @abstractmethod
    def now(self) -> datetime:
        """The moment, aware, in UTC."""

    @abstractmethod
    async def sleep(self, pause: timedelta) -> None:
        """Let time pass between two looks (never to synchronise with a page)."""


class Ledger(ABC):
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
        when a budget is used up, `TryLater(E_BUSY)` when the lease was lost.
        """

    @abstractmethod
    async def settle(self, claim: Claim, settled: Settled, note: str = "") -> Claim:
        """Write down how a press ended; a person's decision is never overwritten, a proof beats `unknown`."""

    @abstractmethod
    async def decide(self, intent: Intent, state: ClaimState, by: str, reason: str) -> Claim:
        """Record a named person's decision on an open or unknown claim; MendInput(E_INPUT) where there is none."""

    @abstractmethod
    async def claims(self, *, shop: ShopId | None = None, unsettled: bool = False) -> Sequence[Claim]:
        """The claims, oldest first; `unsettled` keeps only those open or unknown."""

    @abstractmethod
    async def memory(self, shop: ShopId, account: AccountId, kind: Kind) -> PairMemory:
        """What is known about one pair before an act."""

    @abstractmethod
    async def links_since(self, since: datetime, *, account: AccountId | None, shop: ShopId | None) -> int:
        """How many links began since a moment, by account or by shop."""

    @abstractmethod
    async def spent(self, budget: str, scope: str, period: str) -> int:
        """How much of a budget is used."""

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
    async def pinned(self, handle: Handle) -> AccountId | None:
        """The id that this handle was pinned to by an earlier claim."""

    @abstractmethod
    async def challenge(self, login: LoginId, what: str) -> None:
        """Remember that a write met a challenge: this login's writes rest."""

    @abstractmethod
    async def last_challenge(self, login: LoginId) -> datetime | None:
        """When a write of this login last met a challenge."""

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
    async def events(self, shop: ShopId | None = None, limit: int = 200) -> Sequence[Event]:
        """The newest events first."""

    @abstractmethod
    async def choose(self, choice: Choice) -> None:
        """Record an operator's choice of a rule's value."""

    @abstractmethod
    async def choices(self, shop: ShopId | None = None) -> Sequence[Choice]:
        """The choices in force."""

    @abstractmethod
    async def accept_risks(self, text_hash: str, by: str) -> None:
        """Record that a named person accepted the risks in the words with this hash."""

    @abstractmethod
    async def risks_accepted(self, text_hash: str) -> bool:
        """Whether somebody accepted exactly these words."""

    @abstractmethod
    async def forget(self, account: AccountId) -> int:
        """Take a creator's name and texts out of every row and event, counts kept; says how many rows changed."""


class Reader(ABC):
    """Reads with patience: the one place that retries, and only what raises `LookAgain`."""

    @abstractmethod
    async def read(self, step: str, how: Callable[[], Awaitable[T]]) -> T:
        """Run a reading step, each try from its own fresh navigation; the last error is raised as it is."""


class Pace(ABC):
    """How a person follows along: nothing in headless runs, a shown and confirmed step with `--step`."""

    @abstractmethod
    async def before(self, step: str, show: Callable[[], Awaitable[None]]) -> None:
        """Called before each step on a page; `show` marks the element that will be used."""


class Trail(ABC):
    """The timing line of a run; in crash tests the kill switch."""

    @abstractmethod
    def mark(self, point: str) -> None:
        """A labelled point (CP01 to CP24) was reached."""

    @abstractmethod
    def attempt(self, attempt: Attempt) -> None:
        """A step was tried."""

    @abstractmethod
    def told(self) -> tuple[Sequence[Mark], Sequence[Attempt]]:
        """All marks and attempts so far."""


class Gate(ABC):
    """Stands on the wire of one browser context: which requests may leave."""

    @abstractmethod
    def press(self, kind: Kind) -> AbstractAsyncContextManager[None]:
        """While entered, one matching commit may leave; a second is stopped."""

    @abstractmethod
    def login(self) -> AbstractAsyncContextManager[None]:
        """While entered, the profile's login requests may leave."""

    @abstractmethod
    def person(self) -> AbstractAsyncContextManager[None]:
        """While entered, a person drives: allowed origins only, but any method."""

    @property
    @abstractmethod
    def sent(self) -> Sequence[str]:
        """The state-changing requests that left, as "METHOD path"."""

    @property
    @abstractmethod
    def stopped(self) -> Sequence[str]:
        """The requests that were stopped, as "METHOD origin path"."""


class Page(ABC):
    """One page or dialog; opened at its own address and proven to be itself before anything is read."""

    @abstractmethod
    async def arrive(self) -> None:
        """Navigate afresh and prove that this is the page; raises LookAgain or AskPerson (login, challenge, drift)."""


class Home(Page):
    """The seller's home."""

    @abstractmethod
    async def read(self) -> HomeSeen:
        """Whose session it is, and the shop's counters."""

    @abstractmethod
    async def choose(self, shop: ShopId) -> None:
        """Switch to a shop of this login and prove it; raises AskPerson(E_WRONG_SHOP) where it is not offered."""


class Pressable(ABC):
    """A page that holds an irreversible button."""

    @abstractmethod
    async def prepare(self, permit: Permit) -> None:
        """Prove target, shop and session once more and make a trial click; raises, nothing having been sent."""

    @abstractmethod
    async def press(self, permit: Permit) -> Word:
        """Click once, wait for the page's own word."""


class LinkedAccounts(Page, Pressable):
    """My account, Linked TikTok accounts, Marketing accounts, with the dialog that links a new one."""

    @abstractmethod
    async def read(self) -> LinksSeen:
        """All links of the shop, over all pages, and the slots."""

    @abstractmethod
    async def search(self, handle: Handle) -> Listing[Hit]:
        """Open the dialog and search; all hits over all pages."""

    @abstractmethod
    async def choose(self, hit: Hit) -> EligibilitySeen:
        """Choose a hit and read the portal's eligibility list."""


class Invitations(Page):
    """The list of invitations of the shop: the other page on which a bind is looked up."""

    @abstractmethod
    async def read(self) -> InvitationsSeen:
        """All invitations over all pages."""


class SignIn(Page):
    """A login page."""

    @abstractmethod
    async def sign_in(self, account: str, password: str) -> None:
        """Type the credentials, the frame's origin checked first; AskPerson for a challenge or wrong credentials."""

    @abstractmethod
    async def wait_for_person(self) -> None:
        """Wait until the person at the window has logged in; AskPerson(E_CHALLENGE) when the time is up."""


class SellerSignIn(SignIn):
    """The seller's login page."""


class CreatorSignIn(SignIn):
    """The creator's login page, where the profile offers it as mobile web."""


class Visit(ABC):
    """One browser session of minutes for one job, entered from the top."""

    gate: Gate
    lease: Lease

    @abstractmethod
    async def open(self, page: type[P]) -> P:
        """Open a page afresh."""

    @abstractmethod
    async def egress(self) -> Egress | Unknown:
        """Ask the profile's echo addresses through this very context."""

    @abstractmethod
    def skew(self) -> timedelta | None:
        """Portal clock minus our clock, from the last page's Date header; None before the first page."""

    @abstractmethod
    async def picture(self) -> bytes:
        """A small masked picture of the page (PNG)."""

    @abstractmethod
    async def outline(self) -> str:
        """The page's ARIA outline, masked."""


class Visits(ABC):
    """Opens visits; a session comes from the vault and goes back there."""

    @abstractmethod
    def open(self, login: Login, lease: Lease, trail: Trail) -> AbstractAsyncContextManager[Visit]:
        """One context with the login's sealed session; raises AskPerson(E_SESSION_EXPIRED) where there is none."""

    @abstractmethod
    def fresh(self, login: Login, lease: Lease, principal: str, trail: Trail) -> AbstractAsyncContextManager[Visit]:
        """One context without a session; when it is left well, its session is sealed for the principal."""


class Evidence(ABC):
    """The folder that proves what a run did."""

    @abstractmethod
    async def keep(self, label: str, visit: Visit) -> None:
        """Keep a picture and an outline of the page under a label; never fails a run."""

    @abstractmethod
    def close(self, record: Record, who: Who, trail: Trail) -> str:
        """Write run.json and the report; answers the folder, or an empty text where nothing is kept."""


class Vault(ABC):
    """Sealed sessions, each bound to its principal (`login:ID`, `creator:ID`)."""

    @abstractmethod
    def load(self, principal: str) -> bytes | None:
        """The session, or None; raises RestoreState(E_VAULT_*)."""

    @abstractmethod
    def save(
        self,
        principal: str,
        session: bytes,
        expires_at: datetime | None = None,
        note: str = "",
        mark: Callable[[str], None] | None = None,
    ) -> None:
        """Seal and keep it, the older one replaced whole; `mark` is told CP20 (written aside) and CP21 (in place)."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long is waited; values below the defaults are accepted for loopback portals only.

    `settle_window` and `settle_looks` govern when absence counts as proven.
    """

    lease: timedelta
    settle_window: timedelta
    settle_looks: int
    follow_pause: timedelta


@dataclass(frozen=True, slots=True)
class Desk:
    """The tools that a flow is handed for one request."""

    who: Who
    clock: Clock
    ledger: Ledger
    visits: Visits
    reader: Reader
    evidence: Evidence
    trail: Trail
    portal: Portal
    rules: Rules
    login: Login
    waits: Waits
    paced: bool

    def mark(self, point: str) -> None:
        """Reach a labelled point of the run."""
        self.trail.mark(point)

    def today(self) -> str:
        """The UTC day that the press budget of a login belongs to."""
        return self.clock.now().date().isoformat()
