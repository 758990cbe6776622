"""Guards of network, clock, session, consent, official account, and the two that only advise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from facts_builder import (
    HANDLE,
    RED,
    SECOND,
    UNTOLD,
    bind_facts,
    echoes,
    gist,
    held,
    rules,
    seen,
    unlink_facts,
)
from fakes import LOGIN, SHOP

from agent.domain.facts import NOT_ASKED, Never, SessionSeen, Source
from agent.domain.identity import Handle, Target
from agent.domain.roster import Candidate, Consent
from agent.guards.category_fit import category_fit
from agent.guards.clock import clock
from agent.guards.consent import consent
from agent.guards.credit_score import credit_score
from agent.guards.frozen_rights import frozen_rights
from agent.guards.judge import BIND, PROMOTION, PROMOTION_STOP, SHOWCASE, SHOWCASE_REMOVE, UNLINK
from agent.guards.network_region import network_region
from agent.guards.official_account import official_account
from agent.guards.session import session

pytestmark = pytest.mark.fast

NETWORK = {
    "both echoes in the country": (echoes("MX", "MX"), "allow"),
    "both echoes abroad": (echoes("US", "US"), "refuse network_region US ≠ MX"),
    "echoes that disagree": (echoes("MX", "US"), "refuse egress_unverified MX,US"),
    "one echo only": (echoes("MX"), "refuse egress_unverified MX"),
    "no echo": (echoes(), "refuse egress_unverified"),
    "a private address": (echoes("ZZ", "ZZ"), "refuse egress_unverified ZZ,ZZ"),
    "an address without a country": (echoes("", ""), "refuse egress_unverified ,"),
    "an echo that gave nothing readable": (UNTOLD, "refuse egress_unverified"),
    "not measured": (NOT_ASKED, "not_asked"),
}


@pytest.mark.parametrize(("egress", "told"), NETWORK.values(), ids=NETWORK)
def test_the_network_must_be_proven_to_be_in_the_country(egress: Any, told: str) -> None:
    assert gist(network_region(bind_facts(egress=egress), rules())) == told
    assert gist(network_region(unlink_facts(egress=egress), rules())) == told


def test_a_cross_border_seller_works_from_the_countries_declared() -> None:
    declared = frozenset({"HK", "CN"})

    assert gist(network_region(bind_facts(egress=echoes("HK", "HK"), operating_countries=declared), rules())) == "allow"
    verdict = network_region(bind_facts(operating_countries=declared), rules())
    assert gist(verdict) == "refuse network_region MX ≠ CN,HK"


def test_the_portals_no_to_the_network_outweighs_our_own_measurement() -> None:
    assert gist(network_region(bind_facts(network_accepted=RED), rules())) == "refuse network_region"


def test_as_many_echoes_are_needed_as_the_rule_says() -> None:
    assert gist(network_region(bind_facts(), rules(egress_echoes=3))) == "refuse egress_unverified MX,MX"


CLOCK = {
    "no difference": (timedelta(), "allow"),
    "at the warning limit": (120 * SECOND, "allow"),
    "past the warning limit": (121 * SECOND, "warn clock_skew +121 s"),
    "past it, behind": (-121 * SECOND, "warn clock_skew -121 s"),
    "at the last limit": (-600 * SECOND, "warn clock_skew -600 s"),
    "past the last limit": (601 * SECOND, "refuse clock_disagrees +601 s"),
    "past it, behind by hours": (timedelta(hours=-8), "refuse clock_disagrees -28800 s"),
}


@pytest.mark.parametrize(("skew", "told"), CLOCK.values(), ids=CLOCK)
def test_our_clock_must_agree_with_the_portals(skew: timedelta, told: str) -> None:
    assert gist(clock(bind_facts(skew=seen(skew)), rules())) == told


@pytest.mark.parametrize(("skew", "told"), [(UNTOLD, "warn clock_skew ?"), (NOT_ASKED, "not_asked")])
def test_a_portal_that_tells_no_time_only_warns(skew: Any, told: str) -> None:
    assert gist(clock(bind_facts(skew=skew), rules())) == told


SESSION = {
    "this login in this shop": (seen(SessionSeen(LOGIN.id, SHOP.id)), "allow"),
    "this shop by its region": (seen(SessionSeen(LOGIN.id, SHOP.id, region=SHOP.region)), "allow"),
    "another region": (seen(SessionSeen(LOGIN.id, SHOP.id, region="BR")), "refuse wrong_session BR ≠ MX"),
    "another shop": (seen(SessionSeen(LOGIN.id, "999")), f"refuse wrong_session {LOGIN.id}/999"),
    "another login": (seen(SessionSeen("888", SHOP.id)), f"refuse wrong_session 888/{SHOP.id}"),
    "a name with a trick in it": (seen(SessionSeen("8\u200b8", "9")), "refuse wrong_session 8\\u200b8/9"),
    "a page that names nobody": (UNTOLD, "refuse wrong_session"),
    "not looked at": (NOT_ASKED, "not_asked"),
}


@pytest.mark.parametrize(("fact", "told"), SESSION.values(), ids=SESSION)
def test_the_page_must_name_this_login_and_this_shop(fact: Any, told: str) -> None:
    assert gist(session(bind_facts(session=fact), rules())) == told


AGREED = Consent(owned=False, agreed_on=date(2026, 10, 1), how="signed agreement")
CONSENT = {
    "owned": (seen(Consent(owned=True)), "allow"),
    "agreed, with date and way": (seen(AGREED), "allow"),
    "agreed, no way named": (seen(replace(AGREED, how="")), "refuse no_consent"),
    "agreed, no date": (seen(replace(AGREED, agreed_on=None)), "refuse no_consent"),
    "neither owned nor agreed": (seen(Consent(owned=False)), "refuse no_consent"),
    "nothing in the roster": (UNTOLD, "refuse no_consent"),
    "not looked up": (NOT_ASKED, "not_asked"),
}


@pytest.mark.parametrize(("fact", "told"), CONSENT.values(), ids=CONSENT)
def test_only_owned_or_consenting_creators_are_invited(fact: Any, told: str) -> None:
    assert gist(consent(bind_facts(consent=fact), rules())) == told


OFFICIAL = {
    "the roster's handle": ("casa.aurora", "refuse official_account casa.aurora"),
    "the same in capitals": ("Casa.AURORA", "refuse official_account Casa.AURORA"),
    "the same in letters that only look it": ("ca\u017fa.aurora", "refuse official_account ca\\u017fa.aurora"),
    "one letter more": ("casa.aurora2", "not_asked"),
}


@pytest.mark.parametrize(("handle", "told"), OFFICIAL.values(), ids=OFFICIAL)
def test_the_official_account_is_refused_before_the_portal_is_asked(handle: str, told: str) -> None:
    facts = bind_facts(target=Target(Handle(handle)), not_official=NOT_ASKED)

    assert gist(official_account(facts, rules())) == told


def test_capitals_in_the_roster_hide_no_official_account() -> None:
    shop = replace(SHOP, official=Handle("Casa.Aurora"))

    verdict = official_account(bind_facts(shop=shop, target=Target(Handle("casa.aurora"))), rules())

    assert gist(verdict) == "refuse official_account casa.aurora"


def test_a_shop_without_an_official_account_asks_the_portal() -> None:
    shop = replace(SHOP, official=None)

    assert gist(official_account(bind_facts(shop=shop), rules())) == "allow"
    assert gist(official_account(bind_facts(shop=shop, not_official=RED), rules())) == "refuse official_account"


SCORES = {
    "at the floor": (seen(80), "allow"),
    "below the floor": (seen(79), "warn credit_score_low 79 < 80"),
    "not shown": (UNTOLD, "allow"),
    "not asked": (NOT_ASKED, "not_asked"),
}


@pytest.mark.parametrize(("score", "told"), SCORES.values(), ids=SCORES)
def test_a_low_credit_score_is_a_warning(score: Any, told: str) -> None:
    assert gist(credit_score(bind_facts(credit_score=score), rules())) == told


CATEGORIES = {
    "the same": ("Home & Kitchen", "Home & Kitchen", "allow"),
    "the same in other letters": ("HOME & kitchen", "Home & Kitchen", "allow"),
    "the same first word": ("Home Improvement", "Home & Kitchen", "allow"),
    "a shared later word": ("Women's Shoes", "Men's Shoes", "warn category_mismatch Women's Shoes ≠ Men's Shoes"),
    "another": ("Electronics", "Home & Kitchen", "warn category_mismatch Electronics ≠ Home & Kitchen"),
    "another in Chinese": ("美妆", "家居", "warn category_mismatch 美妆 ≠ 家居"),
    "a trick in it": ("Toys\u202e", "Home", "warn category_mismatch Toys\\u202e ≠ Home"),
    "a shop without category": ("Electronics", "", "allow"),
}


@pytest.mark.parametrize(("theirs", "ours", "told"), CATEGORIES.values(), ids=CATEGORIES)
def test_a_category_that_does_not_fit_is_a_warning(theirs: str, ours: str, told: str) -> None:
    facts = bind_facts(shop=replace(SHOP, category=ours), account_category=seen(theirs))

    assert gist(category_fit(facts, rules())) == told


ROSTER_CATEGORIES = {
    "fits": ("Home decor", "allow"),
    "does not fit": ("Toys", "warn category_mismatch Toys ≠ Home & Kitchen"),
    "is not given": ("", "allow"),
}


@pytest.mark.parametrize(("category", "told"), ROSTER_CATEGORIES.values(), ids=ROSTER_CATEGORIES)
def test_where_the_portal_shows_no_category_the_rosters_counts(category: str, told: str) -> None:
    shop = replace(SHOP, accounts=(Candidate(HANDLE, category=category),))

    assert gist(category_fit(bind_facts(shop=shop, account_category=UNTOLD), rules())) == told


def test_an_account_that_nobody_gives_a_category_is_no_objection() -> None:
    nobodys = bind_facts(shop=replace(SHOP, accounts=()), account_category=UNTOLD)

    assert gist(category_fit(nobodys, rules())) == "allow"
    assert gist(category_fit(bind_facts(account_category=NOT_ASKED), rules())) == "not_asked"


FIGURES = {
    "a rating above its first milestone": ("health_rating", 151, "allow"),
    "a rating at it": ("health_rating", 150, "warn credit_score_low 150 ≤ 150"),
    "points below those of flash sales": ("violation_points", 35, "allow"),
    "points at them": ("violation_points", 36, "warn credit_score_low 36 ≥ 36"),
    "points that would be a low score": ("violation_points", 12, "allow"),
}


@pytest.mark.parametrize(("figure", "value", "told"), FIGURES.values(), ids=FIGURES)
def test_a_line_holds_for_the_figure_that_the_portal_names(figure: str, value: int, told: str) -> None:
    facts = bind_facts(credit_score=Never(Source.PAGE), **{figure: seen(value)})

    assert gist(credit_score(facts, rules())) == told


@pytest.mark.parametrize("guards", [BIND, UNLINK, PROMOTION, SHOWCASE], ids=["bind", "unlink", "promotion", "showcase"])
def test_a_frozen_permission_stops_every_act_that_needs_it(guards: Any) -> None:
    assert frozen_rights in guards
    assert frozen_rights not in SHOWCASE_REMOVE + PROMOTION_STOP


@pytest.mark.parametrize(
    ("frozen", "told"),
    [
        (held(("8210000000000000001",)), "refuse permission_frozen 8210000000000000001"),
        (Never(Source.LEDGER), "allow"),
        (NOT_ASKED, "not_asked"),
    ],
)
def test_what_freezes_it_is_named(frozen: Any, told: str) -> None:
    assert gist(frozen_rights(bind_facts(frozen=frozen), rules())) == told
