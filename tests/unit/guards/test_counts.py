"""Guards of budgets: slots, links, presses, unlinks, showcase additions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from facts_builder import (
    AT,
    NEVER,
    RED,
    UNTOLD,
    bind_facts,
    gist,
    held,
    rules,
    seen,
    showcase_facts,
    unlink_facts,
)
from fakes import SHOP

from agent.domain.facts import NOT_ASKED, Never, Source
from agent.domain.identity import Handle, Target
from agent.domain.seen import Slots
from agent.guards.link_rate import link_rate
from agent.guards.press_cap import press_cap
from agent.guards.shop_page import shop_page
from agent.guards.showcase_quota import showcase_quota
from agent.guards.slots import slots
from agent.guards.unlinks_left import unlinks_left

pytestmark = pytest.mark.fast

SLOTS = {
    "one place free": ({"slots": seen(Slots(3, 4))}, "allow"),
    "all places taken": ({"slots": seen(Slots(4, 4))}, "refuse no_free_slot 4/4"),
    "more taken than there are": ({"slots": seen(Slots(5, 4))}, "refuse no_free_slot 5/4"),
    "fewer places in probation": ({"slots": seen(Slots(1, 1))}, "refuse no_free_slot 1/1"),
    "no place at all in probation": ({"slots": seen(Slots(0, 0))}, "refuse no_free_slot 0/0"),
    "more places than our rule says": ({"slots": seen(Slots(5, 6))}, "allow"),
    "the page shows no counter": ({"slots": UNTOLD}, "allow"),
    "the page's counter was not read": ({"slots": NOT_ASKED}, "not_asked"),
    "the counter is free and the list says no": (
        {"slots": seen(Slots(3, 4)), "slot_available": RED},
        "refuse no_free_slot",
    ),
    "the list alone says no": ({"slots": NOT_ASKED, "slot_available": RED}, "refuse no_free_slot"),
}


@pytest.mark.parametrize(("changes", "told"), SLOTS.values(), ids=SLOTS)
def test_a_bind_needs_a_free_place(changes: dict[str, Any], told: str) -> None:
    assert gist(slots(bind_facts(**changes), rules())) == told


LINKS = {
    "nine of the account": ({"links_of_account": held(9)}, "allow"),
    "ten of the account": ({"links_of_account": held(10)}, "refuse link_rate_account 10/10"),
    "nine of the shop": ({"links_of_shop": held(9)}, "allow"),
    "ten of the shop": ({"links_of_shop": held(10)}, "refuse link_rate_shop 10/10"),
    "none ever": ({"links_of_account": NEVER, "links_of_shop": NEVER}, "allow"),
    "the account's not counted": ({"links_of_account": NOT_ASKED}, "not_asked"),
    "the shop's not counted": ({"links_of_shop": NOT_ASKED}, "not_asked"),
    "a held count refuses before the portal is asked": (
        {"links_of_shop": held(11), "link_rate_kept": NOT_ASKED},
        "refuse link_rate_shop 11/10",
    ),
}


@pytest.mark.parametrize(("changes", "told"), LINKS.values(), ids=LINKS)
def test_links_are_counted_for_the_account_and_for_the_shop(changes: dict[str, Any], told: str) -> None:
    assert gist(link_rate(bind_facts(**changes), rules())) == told


PRESSES = {
    "none yet": (held(0), "allow"),
    "one below the cap": (held(19), "allow"),
    "at the cap": (held(20), "refuse press_cap 20/20"),
    "presses that do not count": (NEVER, "allow"),
    "unknown": (UNTOLD, "refuse not_told"),
    "not asked": (NOT_ASKED, "not_asked"),
}


@pytest.mark.parametrize(("presses", "told"), PRESSES.values(), ids=PRESSES)
def test_a_login_presses_only_so_often_a_day(presses: Any, told: str) -> None:
    assert gist(press_cap(bind_facts(presses_today=presses), rules())) == told


def test_the_press_cap_heals_with_the_next_utc_day() -> None:
    late = datetime(2026, 12, 31, 23, 59, 59, 999, tzinfo=UTC)

    verdict = press_cap(bind_facts(at=late, presses_today=held(20)), rules())

    assert verdict.not_before == datetime(2027, 1, 1, tzinfo=UTC)


UNLINKS = {
    "none used": (held(0), seen(3), "allow"),
    "one used": (held(1), seen(2), "allow"),
    "the last one": (held(2), seen(1), "refuse last_unlink 1/3"),
    "none left": (held(3), seen(0), "refuse unlinks_used_up 0/3"),
    "the portal shows fewer": (held(0), seen(2), "allow"),
    "the portal shows one, the ledger none used": (held(0), seen(1), "refuse last_unlink 1/3"),
    "the portal shows none, the ledger one used": (held(1), seen(0), "refuse unlinks_used_up 0/3"),
    "the portal shows more": (held(1), seen(3), "refuse unlink_counters_disagree 3 > 2"),
    "the portal shows more, the ledger none left": (held(3), seen(1), "refuse unlink_counters_disagree 1 > 0"),
    "the portal shows nothing": (held(0), UNTOLD, "refuse unlinks_not_told"),
    "the ledger does not know": (UNTOLD, seen(3), "refuse unlinks_not_told"),
    "the portal was not asked": (held(0), NOT_ASKED, "not_asked"),
    "the ledger was not asked": (NOT_ASKED, seen(3), "not_asked"),
}


@pytest.mark.parametrize(("used", "left", "told"), UNLINKS.values(), ids=UNLINKS)
def test_an_unlink_is_never_spent_in_doubt(used: Any, left: Any, told: str) -> None:
    assert gist(unlinks_left(unlink_facts(unlinks_used=used, unlinks_left=left), rules())) == told


ADDS = {
    "none yet": (held(0), "allow"),
    "one below the quota": (held(49), "allow"),
    "at the quota": (held(50), "refuse showcase_quota 50/50"),
    "unknown": (UNTOLD, "refuse not_told"),
    "not asked": (NOT_ASKED, "not_asked"),
}


@pytest.mark.parametrize(("adds", "told"), ADDS.values(), ids=ADDS)
def test_an_account_takes_50_products_a_day(adds: Any, told: str) -> None:
    assert gist(showcase_quota(showcase_facts(adds_today=adds), rules())) == told


SHOWN = {
    "less than the ledger": (seen(Slots(0, 50)), held(49), "allow"),
    "what others have added, too": (seen(Slots(50, 50)), held(3), "refuse showcase_quota 50/50"),
    "a portal that lets less through": (seen(Slots(30, 30)), held(3), "refuse showcase_quota 30/30"),
    "a portal that lets more through": (seen(Slots(50, 80)), held(3), "refuse showcase_quota 50/50"),
    "the ledger's own fifty": (seen(Slots(49, 50)), held(50), "refuse showcase_quota 50/50"),
    "a portal without a counter": (Never(Source.PAGE), held(3), "allow"),
    "a counter that cannot be read": (UNTOLD, held(3), "refuse not_told"),
    "a page that was not opened": (NOT_ASKED, held(3), "not_asked 3/50"),
}


@pytest.mark.parametrize(("shown", "adds", "told"), SHOWN.values(), ids=SHOWN)
def test_the_smaller_of_both_counts_is_what_is_left(shown: Any, adds: Any, told: str) -> None:
    assert gist(showcase_quota(showcase_facts(adds_today=adds, adds_shown=shown), rules())) == told


def test_the_official_account_s_page_is_not_filled_by_hand() -> None:
    own = showcase_facts(target=Target(Handle("Casa.Aurora")))

    assert gist(shop_page(own, rules())) == "refuse shop_page_synced Casa.Aurora"
    assert gist(shop_page(showcase_facts(), rules())) == "allow"


MIDNIGHTS = {
    "Mexico City, UTC-6": ("America/Mexico_City", AT, datetime(2026, 11, 24, 6, tzinfo=UTC)),
    "Bangkok, UTC+7": ("Asia/Bangkok", AT, datetime(2026, 11, 23, 17, tzinfo=UTC)),
    "Bangkok, already tomorrow there": (
        "Asia/Bangkok",
        datetime(2026, 11, 23, 17, tzinfo=UTC),
        datetime(2026, 11, 24, 17, tzinfo=UTC),
    ),
    "London, on a day of 25 hours": (
        "Europe/London",
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 26, tzinfo=UTC),
    ),
}


@pytest.mark.parametrize(("zone", "at", "not_before"), MIDNIGHTS.values(), ids=MIDNIGHTS)
def test_the_showcase_quota_heals_at_the_shops_midnight(zone: str, at: datetime, not_before: datetime) -> None:
    facts = showcase_facts(shop=replace(SHOP, zone=zone), at=at, adds_today=held(50))

    verdict = showcase_quota(facts, rules())

    assert verdict.not_before == not_before
