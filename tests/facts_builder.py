"""Facts to which no guard objects, and the article's rules: a test changes only what it is about."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from fakes import ACCOUNT, CODE, DEAL, LOGIN, OLD, PAN, SHOP

from agent.domain.drift import Walks
from agent.domain.facts import (
    BindFacts,
    Egress,
    Fact,
    Facts,
    Known,
    Never,
    PromotionFacts,
    SessionSeen,
    ShowcaseFacts,
    Source,
    Unknown,
    UnlinkFacts,
)
from agent.domain.identity import AccountId, Handle, Target
from agent.domain.money import Money
from agent.domain.permit import Kind, RequestKey
from agent.domain.promotion import Offered
from agent.domain.roster import Consent
from agent.domain.rules import Reading, Rule, Rules, Trust
from agent.domain.seen import Check, Listing, Slots
from agent.domain.unlinking import Way
from agent.domain.verdict import Effect, Verdict
from agent.guards.judge import Act

T = TypeVar("T")

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HANDLE = Handle("alice.home")
ACT = Act(RequestKey(SHOP.id, AccountId(ACCOUNT), Kind.BIND, 0), LOGIN.id, HANDLE)
UNTOLD = Unknown("not shown")
NEVER = Never(Source.LEDGER)

_VALUES: dict[str, bool | int | timedelta] = {
    "network_in_country": True,
    "account_region_is_shop_region": True,
    "owner_min_age": 18,
    "status_normal": True,
    "no_violation": True,
    "one_shop_per_account": True,
    "rebind_cooldown": 24 * HOUR,
    "unlink_wait": 24 * HOUR,
    "link_window": 180 * DAY,
    "links_per_window": 10,
    "channel_slots": 4,
    "official_not_channel": True,
    "credit_score_floor": 80,
    "category_fit": True,
    "invitation_lifetime": 48 * HOUR,
    "consent_required": True,
    "lifetime_unlinks": 3,
    "no_open_orders": True,
    "showcase_kept_first": True,
    "requests_answered": True,
    "showcase_adds_per_day": 50,
    "official_page_synced": True,
    "time_margin": MINUTE,
    "clock_skew_warn": 2 * MINUTE,
    "clock_skew_refuse": 10 * MINUTE,
    "permit_lifetime": MINUTE,
    "egress_echoes": 2,
    "presses_per_day": 20,
    "press_pause": 90 * SECOND,
    "walk_lasts": 7 * DAY,
    "press_hours_kept": True,
    "live_prime_begins": 20 * HOUR,
    "live_prime_ends": 22 * HOUR,
    "live_prime_gain": 40,
    "live_traffic_lasts": 15 * MINUTE,
    "live_pilot_followers": 0,
    "live_pilot_lives": 3,
    "live_pilot_lasts": 0 * DAY,
    "credit_score_near": 5,
    "health_rating_first": 150,
    "health_rating_second": 100,
    "health_rating_third": 50,
    "health_rating_last": 0,
    "health_rating_near": 10,
    "points_flash": 36,
    "points_revoked": 48,
    "points_near": 6,
    "appeal_working_days": 7,
    "appeal_window": 30 * DAY,
    "second_appeal_window": 15 * DAY,
    "frozen_stops_acts": True,
    "penalties_joint": True,
    "violations_cost_traffic": True,
    "challenge_pause": 24 * HOUR,
    "discount_least_percent": 1,
    "discount_most_percent": 99,
    "discount_shortest": 10 * MINUTE,
    "discount_longest": 365 * DAY,
    "flash_least_percent": 5,
    "flash_most_percent": 99,
    "flash_longest": 72 * HOUR,
    "live_flash_shortest": MINUTE,
    "live_flash_longest": 20 * MINUTE,
    "live_flash_ahead": 5 * MINUTE,
    "lowest_price_window": 30 * DAY,
    "promotion_name_letters": 100,
    "promotion_names_unique": True,
    "code_least_letters": 4,
    "code_most_letters": 12,
    "codes_share_claim_rules": True,
    "creator_deal_not_own": True,
    "deals_apart": True,
}


def rules(**changes: bool | int | timedelta) -> Rules:
    """The article's default set and our own rules, with the values that a test changes."""
    listed: dict[str, Any] = {name: _rule(name, value) for name, value in (_VALUES | changes).items()}
    return Rules(version="test-rules", **listed)


def _rule(name: str, value: T) -> Rule[T]:
    return Rule(name, Reading(value, "the article", date(2026, 11, 23), Trust.ARTICLE))


def held(value: T) -> Fact[T]:
    """A fact as the ledger tells it."""
    return Known(value, Source.LEDGER)


