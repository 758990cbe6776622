"""Asks every guard of an act, signs what they say, and issues the permit: the only place that does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from agent.domain.permit import Permit, RequestKey, Spend
from agent.domain.plain import grounds
from agent.domain.roster import Via
from agent.domain.verdict import Decision, Effect, Verdict
from agent.guards.account_region import account_region
from agent.guards.account_status import account_status
from agent.guards.appeal_taken import appeal_taken
from agent.guards.bound_elsewhere import bound_elsewhere
from agent.guards.campaign_score import campaign_score
from agent.guards.category_fit import category_fit
from agent.guards.challenge_pause import challenge_pause
from agent.guards.claim_rules import claim_rules
from agent.guards.clock import clock
from agent.guards.consent import consent
from agent.guards.content_audit import content_audit
from agent.guards.cooldown import cooldown
from agent.guards.creator_deal import creator_deal
from agent.guards.credit_score import credit_score
from agent.guards.deals_overlap import deals_overlap
from agent.guards.frozen_rights import frozen_rights
from agent.guards.link_rate import link_rate
from agent.guards.lowest_price import lowest_price
from agent.guards.network_region import network_region
from agent.guards.offered import offered
from agent.guards.official_account import official_account
from agent.guards.open_orders import open_orders
from agent.guards.owner_age import owner_age
from agent.guards.pending_invitation import pending_invitation
from agent.guards.portal_criteria import portal_criteria
from agent.guards.press_cap import press_cap
from agent.guards.press_hours import press_hours
from agent.guards.promotion_code import promotion_code
from agent.guards.promotion_name import promotion_name
from agent.guards.promotion_percent import promotion_percent
from agent.guards.promotion_times import promotion_times
from agent.guards.session import session
from agent.guards.shop_page import shop_page
from agent.guards.showcase_kept import showcase_kept
from agent.guards.showcase_quota import showcase_quota
from agent.guards.slots import slots
from agent.guards.text_length import text_length
from agent.guards.ticket_open import ticket_open
from agent.guards.unlink_request import unlink_request
from agent.guards.unlink_wait import unlink_wait
from agent.guards.unlinks_left import unlinks_left
from agent.guards.verified_profile import verified_profile
from agent.guards.violations import violations
from agent.guards.walked_portal import walked_portal

if TYPE_CHECKING:
    from agent.domain.facts import Facts
    from agent.domain.identity import Handle, LoginId
    from agent.domain.rules import Rules

Guard: TypeAlias = Callable[[Any, "Rules"], Verdict]

_EVERYWHERE: tuple[Guard, ...] = (network_region, clock, session)
_PRESSING: tuple[Guard, ...] = (*_EVERYWHERE, press_cap, challenge_pause, press_hours, verified_profile, walked_portal)
BIND: tuple[Guard, ...] = (
    account_region,
    owner_age,
    bound_elsewhere,
    cooldown,
    account_status,
    violations,
    frozen_rights,
    link_rate,
    slots,
    official_account,
    pending_invitation,
    consent,
    portal_criteria,
    credit_score,
    category_fit,
    content_audit,
    *_PRESSING,
)
UNLINK: tuple[Guard, ...] = (
    unlinks_left,
    unlink_wait,
    violations,
    account_status,
    frozen_rights,
    open_orders,
    unlink_request,
    showcase_kept,
    portal_criteria,
    *_PRESSING,
)
PROMOTION: tuple[Guard, ...] = (
    creator_deal,
    promotion_name,
    promotion_code,
    promotion_percent,
    promotion_times,
    lowest_price,
    claim_rules,
    deals_overlap,
    campaign_score,
    frozen_rights,
    offered,
    *_PRESSING,
)
CAMPAIGN: tuple[Guard, ...] = (campaign_score, *_EVERYWHERE)
PROMOTION_STOP: tuple[Guard, ...] = _PRESSING
CONTENT_CHECK: tuple[Guard, ...] = _PRESSING
APPEAL: tuple[Guard, ...] = (appeal_taken, text_length, *_PRESSING)
TICKET: tuple[Guard, ...] = (ticket_open, text_length, *_PRESSING)
EXPORT: tuple[Guard, ...] = _PRESSING
SHOWCASE_QUOTA: tuple[Guard, ...] = (showcase_quota,)
SHOWCASE_REMOVE: tuple[Guard, ...] = (shop_page, *_PRESSING)
SHOWCASE: tuple[Guard, ...] = (*SHOWCASE_QUOTA, frozen_rights, *SHOWCASE_REMOVE)


@dataclass(frozen=True, slots=True)
class Act:
    """What a permit would be for."""

    key: RequestKey
    login: LoginId
    handle: Handle
    spends: tuple[Spend, ...] = ()
    via: Via = Via.WEB


def judge(guards: tuple[Guard, ...], facts: Facts, rules: Rules, act: Act | None = None) -> Decision:
    """Ask all guards, report all objections; permit the act only when everybody was asked and nobody refuses."""
    verdicts = tuple(guard(facts, rules).by(guard.__name__) for guard in guards)
    decision = Decision(verdicts, None, facts)
    objected = any(one.effect in {Effect.REFUSE, Effect.NOT_ASKED} for one in verdicts)
    if act is None or objected:
        return decision
    permit = Permit(
        act.key,
        act.login,
        act.handle,
        facts.at,
        facts.at + rules.permit_lifetime.value,
        rules.version,
        facts.operating_countries,
        act.spends,
        via=act.via,
        grounds=grounds(decision),
    )
    return replace(decision, permit=permit)
