"""What is known at one moment, and from where; what nobody asked is not the same as what stayed unknown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from agent.domain.drift import Walks
    from agent.domain.identity import Target
    from agent.domain.promotion import Offered, Promotion, PromotionRow
    from agent.domain.roster import Consent, Shop
    from agent.domain.seen import Check, Listing, Slots
    from agent.domain.unlinking import Way

T = TypeVar("T")


class Source(StrEnum):
    """Who told us a fact."""

    LEDGER = "ledger"
    ROSTER = "roster"
    PAGE = "page"
    ELIGIBILITY = "eligibility"
    EGRESS = "egress"
    PORTAL_CLOCK = "portal_clock"
    DECLARATION = "declaration"
    PROFILE = "profile"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """A value that somebody told us, with its source."""

    value: T
    source: Source


@dataclass(frozen=True, slots=True)
class Never:
    """It is known that this never happened (which `Unknown` does not say)."""

    source: Source


@dataclass(frozen=True, slots=True)
class Unknown:
    """Asked, and not told; `why` is for people."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class NotAsked:
    """Nobody has looked yet."""


Fact: TypeAlias = Known[T] | Never | Unknown | NotAsked
NOT_ASKED = NotAsked()


@dataclass(frozen=True, slots=True)
class Egress:
    """What the two echo addresses said: upper-case country codes, in the order asked."""

    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """Whose session the page shows, which shop it stands in, its language, and the region that it names, if any."""

    login: str
    shop: str
    language: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What every guard may ask about: the shop, the moment, the network, the clock and the session.

    `at` is the agent's clock (aware, UTC); `skew` is portal clock minus agent clock. `verified_profile` is
    the fingerprint of a profile that says it was verified; a portal of this machine needs no such word. `pages_walked`
    are the newest walks over the portal's pages with this very profile, `hours_begin` when an unwatched run may press
    again: never, where it may now or somebody watches. `frozen` are the numbers of the violations for which the
    permission of the shop, or of the account, is frozen.
    """

    shop: Shop
    target: Target | None
    at: datetime
    operating_countries: frozenset[str]
    egress: Fact[Egress] = NOT_ASKED
    skew: Fact[timedelta] = NOT_ASKED
    session: Fact[SessionSeen] = NOT_ASKED
    presses_today: Fact[int] = NOT_ASKED
    last_challenge: Fact[datetime] = NOT_ASKED
    verified_profile: Fact[str] = NOT_ASKED
    pages_walked: Fact[Walks] = NOT_ASKED
    hours_begin: Fact[datetime] = NOT_ASKED
    frozen: Fact[tuple[str, ...]] = NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class BindFacts(Facts):
    """What the decision to send one invitation stands on.

    The `Check` facts are the portal's own eligibility list; the others come from ledger, roster and pages.
    `links_of_account` and `links_of_shop` count links inside the rule's window. Of score, rating and points a portal
    names one: the others are never known there.
    """

    owner_adult: Fact[Check] = NOT_ASKED
    status_normal: Fact[Check] = NOT_ASKED
    region_matches: Fact[Check] = NOT_ASKED
    no_violation: Fact[Check] = NOT_ASKED
    not_elsewhere: Fact[Check] = NOT_ASKED
    not_official: Fact[Check] = NOT_ASKED
    cooled_down: Fact[Check] = NOT_ASKED
    link_rate_kept: Fact[Check] = NOT_ASKED
    network_accepted: Fact[Check] = NOT_ASKED
    slot_available: Fact[Check] = NOT_ASKED
    no_open_invitation: Fact[Check] = NOT_ASKED
    unread_checks: tuple[Check, ...] = ()
    last_unlinked: Fact[datetime] = NOT_ASKED
    links_of_account: Fact[int] = NOT_ASKED
    links_of_shop: Fact[int] = NOT_ASKED
    slots: Fact[Slots] = NOT_ASKED
    credit_score: Fact[int] = NOT_ASKED
    health_rating: Fact[int] = NOT_ASKED
    violation_points: Fact[int] = NOT_ASKED
    account_category: Fact[str] = NOT_ASKED
    pending_since: Fact[datetime] = NOT_ASKED
    consent: Fact[Consent] = NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkFacts(Facts):
    """What an unlink is decided on, whichever way it goes.

    `unlinks_left` is as the portal shows (Never where this portal has no counter), `unlinks_used` as the ledger counts,
    `unlinks_seen` those that the ledger only saw happen. The `Check` facts are the lines of the portal's dialog.
    `request_due` is when the creator's open request counts as agreed; `showcase_kept` how many products were kept, or
    a named person's declaration that none need be.
    """

    way: Way
    last_confirmed: bool = False
    last_linked: Fact[datetime] = NOT_ASKED
    unlinks_left: Fact[int] = NOT_ASKED
    unlinks_used: Fact[int] = NOT_ASKED
    unlinks_seen: Fact[int] = NOT_ASKED
    linked_long_enough: Fact[Check] = NOT_ASKED
    network_accepted: Fact[Check] = NOT_ASKED
    status_normal: Fact[Check] = NOT_ASKED
    no_violation: Fact[Check] = NOT_ASKED
    no_open_orders: Fact[Check] = NOT_ASKED
    unread_checks: tuple[Check, ...] = ()
    request_due: Fact[datetime] = NOT_ASKED
    showcase_kept: Fact[int] = NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowcaseFacts(Facts):
    """What the decision to add one product, or to take one out, stands on.

    `adds_today` is as the ledger counts in the shop's own day, `adds_shown` the portal's counter: Never where it has
    none.
    """

    adds_today: Fact[int] = NOT_ASKED
    adds_shown: Fact[Slots] = NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionFacts(Facts):
    """What the decision to publish one promotion stands on.

    `others` are those of the same file that come before it; `listed` is the shop's list, `offered` are the wanted
    products as the form's picker shows them, `accounts` the linked ones that a code may be for.
    """

    wanted: Promotion
    others: tuple[Promotion, ...] = ()
    listed: Fact[Listing[PromotionRow]] = NOT_ASKED
    offered: Fact[tuple[Offered, ...]] = NOT_ASKED
    accounts: Fact[frozenset[str]] = NOT_ASKED
    credit_score: Fact[int] = NOT_ASKED
    health_rating: Fact[int] = NOT_ASKED
    violation_points: Fact[int] = NOT_ASKED
