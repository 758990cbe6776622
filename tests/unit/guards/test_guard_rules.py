"""What every guard file keeps to: pure, alone, asked by some table; and every reason is somebody's."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from facts_builder import (
    AT,
    MINUTE,
    NEVER,
    RED,
    UNTOLD,
    bind_facts,
    code_facts,
    echoes,
    held,
    promotion_facts,
    rules,
    seen,
    showcase_facts,
    unlink_facts,
)
from fakes import CODE, DEAL, OLD, SHOP

import agent
from agent.domain.drift import Walk, Walks
from agent.domain.facts import Facts, SessionSeen
from agent.domain.identity import Handle, Target
from agent.domain.promotion import Lowest, Tool
from agent.domain.reason import Reason
from agent.domain.seen import Check, Slots
from agent.domain.unlinking import Way
from agent.guards import judge as judging
from agent.guards.judge import BIND, PROMOTION, PROMOTION_STOP, SHOWCASE, SHOWCASE_REMOVE, UNLINK, Guard, judge

pytestmark = pytest.mark.fast

AGENT = Path(agent.__file__).parent
NO_GUARD = {"__init__", "judge", "portal_says"}
GUARDS = sorted(file for file in (AGENT / "guards").glob("*.py") if file.stem not in NO_GUARD)
PURE = ("__future__", "typing", "datetime", "zoneinfo", "re", "agent.domain", "agent.guards.portal_says")
each_guard = pytest.mark.parametrize("file", GUARDS, ids=lambda file: file.stem)


def _nodes(file: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def _imports(file: Path) -> set[str]:
    plain = (name.name for node in _nodes(file) if isinstance(node, ast.Import) for name in node.names)
    return {*plain, *(node.module or "" for node in _nodes(file) if isinstance(node, ast.ImportFrom))}


def _calls(file: Path) -> set[str]:
    called = (node.func for node in _nodes(file) if isinstance(node, ast.Call))
    return {getattr(one, "id", "") or getattr(one, "attr", "") for one in called}


@each_guard
def test_a_guard_is_asked_by_some_table(file: Path) -> None:
    asked = {guard.__name__: guard for guard in (*BIND, *UNLINK, *SHOWCASE, *PROMOTION)}

    assert asked[file.stem].__module__ == f"agent.guards.{file.stem}"


@each_guard
def test_a_guard_imports_nothing_but_values_and_the_language(file: Path) -> None:
    strangers = {name for name in _imports(file) if not name.startswith(PURE)}

    assert strangers == set()


@each_guard
def test_a_guard_has_no_clock_and_touches_nothing(file: Path) -> None:
    assert _calls(file).isdisjoint({"now", "utcnow", "today", "open", "print", "getenv", "__import__"})


@each_guard
def test_a_guard_says_what_it_is_for(file: Path) -> None:
    story = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""

    assert story.startswith(("Refuse", "Warn"))


def test_permits_are_issued_by_the_judge_alone() -> None:
    issuers = [file for file in AGENT.rglob("*.py") if "Permit" in _calls(file)]

    assert issuers == [Path(judging.__file__)]


def test_no_guard_is_asked_twice_about_one_act() -> None:
    tables = (BIND, UNLINK, SHOWCASE, SHOWCASE_REMOVE, PROMOTION, PROMOTION_STOP)

    assert [len(set(table)) for table in tables] == [len(table) for table in tables]


def _bind(**changes: Any) -> tuple[tuple[Guard, ...], Facts]:
    return BIND, bind_facts(**changes)


def _unlink(used: int, left: int) -> tuple[tuple[Guard, ...], Facts]:
    return UNLINK, unlink_facts(unlinks_used=held(used), unlinks_left=seen(left))


def _promote(**changes: Any) -> tuple[tuple[Guard, ...], Facts]:
    return PROMOTION, promotion_facts(wanted=replace(DEAL, **changes))


LOW = Lowest(DEAL.products[0], Decimal(9), "export", AT.date())
PROVOKED = {
    Reason.PROMOTION_NAME: _promote(name="x" * 101),
    Reason.NAME_TAKEN: _promote(name=OLD.name),
    Reason.PROMOTION_CODE: (PROMOTION, code_facts(wanted=replace(CODE, code="x"))),
    Reason.PROMOTION_PERCENT: _promote(tool=Tool.PRODUCT_DISCOUNT, percent=100),
    Reason.PROMOTION_START: _promote(
        starts=AT, ends=AT + timedelta(hours=1), tool=Tool.LIVE_CODE, code="LIVE", quota=1
    ),
    Reason.PROMOTION_LENGTH: _promote(ends=DEAL.starts + MINUTE),
    Reason.PRICE_NOT_LOWER: _promote(lowest=(LOW,)),
    Reason.PRICE_HISTORY_UNKNOWN: _promote(percent=5),
    Reason.CREATOR_DEAL: _promote(tool=Tool.CREATOR_LIVE_FLASH, ends=DEAL.starts + 9 * MINUTE),
    Reason.CLAIM_RULES: (PROMOTION, code_facts(wanted=replace(CODE, quota=1, per_customer=2))),
    Reason.DEALS_OVERLAP: (PROMOTION, promotion_facts(others=(replace(DEAL, name="Twin"),))),
    Reason.CAMPAIGN_SCORE: (PROMOTION, promotion_facts(credit_score=seen(79))),
    Reason.NOT_OFFERED: (PROMOTION, promotion_facts(offered=seen(()))),
    Reason.NETWORK_REGION: _bind(egress=echoes("US", "US")),
    Reason.EGRESS_UNVERIFIED: _bind(egress=UNTOLD),
    Reason.ACCOUNT_REGION: _bind(region_matches=RED),
    Reason.OWNER_AGE: _bind(owner_adult=RED),
    Reason.ACCOUNT_STATUS: _bind(status_normal=RED),
    Reason.VIOLATION_ON_RECORD: _bind(no_violation=RED),
    Reason.BOUND_ELSEWHERE: _bind(not_elsewhere=RED),
    Reason.COOLING_DOWN: _bind(last_unlinked=held(AT)),
    Reason.HISTORY_UNKNOWN: _bind(last_unlinked=UNTOLD, cooled_down=UNTOLD),
    Reason.LINK_RATE_ACCOUNT: _bind(links_of_account=held(10)),
    Reason.LINK_RATE_SHOP: _bind(links_of_shop=held(10)),
    Reason.NO_FREE_SLOT: _bind(slots=seen(Slots(4, 4))),
    Reason.OFFICIAL_ACCOUNT: _bind(target=Target(Handle("CASA.aurora"))),
    Reason.CREDIT_SCORE_LOW: _bind(credit_score=seen(76)),
    Reason.PERMISSION_FROZEN: _bind(frozen=held(("8210000000000000001",))),
    Reason.CATEGORY_MISMATCH: _bind(account_category=seen("Electronics")),
    Reason.INVITATION_PENDING: _bind(no_open_invitation=RED),
    Reason.NO_CONSENT: _bind(consent=UNTOLD),
    Reason.CLOCK_SKEW: _bind(skew=UNTOLD),
    Reason.CLOCK_DISAGREES: _bind(skew=seen(AT - AT.replace(hour=0))),
    Reason.WRONG_SESSION: _bind(session=seen(SessionSeen("888", SHOP.id))),
    Reason.PORTAL_CRITERION: _bind(unread_checks=(Check("At least 3 videos", passed=False),)),
    Reason.NOT_TOLD: _bind(owner_adult=UNTOLD),
    Reason.PRESS_CAP: _bind(presses_today=held(20)),
    Reason.CHALLENGED: _bind(last_challenge=held(AT)),
    Reason.OUTSIDE_PRESS_HOURS: _bind(hours_begin=held(AT)),
    Reason.PROFILE_UNVERIFIED: _bind(verified_profile=NEVER),
    Reason.PORTAL_NOT_WALKED: _bind(pages_walked=held(Walks(needed=True))),
    Reason.PORTAL_DRIFTED: _bind(
        pages_walked=held(Walks(needed=True, kept=(Walk(SHOP.id, "f", "", AT, ("dialog.send",)),)))
    ),
    Reason.UNLINKS_USED_UP: _unlink(3, 0),
    Reason.LAST_UNLINK: _unlink(2, 1),
    Reason.UNLINKS_NOT_TOLD: (UNLINK, unlink_facts(unlinks_left=UNTOLD)),
    Reason.UNLINK_COUNTERS_DISAGREE: _unlink(2, 2),
    Reason.LINKED_TOO_RECENTLY: (UNLINK, unlink_facts(last_linked=seen(AT))),
    Reason.OPEN_ORDERS: (UNLINK, unlink_facts(no_open_orders=RED)),
    Reason.UNLINK_REQUEST_OPEN: (UNLINK, unlink_facts(request_due=seen(AT))),
    Reason.NO_UNLINK_REQUEST: (UNLINK, unlink_facts(way=Way.APPROVE)),
    Reason.SHOWCASE_NOT_KEPT: (UNLINK, unlink_facts(showcase_kept=UNTOLD)),
    Reason.SHOWCASE_QUOTA: (SHOWCASE, showcase_facts(adds_today=held(50))),
    Reason.SHOP_PAGE_SYNCED: (SHOWCASE, showcase_facts(target=Target(Handle("CASA.aurora")))),
}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_given_by_some_guard_and_by_it_alone(reason: Reason) -> None:
    table, facts = PROVOKED[reason]

    given = {one.reason for one in judge(table, facts, rules()).verdicts}

    assert given == {None, reason}


def test_every_fact_makes_a_difference_to_some_guard() -> None:
    read = set(chain.from_iterable(_attributes(file) for file in GUARDS))

    asked = {name for kind in Facts.__subclasses__() for name in kind.__dataclass_fields__}
    assert asked - read == set()


def _attributes(file: Path) -> set[str]:
    return {node.attr for node in _nodes(file) if isinstance(node, ast.Attribute)}
