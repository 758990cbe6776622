"""What a full day leaves of a showcase: kept, gone on with by rounds on the days that follow, and nothing doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fakes import ADD, NEW, REMOVE, SHELVED, Killed
from flow_bench import finished
from rounds import LEAVES, LINE, RHYTHM, Rounds

from agent.domain.due import NOT_WANTED
from agent.domain.facts import Egress
from agent.domain.identity import Target
from agent.domain.jobs import JobState, Task
from agent.domain.ledger import Outcome
from agent.domain.record import Record, ShowcaseRequest
from agent.errors import Code, CompanionError
from agent.flows.showcase_rest import give_up, later, put_off

pytestmark = pytest.mark.fast
MORE = tuple(f"17294000000000002{n:02}" for n in range(7))
SYNC = replace(ADD, adds=MORE, spreads=True, instead=True)
MIDNIGHT = datetime(2026, 11, 24, 6, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def rounds() -> Rounds:
    made = Rounds()
    made.ready(ADD)
    made.portal.adds_a_day = 5
    made.round()  # the line asks for a link, which is there
    return made


def called(rounds: Rounds, request: ShowcaseRequest) -> Record:
    """A person's run, as the command makes it."""
    record = rounds.run(request)
    finished(put_off(request, record, rounds.desk(), RHYTHM))
    return record


def waiting(rounds: Rounds) -> list[tuple[int, datetime | None]]:
    return [(one.count, one.due_at) for one in finished(later(rounds.shop, rounds.ledger))]


def test_what_a_day_leaves_is_due_when_the_shop_s_next_day_begins(rounds: Rounds) -> None:
    called(rounds, SYNC)

    assert waiting(rounds) == [(2, MIDNIGHT)]
    assert (rounds.job(Task.SHOWCASE).state, rounds.job(Task.SHOWCASE).code) == (JobState.WAITING, None)
    assert [(one.count, one.due_at) for one in rounds.plan().later] == [(2, MIDNIGHT)]


def test_a_round_before_that_day_does_nothing_and_one_on_it_adds_the_rest_once(rounds: Rounds) -> None:
    called(rounds, SYNC)
    before = [one.job.task for one in rounds.round()]
    rounds.clock.moment = MIDNIGHT

    ended, again = rounds.round(), rounds.round()

    assert (before, [one.record.outcome for one in ended], again) == ([], [Outcome.DONE], [])
    assert (rounds.portal.clicks, len(set(rounds.portal.shelf())), waiting(rounds)) == (7, 10, [])
    assert rounds.job(Task.SHOWCASE).state is JobState.DONE


def test_more_than_two_days_take_as_many_days_as_they_need(rounds: Rounds) -> None:
    many = tuple(f"1729400000000003{n:03}" for n in range(12))
    called(rounds, replace(SYNC, adds=many))
    days = list[int]()
    for _ in range(3):
        rounds.pass_(DAY)
        rounds.round()
        days.append(rounds.portal.clicks)

    assert days == [10, 12, 12]
    assert (sorted(one.item for one in rounds.portal.effects), rounds.ledger.check()) == (sorted(many), [])


@pytest.mark.parametrize("point", ["CP09", "CP10", "CP15", "CP17"])
def test_what_a_killed_run_left_is_done_by_the_next_round(rounds: Rounds, point: str) -> None:
    with pytest.raises((Killed, CompanionError)):
        rounds.fill(replace(SYNC, adds=MORE[:4]), kill_at=point)
    rounds.pass_(timedelta(minutes=11))

    rounds.round()

    assert sorted(one.item for one in rounds.portal.effects) == sorted(MORE[:4])
    assert (waiting(rounds), rounds.ledger.check()) == ([], [])


def test_what_is_there_meanwhile_is_not_added_again(rounds: Rounds) -> None:
    called(rounds, SYNC)
    rounds.clock.moment = MIDNIGHT
    rounds.run(replace(ADD, adds=MORE[6:]))

    ended = rounds.round()

    assert [one.outcome for one in ended[0].record.products] == [Outcome.DONE, Outcome.ALREADY]
    assert len(rounds.portal.effects) == 7


def test_what_the_portal_refuses_is_not_asked_again_and_holds_up_nothing(rounds: Rounds) -> None:
    rounds.portal.against = {MORE[0]: "No product is found.", MORE[6]: "No product is found."}
    called(rounds, SYNC)
    left = waiting(rounds)
    rounds.clock.moment = MIDNIGHT

    ended = rounds.round()

    assert (left, waiting(rounds)) == ([(1, MIDNIGHT)], [])
    assert [one.product_id for one in ended[0].record.products if one.outcome is Outcome.REJECTED] == [MORE[6]]


