"""A content check is begun once, waited for by looking, read whole, and what it found is a list that gets shorter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import ACCOUNT, ALICE, AUDIT, REQUEST, SHOP, START, Press, portal_down
from flow_bench import Bench

from agent.domain.content_audit import AuditEnd, Finding, Objection
from agent.domain.identity import AccountId, ShopId
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.reason import Reason
from agent.domain.record import Record
from agent.errors import Code

pytestmark = pytest.mark.fast
FAITH = Finding("8510000000000000001", Objection.RELIGION, "https://www.tiktok.com/@alice.home/video/1", "Religion")
CURE = Finding("8510000000000000002", Objection.FALSE_ADVERTISING, "https://www.tiktok.com/@alice.home/video/2", "Cure")
LOOK = replace(AUDIT, start=False)
Trouble = Callable[[Bench], object]


@pytest.fixture
def bench(bench: Bench) -> Bench:
    bench.portal.found = (FAITH, CURE)
    return bench


def end(record: Record) -> AuditEnd:
    (told,) = record.audits
    return told


def posts(findings: tuple[Finding, ...]) -> list[str]:
    return [one.post_id for one in findings]


def test_a_check_is_begun_and_what_it_finds_is_kept(bench: Bench) -> None:
    record = bench.run(AUDIT)

    assert (record.outcome, record.exit, record.submitted) == (Outcome.DONE, 0, "yes")
    assert posts(end(record).unresolved) == [FAITH.post_id, CURE.post_id]
    assert end(record).fresh == {FAITH.post_id, CURE.post_id}
    assert (bench.portal.clicks, bench.states()) == (1, [ClaimState.DONE])


def test_a_check_that_runs_is_waited_for(bench: Bench) -> None:
    bench.portal.runs_for = timedelta(minutes=3)

    assert not end(bench.run(AUDIT)).running
    assert bench.clock.now() >= START + timedelta(minutes=3)


def test_one_that_never_ends_is_told_and_not_begun_again(bench: Bench) -> None:
    bench.portal.runs_for = timedelta(days=365)

    first, again = bench.run(AUDIT), bench.run(AUDIT)

    assert (end(first).running, end(again).running) == (True, True)
    assert (first.outcome, again.outcome, again.exit) == (Outcome.DONE, Outcome.ALREADY, 0)
    assert bench.portal.clicks == 1


def test_a_later_run_reads_what_an_earlier_one_began(bench: Bench) -> None:
    bench.portal.runs_for = timedelta(hours=1)
    bench.run(AUDIT)
    bench.clock.moment += timedelta(hours=1)

    record = bench.run(LOOK)

    assert (record.outcome, bench.portal.clicks) == (Outcome.ALREADY, 1)
    assert posts(end(record).unresolved) == [FAITH.post_id, CURE.post_id]


def test_what_a_second_check_finds_no_more_is_resolved(bench: Bench) -> None:
    bench.run(AUDIT)
    bench.portal.found = (CURE,)

    record = bench.run(AUDIT)

    assert (bench.portal.clicks, record.outcome) == (2, Outcome.DONE)
    assert (posts(end(record).unresolved), posts(end(record).resolved)) == ([CURE.post_id], [FAITH.post_id])
    assert end(record).fresh == frozenset()


def test_to_look_begins_nothing_and_tells_what_is_known(bench: Bench) -> None:
    never = bench.run(LOOK)
    bench.run(AUDIT)

    known = bench.run(LOOK)

    assert (never.outcome, end(never).check_id) == (Outcome.NOTHING_TO_DO, "")
    assert (known.outcome, posts(end(known).unresolved)) == (Outcome.ALREADY, [FAITH.post_id, CURE.post_id])
    assert bench.portal.clicks == 1


def test_a_rehearsal_begins_nothing(bench: Bench) -> None:
    record = bench.run(replace(AUDIT, dry_run=True))

    assert (record.outcome, bench.portal.clicks, bench.states()) == (Outcome.PLANNED, 0, [])


def test_a_lost_answer_is_looked_up_and_not_repeated(bench: Bench) -> None:
    bench.portal.presses = [Press(breaks=portal_down())]

    record = bench.run(AUDIT)

    assert (record.outcome, bench.portal.clicks, len(end(record).unresolved)) == (Outcome.DONE, 1, 2)


def test_a_press_without_effect_may_be_tried_again_later(bench: Bench) -> None:
    bench.portal.presses = [Press(commits=False, breaks=portal_down())]

    first, second = bench.run(AUDIT), bench.run(AUDIT)

    assert (first.code, first.exit, second.outcome) == (Code.E_NOT_APPLIED, 14, Outcome.DONE)
    assert len(bench.portal.shown(Kind.CONTENT_CHECK)) == 1


def test_two_checks_of_one_press_are_told(bench: Bench) -> None:
    bench.portal.presses = [Press(times=2)]

    assert bench.run(AUDIT).code is Code.E_EFFECT_MISMATCH


def _other_account(bench: Bench) -> None:
    bench.portal.creator = AccountId("7100000000000000999")


def _gone(bench: Bench) -> None:
    bench.portal.known = False


def _other_shop(bench: Bench) -> None:
    bench.portal.stands_in = ShopId("7495000000000000099")


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (_other_account, Code.E_TARGET_CHANGED),
        (_gone, Code.E_TARGET_NOT_PROVEN),
        (_other_shop, Code.E_WRONG_SHOP),
        (lambda bench: setattr(bench.portal, "moved", "7495000000000000099"), Code.E_WRONG_SHOP),
        (lambda bench: setattr(bench.portal, "cut_findings", 99), Code.E_PORTAL_DOWN),
    ],
)
def test_what_is_not_whole_and_of_this_account_is_not_kept(bench: Bench, trouble: Trouble, code: Code) -> None:
    bench.portal.runs_for = timedelta(minutes=30)
    bench.run(AUDIT)
    bench.clock.moment += timedelta(hours=1)
    trouble(bench)

    record = bench.run(LOOK)

    assert (record.code, record.audits) == (code, ())
    assert bench.ask("audit", SHOP.id, ACCOUNT) is None


def test_half_a_list_is_read_again(bench: Bench) -> None:
    bench.portal.cut_findings = 1

    assert len(end(bench.run(AUDIT)).unresolved) == 2


def test_findings_are_said_before_a_bind(bench: Bench) -> None:
    bench.run(AUDIT)

    record = bench.bind(REQUEST)

    warned = [one.reason for one in record.decision.verdicts if one.reason] if record.decision else []
    assert (record.outcome, Reason.CONTENT_FINDINGS in warned) == (Outcome.DONE, True)


def test_a_forgotten_creator_is_counted_and_no_longer_named(bench: Bench) -> None:
    bench.run(AUDIT)

    bench.ask("forget", ACCOUNT)

    kept = bench.ask("audit", SHOP.id, ACCOUNT)
    assert (kept.handle, kept.findings, kept.open_count) == ("", (), 2)
    assert bench.ledger.check() == []
    assert ALICE.handle not in str(bench.ask("events", SHOP.id))
