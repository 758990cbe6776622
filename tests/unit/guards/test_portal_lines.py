"""Guards that read one line of the portal's own list: passed, failed, missing, not asked."""

from __future__ import annotations

import pytest
from facts_builder import AT, DAY, GREEN, RED, UNTOLD, bind_facts, gist, line, rules, unasked_facts

from agent.domain.facts import NOT_ASKED
from agent.domain.seen import Check
from agent.guards.account_region import account_region
from agent.guards.account_status import account_status
from agent.guards.bound_elsewhere import bound_elsewhere
from agent.guards.cooldown import cooldown
from agent.guards.judge import Guard
from agent.guards.link_rate import link_rate
from agent.guards.network_region import network_region
from agent.guards.official_account import official_account
from agent.guards.owner_age import owner_age
from agent.guards.pending_invitation import pending_invitation
from agent.guards.portal_criteria import portal_criteria
from agent.guards.slots import slots
from agent.guards.violations import violations

pytestmark = pytest.mark.fast

ROWS = {
    "account region": (account_region, "region_matches", "account_region"),
    "owner's age": (owner_age, "owner_adult", "owner_age"),
    "account status": (account_status, "status_normal", "account_status"),
    "violations": (violations, "no_violation", "violation_on_record"),
    "bound elsewhere": (bound_elsewhere, "not_elsewhere", "bound_elsewhere"),
    "official account": (official_account, "not_official", "official_account"),
    "cooldown": (cooldown, "cooled_down", "cooling_down"),
    "link rate": (link_rate, "link_rate_kept", "link_rate_account"),
    "network": (network_region, "network_accepted", "network_region"),
    "slots": (slots, "slot_available", "no_free_slot"),
    "pending invitation": (pending_invitation, "no_open_invitation", "invitation_pending"),
}
every_line = pytest.mark.parametrize(("guard", "fact", "reason"), ROWS.values(), ids=ROWS)


@every_line
def test_a_passed_line_is_no_objection(guard: Guard, fact: str, reason: str) -> None:
    verdict = guard(bind_facts(**{fact: GREEN}), rules())

    assert gist(verdict) == "allow", reason


@every_line
def test_a_failed_line_refuses(guard: Guard, fact: str, reason: str) -> None:
    verdict = guard(bind_facts(**{fact: RED}), rules())

    assert gist(verdict) == f"refuse {reason}"
    assert verdict.rule is not None


@every_line
def test_a_line_that_is_missing_only_warns(guard: Guard, fact: str, reason: str) -> None:
    verdict = guard(bind_facts(**{fact: UNTOLD}), rules())

    assert gist(verdict) == "warn not_told", reason


@every_line
def test_a_line_that_nobody_read_stays_not_asked(guard: Guard, fact: str, reason: str) -> None:
    verdict = guard(bind_facts(**{fact: NOT_ASKED}), rules())

    assert gist(verdict) == "not_asked", reason


@every_line
def test_the_portals_date_is_when_a_failed_line_heals(guard: Guard, fact: str, reason: str) -> None:
    verdict = guard(bind_facts(**{fact: line(passed=False, turns_green=AT + DAY)}), rules())

    assert (gist(verdict), verdict.not_before) == (f"refuse {reason}", AT + DAY)


@every_line
def test_the_portals_detail_is_escaped(guard: Guard, fact: str, reason: str) -> None:
    verdict = guard(bind_facts(**{fact: line(passed=False, detail="CO\u202e\x1b[2J")}), rules())

    assert gist(verdict) == f"refuse {reason} CO\\u202e\\u001b[2J"


def test_a_failed_line_that_we_do_not_know_refuses_in_the_portals_words() -> None:
    unread = (Check("At least 3 videos", passed=False), Check("Tax form\u200b", passed=False))

    verdict = portal_criteria(bind_facts(unread_checks=unread), rules())

    assert gist(verdict) == "refuse portal_criterion At least 3 videos; Tax form\\u200b"


def test_a_passed_line_that_we_do_not_know_is_no_objection() -> None:
    verdict = portal_criteria(bind_facts(unread_checks=(Check("At least 3 videos", passed=True),)), rules())

    assert gist(verdict) == "allow"


def test_before_the_list_is_read_its_unknown_lines_are_not_asked() -> None:
    verdict = portal_criteria(unasked_facts(), rules())

    assert gist(verdict) == "not_asked"


def test_a_moment_to_come_is_when_it_turns_green_and_no_measurement() -> None:
    told = line(passed=False, detail="2026-11-24 02:57", turns_green=AT + DAY)

    verdict = cooldown(bind_facts(cooled_down=told), rules())

    assert (verdict.measured, verdict.not_before) == ("", AT + DAY)
