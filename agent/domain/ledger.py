"""The words of the ledger: claims, invitations, links, leases, runs; the names of the states are binding."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from agent.domain.permit import whom

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.identity import AccountId, Handle, Intent, LoginId, RunId, ShopId
    from agent.domain.permit import RequestKey


LAG: Final = timedelta(hours=1)  # no list is older, though hardly any has a date: see ADR 7


class ClaimState(StrEnum):
    """`open` until settled; a person may release."""

    OPEN = "open"
    DONE = "done"
    REJECTED = "rejected"
    NOT_DONE = "not_done"
    UNKNOWN = "unknown"
    RELEASED = "released"


class InvitationState(StrEnum):
    """The life of an invitation."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    REVIEW_REJECTED = "review_rejected"


CONCLUDED_INVITATIONS = frozenset(
    {InvitationState.DECLINED, InvitationState.EXPIRED, InvitationState.REVIEW_REJECTED},
)


class LinkState(StrEnum):
    """The life of a link between a shop and an account."""

    INVITED = "invited"
    IN_REVIEW = "in_review"
    LINKED = "linked"
    UNLINK_REQUESTED = "unlink_requested"
    UNLINKED = "unlinked"


IN_FORCE: Final = frozenset({LinkState.LINKED, LinkState.UNLINK_REQUESTED})  # of a link: it holds a place


class Outcome(StrEnum):
    """How a run ended."""

    DONE = "DONE"
    ALREADY = "ALREADY"
    PLANNED = "PLANNED"
    NOTHING_TO_DO = "NOTHING_TO_DO"
    REFUSED = "REFUSED"
    REJECTED = "REJECTED"
    NOT_DONE = "NOT_DONE"
    UNKNOWN = "UNKNOWN"
    NEEDS_PERSON = "NEEDS_PERSON"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work with one login for a while; `token` grows with every holder and is checked by the claim."""

    login: LoginId
    holder: str
    token: int
    expires_at: datetime

    def alive(self, at: datetime) -> bool:
        """Whether nobody else may have taken it yet."""
        return at < self.expires_at


@dataclass(frozen=True, slots=True)
class Claim:
    """One intention to press, durable before the press; `intent` is its public id.

    `concluded` says that it is over: the next act of its kind is another intention.
    """

    intent: Intent
    key: RequestKey
    login: LoginId
    handle: Handle
    state: ClaimState
    claimed_at: datetime
    run: RunId
    settled_at: datetime | None = None
    invitation_id: str | None = None
    note: str = ""
    concluded: bool = False

    @property
    def whom(self) -> str:
        """Whom or what it is about, as people write it."""
        return whom(self.key.kind, self.handle)


@dataclass(frozen=True, slots=True)
class Claimed:
    """The answer to a claim: `first` says that this caller, and nobody before, may press."""

    claim: Claim
    first: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the ledger remembers of one invitation."""

    invitation_id: str
    shop: ShopId
    account: AccountId
    handle: Handle
    state: InvitationState
    sent_at: datetime
    expires_at: datetime | None
    seen_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """What the ledger remembers of one account at one shop."""

    shop: ShopId
    account: AccountId
    handle: Handle
    state: LinkState
    since: datetime | None
    until: datetime | None
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class PairMemory:
    """What the ledger knows about one account at one shop before an act.

    `ordinal` is the n of the next key; `known_invitations` are the portal numbers first seen before the pair's open
    claim, or all that were ever seen where no claim is open or unknown. `ended` is the link's end where it was told and
    no later beginning: a list that shows the link all the same may be an old one. `ended_by` is our press that did it,
    whichever way.
    """

    ordinal: int
    last_linked: datetime | None
    last_unlinked: datetime | None
    ended: datetime | None
    ended_by: Claim | None
    known_invitations: frozenset[str]
    pending: Invitation | None
    open_claim: Claim | None


@dataclass(frozen=True, slots=True)
class Settled:
    """How a press ended, as a value; `receipt` is what was seen, `looks` how often was looked."""

    intent: Intent
    state: ClaimState
    receipt: dict[str, str] = field(default_factory=dict)
    looks: int = 0
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run as the ledger keeps it; `detail` is the record as JSON-able data."""

    run: RunId
    command: str
    shop: ShopId
    handle: str
    outcome: Outcome
    exit: int
    started_at: datetime
    ended_at: datetime
    evidence: str
    detail: dict[str, object]


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the truth, in order."""

    seq: int
    at: datetime
    kind: str
    run: RunId | None
    data: dict[str, object]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who accepted the risks: in which version of their meaning, and in which words of which language (their hash)."""

    version: str
    text_hash: str
    language: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """An operator's recorded choice of a rule's value for one shop."""

    shop: ShopId
    rule: str
    value: str
    by: str
    why: str
    at: datetime
