"""What a run was asked, how it went and how it ended: the thing that is kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from agent.domain.ledger import InvitationState, LinkState, Outcome
from agent.domain.roster import Via
from agent.errors import EXIT, Code, Submitted

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.content_audit import AuditEnd
    from agent.domain.identity import RunId, Target
    from agent.domain.ledger import Invitation, Settled
    from agent.domain.letters import Letter
    from agent.domain.permit import Kind
    from agent.domain.promotion import Promotion, Quote
    from agent.domain.reason import Reason
    from agent.domain.roster import Candidate, Shop
    from agent.domain.turns import Turned
    from agent.domain.unlinking import Way
    from agent.domain.verdict import Decision
    from agent.domain.violation import HealthSeen


@dataclass(frozen=True, slots=True)
class BindRequest:
    """Bind one channel account to one shop; `wait_until` follows the invitation that long.

    `via` is where it is pressed: in Seller Center, or in the Seller app, where the account's owner authorizes at once.
    """

    shop: Shop
    target: Target
    candidate: Candidate | None
    dry_run: bool = False
    wait_until: datetime | None = None
    via: Via = Via.WEB


@dataclass(frozen=True, slots=True)
class UnlinkRequest:
    """End one link, or take one of the two steps of the creator's way to it.

    `last_confirmed` allows the shop's last unlink, `without_backup` is a person's reason to do without a kept showcase,
    `wait_until` how long a creator is waited for who acts on a phone.
    """

    shop: Shop
    target: Target
    way: Way
    last_confirmed: bool = False
    without_backup: str = ""
    dry_run: bool = False
    wait_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ShowcaseRequest:
    """Put products into one account's showcase, first things first, or take some out.

    With `only_these` everything is taken out that is not to be added, if that is at most so many (None: any number).
    Where it `spreads`, what the day's quota does not take is no refusal: it is kept, and due another day; `instead` of
    what was kept before, else beside it.
    """

    shop: Shop
    target: Target
    adds: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()
    only_these: bool = False
    at_most: int | None = None
    spreads: bool = False
    instead: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class ProductEnd:
    """What became of one product: `due` is when it makes sense to go on with it, where a quota stands before it."""

    product_id: str
    kind: Kind
    outcome: Outcome
    code: Code | None = None
    submitted: Submitted = Submitted.NO
    decision: Decision | None = None
    settled: Settled | None = None
    title: str = ""
    note: str = ""
    due: datetime | None = None
    error: dict[str, str] = field(default_factory=dict)

    @property
    def exit(self) -> int:
        """The exit code that it calls for alone."""
        return EXIT[self.code] if self.code else 0


@dataclass(frozen=True, slots=True)
class ReplaceRequest:
    """Let one channel account of a shop take the place of another: `old` leaves, then `new` is invited.

    `before` is how the same call's earlier run ended: what that has sent was sent, and one word lets go only once.
    """

    old: UnlinkRequest
    new: BindRequest
    before: Record | None = None

    @property
    def sent(self) -> Submitted:
        """What the call has sent before this run."""
        return self.before.submitted if self.before else Submitted.NO

    @property
    def has_left(self) -> bool:
        """Whether `old` had left when the call's earlier run ended."""
        return self.before is not None and self.before.progress is Progress.HALF


@dataclass(frozen=True, slots=True)
class PromotionRequest:
    """Publish one promotion; `others` are those of the same file, `agreed` the prices that somebody has said yes to."""

    shop: Shop
    wanted: Promotion
    others: tuple[Promotion, ...] = ()
    agreed: tuple[Quote, ...] | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class StopRequest:
    """End one promotion by the portal's own number; `name` is what it must be called, empty in a rehearsal."""

    shop: Shop
    promotion_id: str
    name: str
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """Ask the guards of one kind of act; `full` opens the browser even where held facts refuse already.

    The place of an account that is `leaving` counts as free.
    """

    shop: Shop
    target: Target | None
    candidate: Candidate | None
    kind: Kind
    full: bool = False
    leaving: Target | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a step, in milliseconds; `error` is empty where it went well."""

    step: str
    attempt: int
    ms: float
    error: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One labelled point of a run, in milliseconds from its start."""

    point: str
    ms: float


