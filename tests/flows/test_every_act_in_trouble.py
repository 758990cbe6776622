"""Rows of the fault table that need no page: every irreversible act, in a run to its record."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fakes import (
    ACCOUNT,
    ADD,
    ALICE,
    APPROVE,
    ASK,
    LOGIN,
    PUBLISH,
    REMOVE,
    REQUEST,
    UNLINK,
    FakeClock,
    Press,
    portal_down,
)
from flow_bench import Bench
from told import all_that_is_told

from agent.domain.facts import Egress, Unknown
from agent.domain.identity import AccountId, Handle, ShopId
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.seen import Hit
from agent.domain.verdict import Effect
from agent.errors import EXIT, Code, CompanionError, MendHost, TryLater

pytestmark = pytest.mark.fast
ACTS = [REQUEST, UNLINK, ASK, APPROVE, ADD, REMOVE]
NAMES = ["bind", "unlink", "ask", "approve", "add", "remove"]
each_act = pytest.mark.parametrize("act", ACTS, ids=NAMES)
NETWORK = "network_region"
Trouble = Callable[[Bench], object]


def on_paths(*countries: str) -> Trouble:
    """The echoes tell these countries."""
    return lambda bench: setattr(bench.portal, "egress", Egress(countries))


def silent(bench: Bench) -> None:
    bench.portal.egress = Unknown("an echo gave no country")


def never_there(bench: Bench) -> None:
    bench.portal.failing_reads = [portal_down() for _ in range(3)]


def somebody_works_with_the_login(bench: Bench) -> None:
    bench.ask("lease", LOGIN.id, "dashboard/run-0", timedelta(minutes=10))


def named_twice(bench: Bench) -> None:
    twin = AccountId("7100000000000000199")
    bench.portal.linked.add(twin)
    bench.portal.hits = (*bench.portal.hits, Hit(twin, "alice.home", "Alice"))


def of_another_shop(bench: Bench) -> None:
    bench.portal.stands_in = ShopId("7495000000000000099")


def a_wrong_clock(bench: Bench) -> None:
    bench.portal.skew = timedelta(days=-2)


def without_room(bench: Bench) -> None:
    refuse(bench, "claim", MendHost(Code.E_DISK_FULL, path="ledger"))


def locked(bench: Bench) -> None:
    refuse(bench, "claim", TryLater(Code.E_BUSY, path="ledger.db", detail="ledger_locked"))


def refuse(bench: Bench, method: str, error: CompanionError) -> None:
    """The ledger does not take what this method would write."""

    async def refused(*_: object, **__: object) -> Any:
        raise error

    setattr(bench.ledger, method, refused)


@each_act
@pytest.mark.parametrize(
    ("trouble", "code", "words"),
    [
        pytest.param(never_there, Code.E_PORTAL_DOWN, "does not answer as it should", id="N2"),
        pytest.param(silent, Code.G_EGRESS_UNVERIFIED, "could not be proven in which country", id="E2 silent"),
        pytest.param(on_paths("MX", "US"), Code.G_EGRESS_UNVERIFIED, "(MX,US)", id="E2 disagreeing"),
        pytest.param(on_paths("MX"), Code.G_EGRESS_UNVERIFIED, "could not be proven in which country", id="E2 alone"),
        pytest.param(on_paths("ZZ", "ZZ"), Code.G_EGRESS_UNVERIFIED, "could not be proven in which", id="E2 nowhere"),
        pytest.param(on_paths("US", "US"), Code.G_REGION, "is not in the country of business", id="E3"),
        pytest.param(named_twice, Code.E_TARGET_AMBIGUOUS, "More than one account is found", id="U8"),
        pytest.param(of_another_shop, Code.E_WRONG_SHOP, "7495000000000000", id="I5"),
        pytest.param(a_wrong_clock, Code.G_CLOCK, "-172800 s", id="T1"),
        pytest.param(somebody_works_with_the_login, Code.E_BUSY, "another run is working with the login", id="C2"),
        pytest.param(without_room, Code.E_DISK_FULL, "The disk is full", id="P5a"),
        pytest.param(locked, Code.E_BUSY, "is not to be had just now", id="P7"),
    ],
)
def test_before_the_claim_nothing_is_sent(  # noqa: PLR0913, PLR0917 - a table's columns
    bench: Bench, act: Any, trouble: Trouble, code: Code, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.ready(act)
    trouble(bench)

    record = bench.run(act)

    assert (record.code, record.exit, record.submitted) == (code, EXIT[code], "no")
    assert (bench.portal.clicks, bench.states()) == (0, [])
    assert words in all_that_is_told(record, capsys)


@each_act
def test_a_clock_that_was_set_back_since_the_last_press_sends_nothing(
    bench: Bench, act: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.run(PUBLISH)
    bench.ready(act)
    bench.clock.moment -= timedelta(minutes=10)

    record = bench.run(act)

    assert (record.code, record.exit, record.submitted) == (Code.G_CLOCK, 36, "no")
    assert (bench.portal.clicks, bench.states()) == (1, [ClaimState.DONE])
    assert "earlier than the last press in the ledger" in all_that_is_told(record, capsys)


@each_act
def test_a_clock_that_was_ahead_stops_nobody_once_it_is_right(bench: Bench, act: Any) -> None:
    ahead = timedelta(days=3650)
    bench.ready(act)
    bench.clock.moment, bench.portal.skew = bench.clock.moment + ahead, -ahead
    refused = bench.run(act)
    bench.clock.moment, bench.portal.skew = bench.clock.moment - ahead, timedelta()

    record = bench.run(act)

    assert (refused.code, record.outcome, bench.portal.clicks) == (Code.G_CLOCK, Outcome.DONE, 1)


@each_act
@pytest.mark.parametrize(
    "error",
    [
        pytest.param(MendHost(Code.E_DISK_FULL, path="ledger"), id="P5b"),
        pytest.param(TryLater(Code.E_BUSY), id="P7"),
    ],
)
def test_what_happened_and_cannot_be_written_down_is_looked_up_by_the_next_run(
    bench: Bench, act: Any, error: CompanionError, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.ready(act)
    refuse(bench, "settle", error)
    record = bench.run(act)
    assert bench.states() == [ClaimState.OPEN]
    del bench.ledger.settle

    again = bench.run(act)

    assert (record.code, record.exit, record.submitted) == (Code.E_OUTCOME_UNKNOWN, 20, "maybe")
    assert "companion reconcile --intent" in all_that_is_told(record, capsys)
    assert again.outcome in {Outcome.DONE, Outcome.ALREADY}
    assert (bench.states(), bench.portal.clicks) == ([ClaimState.DONE], 1)


@each_act
@pytest.mark.parametrize("error", [MendHost(Code.E_DISK_FULL, path="ledger"), TryLater(Code.E_BUSY)], ids=str)
def test_what_was_settled_is_told_whatever_the_rest_of_the_run_cannot_write(
    bench: Bench, act: Any, error: CompanionError
) -> None:
    bench.ready(act)
    for method in ("give_back", "record"):
        refuse(bench, method, error)

    record = bench.run(act)

    assert (record.outcome, record.submitted, bench.portal.clicks) == (Outcome.DONE, "yes", 1)


OTHER = AccountId("7100000000000000002")


def recycled(bench: Bench) -> None:
    """Somebody else carries the handle now."""
    bench.portal.linked, bench.portal.names = {OTHER}, {OTHER: ALICE.handle}
    bench.portal.hits = (Hit(OTHER, ALICE.handle, "Alice"),)


def renamed(bench: Bench) -> None:
    """The account is called otherwise now."""
    bench.portal.linked, bench.portal.names = {ACCOUNT}, {ACCOUNT: Handle("alice.new")}
    bench.portal.hits = (Hit(ACCOUNT, "alice.new", "Alice"),)


@each_act
@pytest.mark.parametrize(
    ("change", "words"), [(recycled, f"now its id is {OTHER}"), (renamed, "now it is called alice.new")]
)
def test_an_account_that_is_no_longer_the_one_that_was_pinned_is_left_to_a_person(
    bench: Bench, act: Any, change: Trouble, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.ready(act)
    change(bench)

    record = bench.run(replace(act, target=act.target.pinned(ACCOUNT)))

    assert (record.code, record.exit, record.submitted) == (Code.E_TARGET_CHANGED, 24, "no")
    assert (bench.portal.clicks, bench.states()) == (0, [])
    assert words in all_that_is_told(record, capsys)


@each_act
def test_who_is_not_found_is_not_proven_rather_than_absent(
    bench: Bench, act: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.portal.hits = ()

    record = bench.run(act)

    assert (record.code, record.exit, record.submitted) == (Code.E_TARGET_NOT_PROVEN, 24, "no")
    assert (bench.portal.clicks, bench.states()) == (0, [])
    assert "It is not proven which account @alice.home is" in all_that_is_told(record, capsys)


@each_act
@pytest.mark.parametrize("moment", ["2028-02-29T23:59:58", "2027-12-31T23:59:58", "2038-01-19T03:14:06"])
def test_no_day_of_the_calendar_is_an_obstacle(act: Any, moment: str, capsys: pytest.CaptureFixture[str]) -> None:
    bench = Bench(FakeClock(datetime.fromisoformat(moment).replace(tzinfo=UTC)))
    bench.portal.linked_since = bench.clock.now() - timedelta(days=30)
    bench.ready(act)

    record = bench.run(act)

    assert (record.outcome, record.exit, record.submitted, bench.portal.clicks) == (Outcome.DONE, 0, "yes", 1)
    assert bench.states() == [ClaimState.DONE]
    assert "Done: @alice.home" in all_that_is_told(record, capsys)


@pytest.mark.parametrize(
    ("act", "exit_", "words"),
    [
        (REQUEST, 0, "Already so: @alice.home"),
        (UNLINK, 24, "It is not proven which account @alice.home is"),
        (ASK, 0, "Already so: @alice.home"),
        (APPROVE, 24, "It is not proven which account @alice.home is"),
        (ADD, 0, "Already so: @alice.home"),
        (REMOVE, 0, "Already so: @alice.home"),
    ],
    ids=NAMES,
)
def test_two_hosts_with_ledgers_of_their_own_have_one_effect(
    bench: Bench, act: Any, exit_: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.ready(act)
    other = Bench(bench.clock)
    other.portal = bench.portal
    bench.run(act)

    record = other.run(act)

    assert (record.exit, record.submitted, other.states()) == (exit_, "no", [])
    assert (len(bench.portal.effects), other.portal.clicks) == (1, 1)
    assert words in all_that_is_told(record, capsys)


@each_act
def test_a_press_that_comes_back_after_its_lease_was_lost_is_not_made(
    bench: Bench, act: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.ready(act)
    bench.portal.thinking = [timedelta(minutes=11)]

    record = bench.run(act)

    assert (record.code, record.exit, record.submitted) == (Code.E_BUSY, 13, "no")
    assert (bench.portal.clicks, bench.states()) == (0, [])
    assert "the login was lost to another run" in all_that_is_told(record, capsys)


DAY, MARGIN, SECOND = timedelta(hours=24), timedelta(seconds=60), timedelta(seconds=1)


def ended(ago: timedelta, bench: Bench) -> None:
    """The account's last link with this shop ended so long ago."""
    bench.portal.linked.add(ACCOUNT)
    bench.run(UNLINK)
    bench.portal.effects.clear()
    bench.portal.linked.clear()
    bench.portal.clicks = 0
    bench.clock.moment += ago