def test_a_new_list_takes_the_place_of_the_old_one_and_an_add_stands_beside_it(rounds: Rounds) -> None:
    called(rounds, SYNC)
    called(rounds, replace(ADD, spreads=True))
    both = waiting(rounds)

    called(rounds, replace(SYNC, adds=MORE[:6]))

    assert (both, waiting(rounds)) == ([(3, MIDNIGHT)], [(1, MIDNIGHT)])


def test_what_somebody_takes_out_or_gives_up_does_not_come_back(rounds: Rounds) -> None:
    called(rounds, SYNC)
    called(rounds, replace(REMOVE, removes=(SHELVED, MORE[6])))
    left = waiting(rounds)

    dropped = finished(give_up(rounds.shop, Target(LINE.handle), rounds.ledger))

    assert ([count for count, _ in left], dropped, waiting(rounds)) == ([1], 1, [])
    rounds.clock.moment = MIDNIGHT
    assert rounds.round() == []


def test_what_a_guard_refuses_in_a_round_is_kept_and_what_it_refuses_a_person_is_not(rounds: Rounds) -> None:
    called(rounds, SYNC)
    rounds.portal.egress = Egress(("US", "US"))
    rounds.clock.moment = MIDNIGHT
    ended = rounds.round()

    called(rounds, replace(ADD, spreads=True))

    assert [(one.record.code, one.job.state) for one in ended] == [(Code.G_REGION, JobState.REFUSED)]
    assert [count for count, _ in waiting(rounds)] == [2]


def test_the_end_of_the_link_ends_the_rest_with_it(rounds: Rounds) -> None:
    called(rounds, SYNC)
    rounds.ask("see_links", rounds.shop.id, (), complete=True)
    rounds.clock.moment = MIDNIGHT

    ended = rounds.round()

    assert (waiting(rounds), [one.record.outcome for one in ended]) == ([], [Outcome.NOTHING_TO_DO])
    assert (rounds.job(Task.SHOWCASE).state, rounds.portal.clicks) == (JobState.DONE, 5)


def test_a_roster_that_says_nothing_of_the_account_keeps_the_rest_and_one_that_lets_it_go_ends_it(
    rounds: Rounds,
) -> None:
    called(rounds, SYNC)
    rounds.wants()
    kept = rounds.job(Task.SHOWCASE)

    rounds.wants(LEAVES)

    assert (kept.state, kept.due_at) == (JobState.WAITING, MIDNIGHT)
    assert (rounds.job(Task.SHOWCASE).state, rounds.job(Task.SHOWCASE).note) == (JobState.DONE, NOT_WANTED)


@pytest.mark.parametrize("request_", [replace(SYNC, dry_run=True), replace(ADD, adds=MORE)])
def test_a_rehearsal_and_what_was_asked_for_today_alone_keep_nothing(rounds: Rounds, request_: ShowcaseRequest) -> None:
    record = called(rounds, request_)

    assert (waiting(rounds), len(record.products)) == ([], 7)


def test_more_than_may_go_stops_all_of_it_before_anything_is_pressed(rounds: Rounds) -> None:
    only = replace(ADD, adds=(NEW,), spreads=True, instead=True, only_these=True, at_most=2)

    record, agreed = called(rounds, only), called(rounds, replace(only, at_most=3))

    assert (record.code, record.exit, record.error) == (Code.G_NOT_CONFIRMED, 35, {"detail": "--at-most 3"})
    assert [one.title for one in record.products] == ["Pan 0", "Pan 1", "Pan 2"]
    assert (agreed.outcome, rounds.portal.shelf()) == (Outcome.DONE, [NEW])


def test_a_no_to_a_new_product_does_not_stop_what_was_waiting(rounds: Rounds) -> None:
    called(rounds, SYNC)
    rounds.portal.against = {NEW: "No product is found."}
    rounds.clock.moment = MIDNIGHT

    record = called(rounds, replace(ADD, spreads=True))
    ended = rounds.round()

    assert (record.outcome, [one.record.outcome for one in ended]) == (Outcome.REJECTED, [Outcome.DONE])
    assert (len(rounds.portal.effects), waiting(rounds)) == (7, [])
