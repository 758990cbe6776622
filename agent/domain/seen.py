"""What pages show, as plain data: a step starts at an address and ends in one of these."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.facts import SessionSeen
    from agent.domain.identity import AccountId
    from agent.domain.ledger import InvitationState
    from agent.domain.violation import Standing

T = TypeVar("T")


class CheckName(StrEnum):
    """What the portal checks before a link begins or ends, as far as we know its lines by name."""

    OWNER_ADULT = "owner_adult"
    STATUS_NORMAL = "status_normal"
    REGION_MATCHES = "region_matches"
    NO_VIOLATION = "no_violation"
    NOT_ELSEWHERE = "not_elsewhere"
    NOT_OFFICIAL = "not_official"
    COOLED_DOWN = "cooled_down"
    LINK_RATE_KEPT = "link_rate_kept"
    NETWORK_ACCEPTED = "network_accepted"
    SLOT_AVAILABLE = "slot_available"
    NO_OPEN_INVITATION = "no_open_invitation"
    LINKED_LONG_ENOUGH = "linked_long_enough"
    UNLINKS_LEFT = "unlinks_left"
    NO_OPEN_ORDERS = "no_open_orders"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the eligibility list: the portal's words, yes or no, a detail, and when it turns green."""

    text: str
    passed: bool
    detail: str = ""
    turns_green: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slots:
    """How many channel accounts the shop has and may have."""

    used: int
    most: int


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """All rows of a list over all its pages; `complete` only when as many were read as the portal says there are.

    Not all `at_once` were those that came page by page: what comes on top and what leaves meanwhile can keep the total.
    """

    rows: tuple[T, ...]
    total: int | None
    at_once: bool = True

    @property
    def complete(self) -> bool:
        """Whether absence from these rows means absence."""
        return self.total is not None and len(self.rows) == self.total


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result: the raw handle text exactly as the page holds it."""

    account_id: AccountId
    handle: str
    nickname: str


@dataclass(frozen=True, slots=True)
class HomeSeen:
    """The seller's home: whose session, and the counters of the shop, with the figure that its market has."""

    session: SessionSeen
    standing: Standing | None
    unlinks_left: int | None
    links_in_window: int | None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One linked account as the portal lists it."""

    account_id: AccountId
    handle: str
    nickname: str
    linked_since: datetime | None


@dataclass(frozen=True, slots=True)
class LinksSeen:
    """The marketing tab of the linked accounts page."""

    session: SessionSeen
    links: Listing[LinkRow]
    slots: Slots | None


@dataclass(frozen=True, slots=True)
class EligibilitySeen:
    """The dialog before its last button: the account chosen, and the portal's checks (known ones by name)."""

    session: SessionSeen
    account_id: AccountId
    handle: str
    category: str
    checks: dict[CheckName, Check]
    unread: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation as the portal lists it; `state` is None where the status word is not in the profile."""

    invitation_id: str
    account_id: AccountId
    handle: str
    state: InvitationState | None
    status: str
    sent_at: datetime
    expires_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class InvitationsSeen:
    """The list of invitations of one shop."""

    session: SessionSeen
    invitations: Listing[InvitationRow]


class Jumped(StrEnum):
    """How a jump from the Seller app to the TikTok app stands, as the Seller app tells it."""

    OPEN = "open"
    AUTHORIZED = "authorized"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"


class Said(StrEnum):
    """What the page itself said after a press; never proof, only a hint for the look."""

    SUCCESS = "success"
    REFUSAL = "refusal"
    CHALLENGE = "challenge"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Word:
    """The page's own word after the press, with the portal's text as data; `trouble` is ours, where none was heard."""

    said: Said
    text: str = ""
    trouble: str = ""

    @property
    def heard(self) -> dict[str, str]:
        """As a receipt keeps it."""
        return {"said": self.text} | ({"trouble": self.trouble} if self.trouble else {})