def began(ago: timedelta, bench: Bench) -> None:
    """The link began so long ago."""
    bench.portal.linked_since = bench.clock.now() - ago


WAITS = [(REQUEST, ended), (UNLINK, began), (ASK, began), (APPROVE, began)]
each_wait = pytest.mark.parametrize(("act", "before"), WAITS, ids=NAMES[:4])


@each_wait
@pytest.mark.parametrize("late", [-SECOND, timedelta(), SECOND, MARGIN - 2 * SECOND])
def test_a_wait_that_is_not_over_by_a_second_refuses(
    bench: Bench, act: Any, before: Any, late: timedelta, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.ready(act)
    before(DAY + late, bench)
    known = bench.states()

    record = bench.run(act)

    assert (record.code, record.exit, record.submitted) == (Code.G_COOLDOWN, 31, "no")
    assert (bench.portal.clicks, bench.states()) == (0, known)
    assert "Not before: " in all_that_is_told(record, capsys)


@each_wait
def test_a_wait_that_is_over_with_its_margin_allows(bench: Bench, act: Any, before: Any) -> None:
    bench.ready(act)
    before(DAY + MARGIN + SECOND, bench)

    record = bench.run(act)

    assert (record.exit, record.submitted, bench.portal.clicks) == (0, "yes", 1)
    assert bench.states()[-1] is ClaimState.DONE


@pytest.fixture
def _in_new_york() -> Iterator[None]:
    """The machine stands in another zone than shop and portal, and its clocks are put forward and back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_in_new_york")
@each_wait
@pytest.mark.parametrize("night", ["2026-03-07T20:00", "2026-10-31T20:00"])
def test_a_wait_is_24_hours_whatever_the_clocks_on_the_walls_do(
    act: Any, before: Any, night: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = Bench(FakeClock(datetime.fromisoformat(night).replace(tzinfo=UTC)))
    bench.portal.linked_since = bench.clock.now() - timedelta(days=30)
    bench.ready(act)
    before(DAY - 2 * SECOND, bench)

    early = bench.run(act)
    bench.clock.moment += MARGIN + 2 * SECOND
    late = bench.run(act)

    assert (early.code, early.exit, early.submitted) == (Code.G_COOLDOWN, 31, "no")
    assert (late.exit, late.submitted, bench.states()[-1]) == (0, "yes", ClaimState.DONE)
    assert "Not before: " in all_that_is_told(early, capsys)


HERE, ABROAD = Egress(("MX", "MX")), Egress(("US", "US"))


@each_act
@pytest.mark.parametrize("measured", range(5))
def test_a_network_that_moves_refuses_before_the_press_and_is_noted_after_it(
    bench: Bench, act: Any, measured: int, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.ready(act)
    bench.portal.moves = [*[HERE] * measured, ABROAD]

    record = bench.run(act)

    noted = [one.reason for one in record.decision.verdicts if one.effect is Effect.WARN and one.guard == NETWORK]
    ends = {(30, "no", 0, 0), (0, "yes", 1, 1), (0, "yes", 1, 0)}
    assert (record.exit, record.submitted, bench.portal.clicks, len(noted)) in ends
    assert (bench.portal.moves == []) == (record.exit == 30 or bool(noted))
    assert bench.states() == [ClaimState.DONE] * bench.portal.clicks
    assert ("is not in the country of business" in all_that_is_told(record, capsys)) == (record.exit == 30)


@each_act
@pytest.mark.parametrize("lag", [30, 90])
def test_a_list_that_lags_is_waited_for(bench: Bench, act: Any, lag: int, capsys: pytest.CaptureFixture[str]) -> None:
    bench.ready(act)
    bench.portal.lag = timedelta(seconds=lag)

    record = bench.run(act)

    assert (record.outcome, record.exit, record.submitted, bench.portal.clicks) == (Outcome.DONE, 0, "yes", 1)
    assert bench.states() == [ClaimState.DONE]
    assert "Done: @alice.home" in all_that_is_told(record, capsys)


@each_act
@pytest.mark.parametrize("seconds", [5, 30, 90, 180, 900])
def test_a_late_commit_is_never_sent_again_but_written_down(
    bench: Bench, act: Any, seconds: int, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.ready(act)
    bench.portal.presses = [Press(after=timedelta(seconds=seconds), breaks=TimeoutError("click"))]
    first = bench.run(act)
    bench.clock.moment += timedelta(seconds=seconds)

    record = bench.run(act)

    assert (first.exit, first.submitted) in {(0, "yes"), (14, "yes"), (20, "maybe")}
    assert (record.exit, bench.states()) == (0, [ClaimState.DONE])
    assert (len(bench.portal.effects), bench.portal.clicks) == (1, 1)
    assert all_that_is_told(record, capsys).startswith(("Done: @", "Already so: @"))