@dataclass(frozen=True, slots=True)
class Who:
    """Who asked, on which machine, in which run; `attached_to` is the operator's own browser, where one was used."""

    run: RunId
    command: str
    by: str
    machine: str
    version: str
    started_at: datetime
    attached_to: str = ""


class Progress(StrEnum):
    """How far a replacement has come, whichever run took it there."""

    UNTOUCHED = "untouched"
    REHEARSED = "rehearsed"
    LEAVING_UNKNOWN = "leaving_unknown"
    HALF = "half"
    COMING_UNKNOWN = "coming_unknown"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Record:
    """How one request ended; `code` is set wherever the exit code is not 0, `error` fills its words.

    `reason` is why the portal rejected a press, where its words tell; what guards object stands in `decision`. A
    replacement has two `parts`, of the account that leaves and of the one that comes; it ended as its last step did.
    What is about no account is `about` something by name; `quotes` are a promotion's final prices.
    Where it was about a showcase, `products` tells of each of them; where it read account health, `health` of that;
    `audits` of the accounts whose posts were checked; `turns` of what has changed since a shop was last looked after;
    `letter` is the appeal or ticket that it was about, as the portal shows it now.
    """

    shop: Shop
    target: Target | None
    kind: Kind | None
    outcome: Outcome
    decision: Decision | None = None
    settled: Settled | None = None
    invitation: Invitation | None = None
    link: LinkState | None = None
    code: Code | None = None
    submitted: Submitted = Submitted.NO
    note: str = ""
    reason: Reason | None = None
    error: dict[str, str] = field(default_factory=dict)
    parts: tuple[Record, ...] = ()
    about: str = ""
    quotes: tuple[Quote, ...] = ()
    products: tuple[ProductEnd, ...] = ()
    health: HealthSeen | None = None
    audits: tuple[AuditEnd, ...] = ()
    turns: tuple[Turned, ...] = ()
    letter: Letter | None = None

    @property
    def action(self) -> str | None:
        """What was to be done."""
        return "replace" if self.parts else self.kind

    @property
    def whom(self) -> str:
        """Whom or what it is about, as people write it."""
        return f"@{self.target.handle}" if self.target else self.about

    @property
    def progress(self) -> Progress | None:
        """How far a replacement has come; None for everything else."""
        match self.parts:
            case (_, _) if self.outcome is Outcome.PLANNED:
                return Progress.REHEARSED
            case (old, _) if old.link is not LinkState.UNLINKED:
                return Progress.LEAVING_UNKNOWN if old.outcome is Outcome.UNKNOWN else Progress.UNTOUCHED
            case (_, new) if new.outcome is Outcome.UNKNOWN:
                return Progress.COMING_UNKNOWN
            case (_, new):
                return Progress.REPLACED if new.outcome in {Outcome.DONE, Outcome.ALREADY} else Progress.HALF
            case _:
                return None

    def done_twice(self) -> Record:
        """The same for a press that the portal shows more than one effect of: a person has to look."""
        told = {"detail": "done_twice"}
        return replace(self, outcome=Outcome.NEEDS_PERSON, code=Code.E_EFFECT_MISMATCH, error=told)

    @property
    def exit(self) -> int:
        """The exit code that this record calls for."""
        return EXIT[self.code] if self.code else 0

    @property
    def objections(self) -> frozenset[Reason]:
        """Everything that stands against the act, said by a guard or by the portal."""
        refusals = self.decision.refusals if self.decision else ()
        told = {one.reason for one in refusals} | {self.reason}
        return frozenset(one for one in told if one)

    @property
    def ran_out(self) -> bool:
        """Whether this is about an invitation that nobody answered in time."""
        return self.invitation is not None and self.invitation.state is InvitationState.EXPIRED

    @property
    def not_before(self) -> datetime | None:
        """When asking again makes sense, where time heals the refusal."""
        return self.decision.not_before if self.decision and self.outcome is Outcome.REFUSED else None
