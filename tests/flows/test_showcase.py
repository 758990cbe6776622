"""Filling a showcase: what is left of a day, what blocks what, and what a second run finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fakes import ACCOUNT, ADD, NEW, REMOVE, SHELVED, FakeClock, Killed, Press
from flow_bench import Bench
from told import all_that_is_told

from agent.domain.facts import Egress
from agent.domain.identity import AccountId, Handle, Target
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.reason import Reason
from agent.domain.record import Record, ShowcaseRequest
from agent.errors import AskPerson, Code, CompanionError, MendHost, TryLater
from agent.flows.product_ends import cut_short

pytestmark = pytest.mark.fast
NO_AFFILIATE = "This is not an affiliate product. Contact the seller to register it in the affiliate programme."
MORE = tuple(f"17294000000000002{n:02}" for n in range(60))
POINTS = ("CP09", "CP10", "CP15", "CP16", "CP17")


@pytest.fixture
def bench() -> Bench:
    made = Bench()
    made.ready(ADD)
    return made


def outcomes(record: Record) -> list[Outcome]:
    return [one.outcome for one in record.products]


def spent(bench: Bench, day: str) -> int:
    return int(bench.ask("spent", "showcase_adds", ACCOUNT, day))


def test_what_is_added_is_found_by_the_next_run(bench: Bench) -> None:
    first, again = bench.run(ADD), bench.run(ADD)

    assert (first.outcome, first.submitted, again.outcome, again.submitted) == ("DONE", "yes", "ALREADY", "no")
    assert (bench.portal.clicks, bench.portal.shelf()[0], bench.states()) == (1, NEW, [ClaimState.DONE])


def test_a_count_that_cannot_be_kept_hides_no_press(bench: Bench) -> None:
    async def no_room(_: object) -> None:
        raise MendHost(Code.E_DISK_FULL)

    bench.portal.at_press = lambda: setattr(bench.ledger, "see_shelf", no_room)

    record = bench.run(ADD)

    assert (record.outcome, record.exit, record.submitted) == (Outcome.DONE, 0, "yes")
    assert record.products[0].submitted == "yes"


def test_what_could_not_be_begun_after_a_press_is_told_and_the_press_too(bench: Bench) -> None:
    done = bench.run(ADD)

    record = cut_short(done, AskPerson(Code.E_SESSION_EXPIRED, detail="no_session"))

    assert (record.outcome, record.exit, record.submitted) == (Outcome.NEEDS_PERSON, 23, "yes")
    assert cut_short(record, TryLater(Code.E_BUSY)) == record


def test_what_the_portal_refuses_is_told_in_its_words_and_blocks_nothing(bench: Bench) -> None:
    bench.portal.against = {MORE[0]: NO_AFFILIATE, MORE[1]: "No product is found.", MORE[2]: "Not today."}

    record = bench.run(replace(ADD, adds=(*MORE[:3], NEW)))

    assert [one.code for one in record.products] == [Code.B_NOT_ELIGIBLE, Code.B_NOT_ELIGIBLE, Code.B_REJECTED, None]
    assert [one.note for one in record.products][:3] == [NO_AFFILIATE, "No product is found.", "Not today."]
    assert (record.exit, record.submitted, bench.portal.shelf()[0]) == (40, "yes", NEW)


def test_the_fifty_first_product_of_a_day_is_refused_until_the_shop_s_midnight(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    record = bench.run(replace(ADD, adds=MORE))

    assert outcomes(record) == [Outcome.DONE] * 50 + [Outcome.REFUSED] * 10
    assert (record.code, record.exit, record.submitted, bench.portal.clicks) == (Code.G_QUOTA, 33, "yes", 50)
    assert record.not_before == datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert (spent(bench, "2026-11-23"), bench.states()) == (50, [ClaimState.DONE] * 50)
    assert "showcase adds of today are used up (50/50)" in all_that_is_told(record, capsys)


def test_a_list_that_is_spread_goes_on_the_next_day_and_forgets_nothing(bench: Bench) -> None:
    spread = replace(ADD, adds=MORE, spreads=True)
    first = bench.run(spread)
    bench.clock.moment += timedelta(days=1)

    second = bench.run(spread)

    assert (first.exit, outcomes(first)[49:51], first.products[59].due) == (
        0,
        [Outcome.DONE, Outcome.PLANNED],
        datetime(2026, 11, 24, 6, tzinfo=UTC),
    )
    assert (second.exit, set(outcomes(second)[50:]), bench.portal.clicks) == (0, {Outcome.DONE}, 60)
    assert (spent(bench, "2026-11-23"), spent(bench, "2026-11-24")) == (50, 10)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-24T05:57:00", "2026-11-23"),
        ("2026-11-24T06:00:01", "2026-11-24"),
        ("2026-11-23T23:00:00", "2026-11-23"),
    ],
)
def test_a_day_is_the_shop_s_own_whatever_day_it_is_elsewhere(
    moment: str, day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = Bench(FakeClock(datetime.fromisoformat(moment).replace(tzinfo=UTC)))
    bench.ready(ADD)

    record = bench.run(ADD)

    assert (record.exit, record.submitted, bench.states()) == (0, "yes", [ClaimState.DONE])
    assert spent(bench, day) == 1
    assert "Done: @alice.home" in all_that_is_told(record, capsys)


def test_what_may_reach_the_portal_after_midnight_counts_for_both_days(capsys: pytest.CaptureFixture[str]) -> None:
    bench = Bench(FakeClock(datetime(2026, 11, 24, 5, 58, 30, tzinfo=UTC)))
    bench.ready(ADD)

    record = bench.run(ADD)

    assert (record.exit, record.submitted, bench.states()) == (0, "yes", [ClaimState.DONE])
    assert (spent(bench, "2026-11-23"), spent(bench, "2026-11-24")) == (1, 1)
    assert "Done: @alice.home" in all_that_is_told(record, capsys)


def test_what_the_creator_added_by_hand_is_not_there_for_us(bench: Bench) -> None:
    other = Bench(bench.clock)
    other.portal = bench.portal
    other.run(replace(ADD, adds=MORE[:45]))

    record = bench.run(replace(ADD, adds=(*MORE[45:], NEW)))

    assert outcomes(record).count(Outcome.DONE) == 5
    assert (bench.portal.added_today(), record.code) == (50, Code.G_QUOTA)


def test_a_press_that_nobody_can_settle_counts_as_used_and_stops_the_rest(bench: Bench) -> None:
    bench.portal.blind_after_press = True

    record = bench.run(replace(ADD, adds=(NEW, MORE[0])))

    assert (record.code, record.exit, len(record.products)) == (Code.E_OUTCOME_UNKNOWN, 20, 1)
    assert (spent(bench, "2026-11-23"), bench.portal.clicks, bench.states()) == (1, 1, [ClaimState.UNKNOWN])


def test_an_add_that_is_proven_not_to_have_happened_may_be_tried_by_a_later_run(bench: Bench) -> None:
    bench.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]
    first = bench.run(ADD)

    again = bench.run(ADD)

    assert (first.code, first.exit, again.outcome) == (Code.E_NOT_APPLIED, 14, Outcome.DONE)
    assert [one.key.n for one in bench.ask("claims")] == [0, 1]
    assert spent(bench, "2026-11-23") == 2


def test_a_product_that_somebody_took_out_may_be_added_anew(bench: Bench) -> None:
    bench.run(ADD)
    bench.portal.effects.clear()
    bench.clock.moment += timedelta(hours=1)

    record = bench.run(ADD)

    assert (record.outcome, [one.key.n for one in bench.ask("claims")]) == (Outcome.DONE, [0, 1])
    assert bench.ledger.check() == []


@pytest.mark.parametrize(("act", "exit_"), [(ADD, 0), (REMOVE, 21)], ids=["added", "taken out"])
@pytest.mark.parametrize("minutes", [2, 30])
def test_what_was_done_is_not_done_anew_because_the_showcase_shown_is_an_old_one(
    bench: Bench, act: ShowcaseRequest, exit_: int, minutes: int
) -> None:
    bench.run(act)
    bench.clock.moment += timedelta(minutes=minutes)
    bench.portal.lag = timedelta(minutes=minutes + 1)

    record = bench.run(act)

    assert (record.exit, bench.portal.clicks, bench.states()) == (exit_, 1, [ClaimState.DONE])


def test_taken_out_and_added_again_each_is_a_new_intention(bench: Bench) -> None:
    runs = [bench.run(one) for one in (REMOVE, replace(ADD, adds=(SHELVED,)), REMOVE, replace(ADD, adds=(SHELVED,)))]

    assert [one.outcome for one in runs[:2]] == [Outcome.DONE, Outcome.DONE]
    assert [one.key.n for one in bench.ask("claims")][:2] == [0, 0]
    assert bench.ledger.check() == []


def test_only_what_the_list_does_not_name_goes_and_only_where_that_was_asked_for(bench: Bench) -> None:
    kept, asked = replace(ADD, adds=(SHELVED, NEW)), replace(ADD, adds=(SHELVED, NEW), only_these=True)
    bench.run(kept)
    before = bench.portal.shelf()

    bench.run(asked)

    assert len(before) == 4
    assert sorted(bench.portal.shelf()) == sorted((SHELVED, NEW))


def test_what_refuses_one_press_refuses_them_all_and_asks_the_portal_no_more(bench: Bench) -> None:
    bench.portal.egress = Egress(("US", "US"))
    bench.portal.against = {MORE[0]: NO_AFFILIATE}

    record = bench.run(replace(ADD, adds=(NEW, MORE[0]), removes=(SHELVED,)))

    assert outcomes(record) == [Outcome.REFUSED] * 3
    assert (record.code, record.exit, record.submitted, bench.portal.clicks) == (Code.G_REGION, 30, "no", 0)


@pytest.mark.parametrize("spreads", [True, False])
def test_the_official_account_is_refused_without_a_browser(bench: Bench, *, spreads: bool) -> None:
    record = bench.run(replace(ADD, target=Target(Handle("Casa.Aurora")), spreads=spreads))

    assert (record.code, record.exit, record.submitted) == (Code.G_NOT_ELIGIBLE, 38, "no")
    assert record.objections == {Reason.SHOP_PAGE_SYNCED}


def test_without_the_creator_s_session_nothing_is_pressed(bench: Bench) -> None:
    bench.portal.creator_session = False

    record = bench.run(ADD)

    assert (record.code, record.exit, bench.portal.clicks) == (Code.E_SESSION_EXPIRED, 23, 0)


def test_a_session_of_somebody_else_is_found_out(bench: Bench) -> None:
    bench.portal.creator = AccountId("7100000000000000999")

    record = bench.run(ADD)

    assert (record.code, record.exit, bench.portal.clicks, bench.states()) == (Code.E_TARGET_CHANGED, 24, 0, [])


def test_a_dry_run_walks_to_each_button_and_presses_none(bench: Bench) -> None:
    record = bench.run(replace(ADD, adds=(NEW, MORE[0]), dry_run=True))

    assert outcomes(record) == [Outcome.PLANNED] * 2
    assert (record.outcome, record.exit, bench.portal.clicks, bench.states()) == (Outcome.PLANNED, 0, 0, [])


@pytest.mark.parametrize("nth", [0, 2, 4])
@pytest.mark.parametrize("point", POINTS)
def test_a_run_killed_at_any_product_is_completed_by_the_next(bench: Bench, point: str, nth: int) -> None:
    five = replace(ADD, adds=MORE[:5])
    bench.run(replace(ADD, adds=MORE[:nth]))
    with pytest.raises((Killed, CompanionError)):
        bench.fill(five, kill_at=point)
    bench.clock.moment += timedelta(minutes=11)

    record = bench.run(five)

    assert (record.exit, sorted(one.item for one in bench.portal.effects)) == (0, sorted(MORE[:5]))
    assert 5 <= spent(bench, "2026-11-23") <= 6
    assert bench.ledger.check() == []
