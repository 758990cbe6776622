"""Why a guard objects: closed codes; their words stand in the message files, their exit codes here."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from agent.domain.seen import CheckName
from agent.errors import Code

if TYPE_CHECKING:
    from collections.abc import Mapping


class Reason(StrEnum):
    """Every objection that a guard can make."""

    NETWORK_REGION = "network_region"
    EGRESS_UNVERIFIED = "egress_unverified"
    ACCOUNT_REGION = "account_region"
    OWNER_AGE = "owner_age"
    ACCOUNT_STATUS = "account_status"
    VIOLATION_ON_RECORD = "violation_on_record"
    BOUND_ELSEWHERE = "bound_elsewhere"
    COOLING_DOWN = "cooling_down"
    HISTORY_UNKNOWN = "history_unknown"
    LINK_RATE_ACCOUNT = "link_rate_account"
    LINK_RATE_SHOP = "link_rate_shop"
    NO_FREE_SLOT = "no_free_slot"
    OFFICIAL_ACCOUNT = "official_account"
    CREDIT_SCORE_LOW = "credit_score_low"
    CATEGORY_MISMATCH = "category_mismatch"
    INVITATION_PENDING = "invitation_pending"
    NO_CONSENT = "no_consent"
    CLOCK_SKEW = "clock_skew"
    CLOCK_DISAGREES = "clock_disagrees"
    WRONG_SESSION = "wrong_session"
    PORTAL_CRITERION = "portal_criterion"
    NOT_TOLD = "not_told"
    PRESS_CAP = "press_cap"
    CHALLENGED = "challenged"
    OUTSIDE_PRESS_HOURS = "outside_press_hours"
    PROFILE_UNVERIFIED = "profile_unverified"
    PORTAL_NOT_WALKED = "portal_not_walked"
    PORTAL_DRIFTED = "portal_drifted"
    UNLINKS_USED_UP = "unlinks_used_up"
    LAST_UNLINK = "last_unlink"
    UNLINKS_NOT_TOLD = "unlinks_not_told"
    UNLINK_COUNTERS_DISAGREE = "unlink_counters_disagree"
    LINKED_TOO_RECENTLY = "linked_too_recently"
    OPEN_ORDERS = "open_orders"
    UNLINK_REQUEST_OPEN = "unlink_request_open"
    NO_UNLINK_REQUEST = "no_unlink_request"
    SHOWCASE_NOT_KEPT = "showcase_not_kept"
    SHOWCASE_QUOTA = "showcase_quota"
    PROMOTION_NAME = "promotion_name"
    NAME_TAKEN = "name_taken"
    PROMOTION_CODE = "promotion_code"
    PROMOTION_PERCENT = "promotion_percent"
    PROMOTION_START = "promotion_start"
    PROMOTION_LENGTH = "promotion_length"
    PRICE_NOT_LOWER = "price_not_lower"
    PRICE_HISTORY_UNKNOWN = "price_history_unknown"
    CREATOR_DEAL = "creator_deal"
    CLAIM_RULES = "claim_rules"
    DEALS_OVERLAP = "deals_overlap"
    CAMPAIGN_SCORE = "campaign_score"
    NOT_OFFERED = "not_offered"
    SHOP_PAGE_SYNCED = "shop_page_synced"
    PERMISSION_FROZEN = "permission_frozen"


CODE_OF: Mapping[Reason, Code] = MappingProxyType(
    {
        Reason.NETWORK_REGION: Code.G_REGION,
        Reason.EGRESS_UNVERIFIED: Code.G_EGRESS_UNVERIFIED,
        Reason.ACCOUNT_REGION: Code.G_NOT_ELIGIBLE,
        Reason.OWNER_AGE: Code.G_NOT_ELIGIBLE,
        Reason.ACCOUNT_STATUS: Code.G_NOT_ELIGIBLE,
        Reason.VIOLATION_ON_RECORD: Code.G_NOT_ELIGIBLE,
        Reason.BOUND_ELSEWHERE: Code.G_CONFLICT,
        Reason.COOLING_DOWN: Code.G_COOLDOWN,
        Reason.HISTORY_UNKNOWN: Code.G_COOLDOWN,
        Reason.LINK_RATE_ACCOUNT: Code.G_LINK_RATE,
        Reason.LINK_RATE_SHOP: Code.G_LINK_RATE,
        Reason.NO_FREE_SLOT: Code.G_SLOTS,
        Reason.OFFICIAL_ACCOUNT: Code.G_NOT_ELIGIBLE,
        Reason.CREDIT_SCORE_LOW: Code.G_NOT_ELIGIBLE,
        Reason.CATEGORY_MISMATCH: Code.G_NOT_ELIGIBLE,
        Reason.INVITATION_PENDING: Code.G_CONFLICT,
        Reason.NO_CONSENT: Code.G_NOT_ELIGIBLE,
        Reason.CLOCK_SKEW: Code.G_CLOCK,
        Reason.CLOCK_DISAGREES: Code.G_CLOCK,
        Reason.WRONG_SESSION: Code.E_WRONG_SHOP,
        Reason.PORTAL_CRITERION: Code.G_NOT_ELIGIBLE,
        Reason.NOT_TOLD: Code.G_NOT_ELIGIBLE,
        Reason.PRESS_CAP: Code.G_QUOTA,
        Reason.CHALLENGED: Code.G_COOLDOWN,
        Reason.OUTSIDE_PRESS_HOURS: Code.G_COOLDOWN,
        Reason.PROFILE_UNVERIFIED: Code.E_PORTAL_CHANGED,
        Reason.PORTAL_NOT_WALKED: Code.E_PORTAL_CHANGED,
        Reason.PORTAL_DRIFTED: Code.E_PORTAL_CHANGED,
        Reason.UNLINKS_USED_UP: Code.G_UNBINDS,
        Reason.LAST_UNLINK: Code.G_UNBINDS,
        Reason.UNLINKS_NOT_TOLD: Code.G_UNBINDS,
        Reason.UNLINK_COUNTERS_DISAGREE: Code.E_EFFECT_MISMATCH,
        Reason.LINKED_TOO_RECENTLY: Code.G_COOLDOWN,
        Reason.OPEN_ORDERS: Code.G_NOT_ELIGIBLE,
        Reason.UNLINK_REQUEST_OPEN: Code.G_CONFLICT,
        Reason.NO_UNLINK_REQUEST: Code.G_CONFLICT,
        Reason.SHOWCASE_NOT_KEPT: Code.G_NOT_CONFIRMED,
        Reason.SHOWCASE_QUOTA: Code.G_QUOTA,
        Reason.PROMOTION_NAME: Code.G_NOT_ELIGIBLE,
        Reason.NAME_TAKEN: Code.G_CONFLICT,
        Reason.PROMOTION_CODE: Code.G_NOT_ELIGIBLE,
        Reason.PROMOTION_PERCENT: Code.G_NOT_ELIGIBLE,
        Reason.PROMOTION_START: Code.G_NOT_ELIGIBLE,
        Reason.PROMOTION_LENGTH: Code.G_NOT_ELIGIBLE,
        Reason.PRICE_NOT_LOWER: Code.G_NOT_ELIGIBLE,
        Reason.PRICE_HISTORY_UNKNOWN: Code.G_NOT_ELIGIBLE,
        Reason.CREATOR_DEAL: Code.G_NOT_ELIGIBLE,
        Reason.CLAIM_RULES: Code.G_CONFLICT,
        Reason.DEALS_OVERLAP: Code.G_CONFLICT,
        Reason.CAMPAIGN_SCORE: Code.G_NOT_ELIGIBLE,
        Reason.NOT_OFFERED: Code.G_NOT_ELIGIBLE,
        Reason.SHOP_PAGE_SYNCED: Code.G_NOT_ELIGIBLE,
        Reason.PERMISSION_FROZEN: Code.G_NOT_ELIGIBLE,
    }
)

OBJECTION: Mapping[CheckName, Reason] = MappingProxyType(
    {
        CheckName.LINKED_LONG_ENOUGH: Reason.LINKED_TOO_RECENTLY,
        CheckName.UNLINKS_LEFT: Reason.UNLINKS_USED_UP,
        CheckName.NETWORK_ACCEPTED: Reason.NETWORK_REGION,
        CheckName.STATUS_NORMAL: Reason.ACCOUNT_STATUS,
        CheckName.NO_VIOLATION: Reason.VIOLATION_ON_RECORD,
        CheckName.NO_OPEN_ORDERS: Reason.OPEN_ORDERS,
    }
)

_ARTICLE_ORDER = (
    Reason.ACCOUNT_REGION,
    Reason.NETWORK_REGION,
    Reason.EGRESS_UNVERIFIED,
    Reason.OWNER_AGE,
    Reason.BOUND_ELSEWHERE,
    Reason.COOLING_DOWN,
)


def article_order(reason: Reason) -> int:
    """Sort key: region, age, bound elsewhere, 24 h, as the source article explains a failed bind; then the rest."""
    return _ARTICLE_ORDER.index(reason) if reason in _ARTICLE_ORDER else len(_ARTICLE_ORDER)
