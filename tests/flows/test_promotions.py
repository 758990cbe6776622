"""A promotion is published once and ended once, whatever happens; what refuses it is said before anything is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from fakes import CODE, DEAL, LOGIN, OLD, PAN, POT, PUBLISH, SHOP, STOP, Press, portal_down
from flow_bench import Bench
from told import all_that_is_told

from agent.domain.facts import Egress
from agent.domain.identity import RunId, ShopId
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.promotion import Lowest, PromotionState, Tool
from agent.domain.reason import Reason
from agent.domain.record import PromotionRequest
from agent.domain.seen import Said
from agent.domain.telling import news_of
from agent.domain.violation import Standing, System
from agent.errors import Code, MendHost, TryLater

pytestmark = pytest.mark.fast
each_act = pytest.mark.parametrize("act", [PUBLISH, STOP], ids=["create", "stop"])
Trouble = Callable[[Bench], object]


@each_act
def test_it_is_done_once_and_said_by_name(bench: Bench, act: Any, capsys: pytest.CaptureFixture[str]) -> None:
    record = bench.run(act)

    assert (record.outcome, record.exit, record.submitted) == (Outcome.DONE, 0, "yes")
    assert (bench.portal.clicks, bench.states()) == (1, [ClaimState.DONE])
    assert f"Done: {record.about} → Casa Aurora MX" in all_that_is_told(record, capsys)


@each_act
def test_asked_twice_it_is_one_intention(bench: Bench, act: Any) -> None:
    bench.run(act)

    again = bench.run(act)

    assert (again.outcome, again.exit, again.submitted, bench.portal.clicks) == (Outcome.ALREADY, 0, "no", 1)


def test_what_was_published_stays_so_when_its_start_has_passed(bench: Bench) -> None:
    bench.run(PUBLISH)
    bench.clock.moment = DEAL.starts + timedelta(hours=1)

    assert bench.run(PUBLISH).outcome is Outcome.ALREADY


def test_another_promotion_of_the_same_name_is_refused(bench: Bench) -> None:
    bench.run(PUBLISH)

    record = bench.run(replace(PUBLISH, wanted=replace(DEAL, percent=30)))

    assert (record.code, record.objections, bench.portal.clicks) == (Code.G_CONFLICT, {Reason.NAME_TAKEN}, 1)


def test_a_name_is_no_handle_that_an_account_could_be_pinned_by(bench: Bench) -> None:
    bench.run(replace(PUBLISH, wanted=replace(DEAL, name="alice.home")))

    assert bench.ask("pinned", "alice.home") is None


@each_act
def test_a_rehearsal_claims_and_presses_nothing(bench: Bench, act: Any) -> None:
    record = bench.run(replace(act, dry_run=True))

    assert (record.outcome, bench.portal.clicks, bench.states()) == (Outcome.PLANNED, 0, [])


def test_the_final_prices_are_told_with_what_is_known_of_the_lowest(bench: Bench) -> None:
    low = Lowest(PAN, Decimal("300.00"), "order export", DEAL.starts.date() - timedelta(days=9))
    wanted = replace(DEAL, products=(PAN, POT), lowest=(low,))

    record = bench.run(PromotionRequest(SHOP, wanted, dry_run=True))

    told = [(str(one.offered.price), str(one.final), one.lowest) for one in record.quotes]
    assert told == [("349.00 MXN", "279.20 MXN", low), ("899.00 MXN", "719.20 MXN", None)]


def test_prices_that_have_moved_since_they_were_agreed_to_are_shown_again(bench: Bench) -> None:
    agreed = bench.promote(PUBLISH, dry_run=True).quotes
    bench.portal.prices[PAN] = "399.00"

    record = bench.run(replace(PUBLISH, agreed=agreed))

    assert (record.code, record.exit, bench.portal.clicks) == (Code.G_PLAN_STALE, 35, 0)


def test_what_the_file_alone_shows_needs_no_browser(bench: Bench) -> None:
    never_there(bench)
    creator = replace(DEAL, tool=Tool.CREATOR_LIVE_FLASH, ends=DEAL.starts + timedelta(minutes=10))

    record = bench.run(PromotionRequest(SHOP, creator))

    assert (record.code, record.objections) == (Code.G_NOT_ELIGIBLE, {Reason.CREATOR_DEAL})
    assert len(bench.portal.failing_reads) == 3


def test_a_low_score_is_seen_before_the_form_is_filled_in(bench: Bench) -> None:
    bench.portal.standing = Standing(System.CREDIT_SCORE, 79)

    record = bench.run(PUBLISH)

    assert (record.objections, bench.portal.filled) == ({Reason.CAMPAIGN_SCORE}, {})


def test_a_code_for_all_linked_accounts_is_published(bench: Bench) -> None:
    record = bench.run(PromotionRequest(SHOP, CODE))

    assert (record.outcome, record.quotes) == (Outcome.DONE, ())


def never_there(bench: Bench) -> None:
    bench.portal.failing_reads = [portal_down() for _ in range(3)]


def of_another_shop(bench: Bench) -> None:
    bench.portal.stands_in = ShopId("7495000000000000099")


def abroad(bench: Bench) -> None:
    bench.portal.egress = Egress(("US", "US"))


def a_wrong_clock(bench: Bench) -> None:
    bench.portal.skew = timedelta(days=-2)


def taken(bench: Bench) -> None:
    bench.ask("lease", LOGIN.id, "dashboard/run-0", timedelta(minutes=10))


def late(bench: Bench) -> None:
    bench.portal.thinking = [timedelta(minutes=11)]


def refuse(bench: Bench, method: str, error: Exception) -> None:
    """The ledger does not take what this method would write."""

    async def refused(*_: object, **__: object) -> Any:
        raise error

    setattr(bench.ledger, method, refused)


def without_room(bench: Bench) -> None:
    refuse(bench, "claim", MendHost(Code.E_DISK_FULL, path="ledger"))


@each_act
@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (never_there, Code.E_PORTAL_DOWN),
        (of_another_shop, Code.E_WRONG_SHOP),
        (abroad, Code.G_REGION),
        (a_wrong_clock, Code.G_CLOCK),
        (taken, Code.E_BUSY),
        (late, Code.E_BUSY),
        (without_room, Code.E_DISK_FULL),
    ],
)
def test_before_the_claim_nothing_is_sent(bench: Bench, act: Any, trouble: Trouble, code: Code) -> None:
    trouble(bench)

    record = bench.run(act)

    assert (record.code, record.submitted, record.whom) == (
        code,
        "no",
        PUBLISH.wanted.name if act is PUBLISH else OLD.name,
    )
    assert (bench.portal.clicks, bench.states()) == (0, [])


@each_act
def test_what_cannot_be_written_down_is_looked_up_by_the_next_run(bench: Bench, act: Any) -> None:
    refuse(bench, "settle", TryLater(Code.E_BUSY))
    record = bench.run(act)
    del bench.ledger.settle

    again = bench.run(act)

    assert (record.exit, record.submitted, again.exit) == (20, "maybe", 0)
    assert (bench.states(), bench.portal.clicks) == ([ClaimState.DONE], 1)


@each_act
def test_what_did_not_happen_waits_for_a_person_and_then_goes_on(
    bench: Bench, act: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]
    first, second = bench.run(act), bench.run(act)
    (claim,) = bench.ask("claims")
    told = all_that_is_told(first, capsys)
    bench.ask("decide", claim.intent, ClaimState.NOT_DONE, "Ana", "looked in Seller Center")

    third = bench.run(act)

    assert [one.exit for one in (first, second, third)] == [20, 20, 0]
    assert (bench.portal.clicks, f"--intent {claim.intent} --decide" in told) == (2, True)


@each_act
@pytest.mark.parametrize("seconds", [5, 90, 180, 900])
def test_a_late_promotion_is_never_sent_again_but_written_down(bench: Bench, act: Any, seconds: int) -> None:
    bench.portal.presses = [Press(after=timedelta(seconds=seconds), breaks=TimeoutError("click"))]
    first = bench.run(act)
    bench.clock.moment += timedelta(seconds=seconds)

    record = bench.run(act)

    assert (first.exit in {0, 20}, record.exit, bench.states()) == (True, 0, [ClaimState.DONE])
    assert (len(bench.portal.effects), bench.portal.clicks) == (1, 1)


@pytest.mark.parametrize("cut", [1, 10_000])
def test_half_a_list_proves_nothing(bench: Bench, cut: int) -> None:
    bench.portal.presses = [Press(commits=False)]
    bench.portal.blind_after_press = cut > 1

    record = bench.run(PUBLISH)

    state = ClaimState.UNKNOWN if cut > 1 else ClaimState.NOT_DONE
    assert (record.exit, bench.states()) == (20, [state])


def test_two_of_them_are_told_to_a_person(bench: Bench) -> None:
    bench.portal.presses = [Press(times=2)]

    record = bench.run(PUBLISH)

    assert (record.code, record.outcome) == (Code.E_EFFECT_MISMATCH, Outcome.NEEDS_PERSON)


def test_one_that_is_listed_otherwise_than_asked_is_told_to_a_person(bench: Bench) -> None:
    bench.portal.rounds_to = 25

    record = bench.run(PUBLISH)

    assert (record.code, record.error["detail"]) == (Code.E_EFFECT_MISMATCH, "published_otherwise")
    assert record.submitted == "yes"


def test_a_no_that_is_known_for_one_is_told_with_its_code(bench: Bench) -> None:
    said = "This discount is outside the tool's bounds."
    bench.portal.presses = [Press(commits=False, said=Said.REFUSAL, text=said)]

    record = bench.run(PUBLISH)

    assert (record.code, record.note, bench.states()) == (Code.B_REJECTED, said, [ClaimState.REJECTED])


def test_what_is_over_already_is_not_ended_again(bench: Bench) -> None:
    bench.portal.promotions = (replace(OLD, state=PromotionState.ENDED),)

    record = bench.run(STOP)

    assert (record.outcome, bench.portal.clicks) == (Outcome.ALREADY, 0)


def test_who_names_another_one_ends_none(bench: Bench) -> None:
    record = bench.run(replace(STOP, name="Winter"))

    assert (record.code, record.error["detail"], bench.portal.clicks) == (Code.G_NOT_CONFIRMED, '--confirm "Autumn"', 0)


def test_a_number_that_the_list_does_not_show_is_nobodys(bench: Bench) -> None:
    record = bench.run(replace(STOP, promotion_id="7800000000000000009"))

    assert (record.code, record.error["why"]) == (Code.E_INPUT, "no_such_promotion")


@pytest.mark.parametrize("kind", [Kind.PROMOTION_CREATE, Kind.PROMOTION_STOP])
def test_reconcile_looks_them_up(bench: Bench, kind: Kind) -> None:
    act = PUBLISH if kind is Kind.PROMOTION_CREATE else STOP
    refuse(bench, "settle", TryLater(Code.E_BUSY))
    bench.run(act)
    del bench.ledger.settle

    ((claim, settled),) = bench.reconcile(SHOP)

    assert (claim.key.kind, settled.state, claim.whom) == (kind, ClaimState.DONE, claim.handle)


def test_what_was_published_and_is_listed_no_longer_is_left_to_a_person(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.run(PUBLISH)
    bench.portal.effects.clear()

    record = bench.run(PUBLISH)

    assert (record.code, bench.portal.clicks) == (Code.E_EFFECT_MISMATCH, 1)
    assert "@" not in all_that_is_told(record, capsys)


def test_each_refused_promotion_of_a_day_is_a_piece_of_news(bench: Bench) -> None:
    bench.portal.standing = Standing(System.CREDIT_SCORE, 1)
    other = replace(PUBLISH, wanted=replace(DEAL, name="Pots on Friday"))

    told = [news_of(bench.run(one), RunId("run-1"), bench.clock.now())[0].key for one in (PUBLISH, other)]

    assert len(set(told)) == 2
