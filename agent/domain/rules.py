"""Rules as data: each with its value, where it comes from, when it was read and how far it is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import date

_UNITS = ((3 * 86_400, 86_400, "d"), (2 * 3_600, 3_600, "h"), (2 * 60, 60, "m"))  # people say 48 hours, and 3 days

T = TypeVar("T")


class Trust(StrEnum):
    """How far a reading is trusted, best first."""

    PORTAL = "portal"
    OFFICIAL = "official"
    THIRD_PARTY = "third_party"
    ARTICLE = "article"
    OPERATOR = "operator"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """One source's statement of a rule."""

    value: T
    source: str
    read_on: date
    trust: Trust


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """The reading that governs, and all the others that were found."""

    name: str
    chosen: Reading[T]
    readings: tuple[Reading[T], ...] = ()

    @property
    def value(self) -> T:
        """What the governing reading says."""
        return self.chosen.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rule set for one portal, market, account kind and shop stage; `version` is the hash of what was read."""

    version: str
    network_in_country: Rule[bool]
    account_region_is_shop_region: Rule[bool]
    owner_min_age: Rule[int]
    status_normal: Rule[bool]
    no_violation: Rule[bool]
    one_shop_per_account: Rule[bool]
    rebind_cooldown: Rule[timedelta]
    unlink_wait: Rule[timedelta]
    link_window: Rule[timedelta]
    links_per_window: Rule[int]
    channel_slots: Rule[int]
    official_not_channel: Rule[bool]
    credit_score_floor: Rule[int]
    category_fit: Rule[bool]
    invitation_lifetime: Rule[timedelta]
    consent_required: Rule[bool]
    lifetime_unlinks: Rule[int]
    no_open_orders: Rule[bool]
    showcase_kept_first: Rule[bool]
    requests_answered: Rule[bool]
    showcase_adds_per_day: Rule[int]
    official_page_synced: Rule[bool]
    time_margin: Rule[timedelta]
    clock_skew_warn: Rule[timedelta]
    clock_skew_refuse: Rule[timedelta]
    permit_lifetime: Rule[timedelta]
    egress_echoes: Rule[int]
    presses_per_day: Rule[int]
    press_pause: Rule[timedelta]
    walk_lasts: Rule[timedelta]
    challenge_pause: Rule[timedelta]
    press_hours_kept: Rule[bool]
    discount_least_percent: Rule[int]
    discount_most_percent: Rule[int]
    discount_shortest: Rule[timedelta]
    discount_longest: Rule[timedelta]
    flash_least_percent: Rule[int]
    flash_most_percent: Rule[int]
    flash_longest: Rule[timedelta]
    live_flash_shortest: Rule[timedelta]
    live_flash_longest: Rule[timedelta]
    live_flash_ahead: Rule[timedelta]
    lowest_price_window: Rule[timedelta]
    promotion_name_letters: Rule[int]
    promotion_names_unique: Rule[bool]
    code_least_letters: Rule[int]
    code_most_letters: Rule[int]
    codes_share_claim_rules: Rule[bool]
    creator_deal_not_own: Rule[bool]
    deals_apart: Rule[bool]
    live_prime_begins: Rule[timedelta]
    live_prime_ends: Rule[timedelta]
    live_prime_gain: Rule[int]
    live_traffic_lasts: Rule[timedelta]
    live_pilot_followers: Rule[int]
    live_pilot_lives: Rule[int]
    live_pilot_lasts: Rule[timedelta]
    credit_score_near: Rule[int]
    health_rating_first: Rule[int]
    health_rating_second: Rule[int]
    health_rating_third: Rule[int]
    health_rating_last: Rule[int]
    health_rating_near: Rule[int]
    points_flash: Rule[int]
    points_revoked: Rule[int]
    points_near: Rule[int]
    appeal_working_days: Rule[int]
    appeal_window: Rule[timedelta]
    second_appeal_window: Rule[timedelta]
    frozen_stops_acts: Rule[bool]
    penalties_joint: Rule[bool]
    violations_cost_traffic: Rule[bool]


def written(value: object) -> str:
    """A rule's value as it is written in the files: 24h, 3d, 4, true."""
    if not isinstance(value, timedelta):
        return str(value).lower()
    seconds = int(value.total_seconds())
    fits = ((size, name) for least, size, name in _UNITS if abs(seconds) >= least and seconds % size == 0)
    size, name = next(fits, (1, "s"))
    return f"{seconds // size}{name}"