def seen(value: T) -> Fact[T]:
    """A fact as a page tells it."""
    return Known(value, Source.PAGE)


def echoes(*countries: str) -> Fact[Egress]:
    """What the echo addresses said."""
    return Known(Egress(countries), Source.EGRESS)


def line(*, passed: bool, detail: str = "", turns_green: datetime | None = None) -> Fact[Check]:
    """A line of the portal's own list."""
    return Known(Check("as the portal words it", passed, detail, turns_green), Source.ELIGIBILITY)


GREEN = line(passed=True)
RED = line(passed=False)
LINES = tuple(one.name for one in fields(BindFacts) if one.type == "Fact[Check]")

_ANYWHERE: dict[str, Any] = {
    "shop": SHOP,
    "target": Target(HANDLE, AccountId(ACCOUNT)),
    "at": AT,
    "operating_countries": frozenset({"MX"}),
    "egress": echoes("MX", "MX"),
    "skew": seen(timedelta()),
    "session": seen(SessionSeen(LOGIN.id, SHOP.id)),
    "presses_today": held(0),
    "last_challenge": NEVER,
    "verified_profile": held("00112233aabb"),
    "pages_walked": held(Walks(needed=False)),
    "hours_begin": Never(Source.SETTINGS),
    "frozen": NEVER,
}
_BIND: dict[str, Any] = {
    "last_unlinked": NEVER,
    "links_of_account": held(0),
    "links_of_shop": held(0),
    "slots": seen(Slots(1, 4)),
    "credit_score": seen(100),
    **dict.fromkeys(("health_rating", "violation_points"), Never(Source.PAGE)),
    "account_category": seen("Home & Kitchen"),
    "pending_since": NEVER,
    "consent": Known(Consent(owned=True), Source.ROSTER),
}
_UNLINK_LINES = tuple(one.name for one in fields(UnlinkFacts) if one.type == "Fact[Check]")
_UNLINK: dict[str, Any] = {
    "way": Way.SELLER,
    "last_linked": seen(AT - 30 * DAY),
    "unlinks_left": seen(3),
    "unlinks_used": held(0),
    "unlinks_seen": held(0),
    "request_due": Never(Source.PAGE),
    "showcase_kept": seen(12),
}


def bind_facts(**changes: Any) -> BindFacts:
    """Everything asked, and nobody objects to a bind."""
    return BindFacts(**(_ANYWHERE | _BIND | dict.fromkeys(LINES, GREEN) | changes))


def unlink_facts(**changes: Any) -> UnlinkFacts:
    """Everything asked, and nobody objects to an unlink."""
    return UnlinkFacts(**(_ANYWHERE | dict.fromkeys(_UNLINK_LINES, GREEN) | _UNLINK | changes))


def showcase_facts(**changes: Any) -> ShowcaseFacts:
    """Everything asked, and nobody objects to one more product."""
    return ShowcaseFacts(**(_ANYWHERE | {"adds_today": held(0), "adds_shown": seen(Slots(0, 50))} | changes))


_PROMOTION: dict[str, Any] = {
    "wanted": DEAL,
    "listed": seen(Listing((OLD,), 1)),
    "offered": seen((Offered(PAN, "Pan", Money(Decimal("349.00"), "MXN")),)),
    "accounts": seen(frozenset({HANDLE})),
    "credit_score": seen(100),
    **dict.fromkeys(("health_rating", "violation_points"), Never(Source.PAGE)),
}


def promotion_facts(**changes: Any) -> PromotionFacts:
    """Everything asked, and nobody objects to a promotion."""
    return PromotionFacts(**(_ANYWHERE | _PROMOTION | {"target": None} | changes))


def code_facts(**changes: Any) -> PromotionFacts:
    """The same of a LIVE code."""
    return promotion_facts(**({"wanted": CODE} | changes))


def unasked_facts() -> BindFacts:
    """A bind of which only shop, target and moment are known."""
    return BindFacts(shop=SHOP, target=Target(HANDLE), at=AT, operating_countries=frozenset({"MX"}))


def facts_asked(facts: Facts) -> dict[str, object]:
    """Those fields of the facts that somebody has to ask for, by name."""
    return {one.name: getattr(facts, one.name) for one in fields(facts) if str(one.type).startswith("Fact[")}


def gist(verdict: Verdict) -> str:
    """A verdict as a row of a table can expect it: effect, reason, measured value; what is allowed only so."""
    if verdict.effect is Effect.ALLOW:
        return verdict.effect
    return " ".join(word for word in (verdict.effect, verdict.reason, verdict.measured) if word)
