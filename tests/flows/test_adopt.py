"""A shop with a past is taken in once; what a person declares of before counts as if the ledger had seen it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from fakes import ACCOUNT, APPROVE, MOCK, REQUEST, SHOP, START, UNLINK, Effect, Press, portal_down
from flow_bench import Bench

from agent.domain.adoption import Missing
from agent.domain.declared import Subject, Wish
from agent.domain.facts import BindFacts, Never, Source
from agent.domain.identity import AccountId, Handle
from agent.domain.ledger import ClaimState, InvitationState, Outcome
from agent.domain.permit import Kind
from agent.domain.reason import Reason
from agent.domain.seen import Hit
from agent.domain.verdict import Effect as Verdicted
from agent.errors import AskPerson, Code, CompanionError, LookAgain, MendInput

pytestmark = pytest.mark.fast
ALICE, BOB = Handle("alice.home"), Handle("bob.home")
BOBS = AccountId("7100000000000000555")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def folds(bench: Bench) -> Iterator[None]:
    """Whatever a test takes in, the events say the same as the tables."""
    yield
    assert bench.ledger.check() == []


@pytest.fixture
def linked(bench: Bench) -> Bench:
    """One account is linked, and nothing was unlinked yet."""
    bench.portal.linked.add(ACCOUNT)
    bench.portal.names[BOBS] = BOB
    bench.portal.links_in_window = 1
    bench.portal.hits = (*bench.portal.hits, Hit(BOBS, BOB, "Bob"))
    return bench


@pytest.fixture
def undated(linked: Bench) -> Bench:
    """A portal that shows no date of a link."""
    linked.portal.linked_since = None
    return linked


def unlinked(handle: Handle, ago: timedelta) -> Wish:
    return Wish(Subject.UNLINK, handle, START - ago)


def was_linked(handle: Handle, ago: timedelta) -> Wish:
    return Wish(Subject.LINK, handle, START - ago)


def kinds(bench: Bench) -> list[str]:
    return [one.kind for one in reversed(bench.ask("events"))]


def refusal(bench: Bench, *wishes: Wish, unlinks: int | None = None) -> CompanionError:
    """Why statements are not taken; nothing else was either."""
    before = kinds(bench)
    with pytest.raises(CompanionError) as caught:
        bench.adopt(*wishes, unlinks=unlinks)
    assert kinds(bench) == before
    return caught.value


def test_what_the_portal_shows_is_taken_in_once(linked: Bench) -> None:
    linked.portal.effects = [Effect(START, BOBS, Kind.BIND)]

    first, again = linked.adopt(), linked.adopt()

    assert (first.outcome, again.outcome) == (Outcome.DONE, Outcome.NOTHING_TO_DO)
    assert kinds(linked) == ["linked", "invitation_seen", "adopted"]
    assert linked.ask("adopted", SHOP.id).accounts == {ACCOUNT}
    assert [one.state for one in linked.ask("invitations", SHOP.id)] == [InvitationState.PENDING]


def test_a_dry_run_shows_the_same_and_writes_nothing(linked: Bench) -> None:
    told = linked.adopt(was_linked(BOB, 300 * DAY), dry_run=True)

    assert (told.outcome, [one.account for one in told.taken.declared]) == (Outcome.PLANNED, [BOBS])
    assert (told.taken.strangers, kinds(linked)) == ({ACCOUNT}, [])


def test_nothing_is_pressed_and_no_login_is_kept(linked: Bench) -> None:
    linked.adopt(was_linked(BOB, 300 * DAY))

    assert (linked.portal.clicks, linked.portal.effects) == (0, [])
    assert linked.ask("last_press", SHOP.login) is None
    linked.ask("lease", SHOP.login, "somebody else", HOUR)


def test_what_is_bound_here_is_no_strangers_link(linked: Bench) -> None:
    linked.portal.linked.clear()
    linked.bind(REQUEST)
    linked.portal.linked.add(ACCOUNT)

    told = linked.adopt()

    assert (told.outcome, told.taken.strangers) == (Outcome.DONE, frozenset())


def test_a_link_without_a_date_is_told_and_refuses_to_be_ended(undated: Bench) -> None:
    told = undated.adopt()

    (gap,) = told.gaps
    assert (gap.missing, gap.handle, gap.verdict.effect) == (Missing.LINK_DATE, ALICE, Verdicted.REFUSE)
    assert undated.unlink(UNLINK).objections == {Reason.NOT_TOLD}


def test_a_declared_date_of_the_link_lets_it_be_ended_and_says_whose_word_it_is(undated: Bench) -> None:
    told = undated.adopt(was_linked(ALICE, 40 * DAY))

    record = undated.unlink(UNLINK)

    assert (told.gaps, record.outcome) == ((), Outcome.DONE)
    assert record.decision
    by = {one.guard: (one.measured[:10], one.told_by) for one in record.decision.verdicts}
    assert by["unlink_wait"] == ("2026-10-14", Source.DECLARATION)
    assert by["unlinks_left"][1] is None


def test_a_link_before_the_last_unlink_is_not_the_one_that_stands(undated: Bench) -> None:
    undated.portal.left = 2

    told = undated.adopt(unlinked(ALICE, 20 * DAY), was_linked(ALICE, 40 * DAY))

    assert [one.missing for one in told.gaps] == [Missing.LINK_DATE]
    assert undated.unlink(UNLINK).objections == {Reason.NOT_TOLD}


def test_a_declared_date_of_today_waits_as_any_other(undated: Bench) -> None:
    undated.adopt(was_linked(ALICE, 2 * HOUR))

    record = undated.unlink(UNLINK)

    assert record.objections == {Reason.LINKED_TOO_RECENTLY}
    assert record.not_before == START - 2 * HOUR + DAY + timedelta(minutes=1)


def test_the_next_link_has_a_date_of_its_own(undated: Bench) -> None:
    undated.adopt(was_linked(ALICE, 40 * DAY))
    undated.unlink(UNLINK)
    undated.relinked()
    undated.portal.linked_since = None
    undated.clock.moment += 31 * DAY
    refused = undated.unlink(UNLINK).objections
    (gap,) = undated.adopt().gaps

    undated.adopt(Wish(Subject.LINK, ALICE, undated.clock.now() - 2 * DAY))

    assert (refused, gap.missing, gap.handle) == ({Reason.NOT_TOLD}, Missing.LINK_DATE, ALICE)
    assert undated.unlink(UNLINK).outcome is Outcome.DONE


@pytest.fixture
def back(undated: Bench) -> Bench:
    """The link was declared, others ended it, and five days later the account is linked again."""
    undated.adopt(was_linked(ALICE, 40 * DAY))
    undated.portal.linked.clear()
    undated.portal.left = 2
    undated.adopt()
    undated.clock.moment += 5 * DAY
    undated.portal.linked.add(ACCOUNT)
    return undated


def test_the_date_of_a_link_that_others_ended_is_not_the_next_one_s_whose_end_is_asked_for(back: Bench) -> None:
    back.portal.asked = True

    record = back.unlink(APPROVE)

    assert (record.objections, back.portal.clicks) == ({Reason.NOT_TOLD}, 0)


@pytest.mark.parametrize("subject", [Subject.LINK, Subject.UNLINK])
def test_while_a_declared_link_stood_there_was_no_other(back: Bench, subject: Subject) -> None:
    error = refusal(back, Wish(subject, ALICE, START - 20 * DAY))

    assert (type(error), error.params["why"]) == (MendInput, "linked_all_along")


def test_between_two_links_that_the_ledger_saw_end_there_may_have_been_another_unlink(back: Bench) -> None:
    again = back.clock.now()
    back.adopt()
    back.portal.linked.clear()
    back.portal.left = 0
    back.clock.moment += DAY
    back.adopt()

    told = back.adopt(Wish(Subject.UNLINK, ALICE, again - DAY))

    assert [(one.account, one.moment) for one in told.taken.declared] == [(ACCOUNT, again - DAY)]


def test_a_date_that_is_declared_before_a_list_can_be_believed_is_kept(undated: Bench) -> None:
    undated.adopt(was_linked(ALICE, 40 * DAY))
    undated.portal.linked.clear()
    undated.portal.left = 2
    undated.adopt()
    undated.portal.linked.add(ACCOUNT)
    undated.clock.moment += HOUR / 3
    undated.adopt(Wish(Subject.LINK, ALICE, undated.clock.now() - HOUR / 6))
    ends = list[object]()
    for later in (2 * HOUR, DAY):
        undated.clock.moment += later
        ends.append(undated.unlink(UNLINK).objections)

    assert (ends, undated.adopt().gaps) == ([{Reason.LINKED_TOO_RECENTLY}, frozenset()], ())


def test_an_end_that_a_person_knows_of_ends_the_date_with_the_link(undated: Bench) -> None:
    undated.adopt(was_linked(ALICE, 40 * DAY))
    undated.portal.presses = [Press(commits=False)]
    intent = undated.unlink(UNLINK).settled.intent  # type: ignore[union-attr]  # it was pressed
    undated.portal.left = 2
    undated.clock.moment += 26 * HOUR
    undated.ask("decide", intent, ClaimState.DONE, "Ana", "it came late, and the account was linked again")
    undated.clock.moment += 2 * HOUR

    record = undated.unlink(UNLINK)

    assert (record.objections, undated.portal.clicks) == ({Reason.NOT_TOLD}, 1)


def test_a_date_does_not_outlive_its_link(undated: Bench) -> None:
    undated.adopt(was_linked(ALICE, 40 * DAY))
    undated.unlink(UNLINK)
    undated.clock.moment += 3 * DAY
    undated.portal.effects.clear()
    undated.portal.left = 2

    again = undated.unlink(UNLINK)

    assert again.objections == {Reason.NOT_TOLD}


def test_a_dated_link_counts_from_its_day_and_not_from_the_first_look(undated: Bench) -> None:
    undated.portal.links_in_window = 0
    undated.adopt()
    undated.adopt(was_linked(ALICE, 200 * DAY))

    assert undated.ask("links_since", START - 180 * DAY, account=ACCOUNT, shop=SHOP.id) == 0
    assert undated.ask("links_since", START - 201 * DAY, account=ACCOUNT, shop=SHOP.id) == 1


def test_a_declared_unlink_keeps_the_account_waiting(bench: Bench) -> None:
    bench.portal.left = 2

    told = bench.adopt(unlinked(ALICE, 5 * HOUR))

    record = bench.bind(REQUEST)
    assert (told.gaps, record.code, record.not_before) == (
        (),
        Code.G_COOLDOWN,
        START - 5 * HOUR + DAY + timedelta(minutes=1),
    )
    assert record.decision
    assert {one.told_by for one in record.decision.verdicts if one.guard == "cooldown"} == {Source.DECLARATION}
    assert bench.ask("spent", "unlinks", SHOP.id, "ever") == 1


def test_an_unlink_that_nobody_dated_is_told_with_the_warning_that_follows(bench: Bench) -> None:
    bench.portal.left = 1

    (gap,) = bench.adopt(unlinked(ALICE, 9 * DAY)).gaps

    assert (gap.missing, gap.count) == (Missing.UNLINK_DATES, 1)
    assert (gap.verdict.effect, gap.verdict.reason) == (Verdicted.WARN, Reason.HISTORY_UNKNOWN)


def test_where_every_unlink_is_told_nobody_else_has_ever_left(linked: Bench) -> None:
    linked.portal.left = 2
    linked.portal.linked.clear()

    linked.adopt(unlinked(BOB, 9 * DAY), unlinks=1)

    record = linked.bind(REQUEST)
    assert record.decision
    assert isinstance(record.decision.facts, BindFacts)
    assert (record.outcome, record.decision.facts.last_unlinked) == (Outcome.DONE, Never(Source.DECLARATION))


def test_declared_unlinks_are_used_up(linked: Bench) -> None:
    linked.profile = replace(MOCK, uncounted=frozenset({"unlink.left"}))

    linked.adopt(unlinked(BOB, 9 * DAY), unlinks=3)

    record = linked.unlink(UNLINK)
    assert (record.code, record.objections) == (Code.G_UNBINDS, {Reason.UNLINKS_USED_UP})
    assert linked.ask("spent", "unlinks", SHOP.id, "ever") == 3


def test_what_others_unlinked_since_is_dated_by_the_ledger(linked: Bench) -> None:
    linked.adopt()
    linked.portal.linked.clear()
    linked.portal.left = 2

    told = linked.adopt()

    assert ([one.account for one in told.taken.gone], told.gaps) == ([ACCOUNT], ())
    assert linked.adopt().gaps == ()


def test_the_smaller_count_still_governs_where_the_portal_shows_less(linked: Bench) -> None:
    linked.portal.left = 1

    told = linked.adopt(unlinks=1)

    assert [(one.missing, one.count) for one in told.gaps] == [(Missing.UNLINK_DATES, 2)]
    assert linked.unlink(UNLINK).objections == {Reason.LAST_UNLINK}


def test_a_portal_that_shows_more_than_is_declared_to_be_left_is_a_mismatch(linked: Bench) -> None:
    error = refusal(linked, unlinks=1)

    assert (type(error), error.code, error.exit) == (AskPerson, Code.E_EFFECT_MISMATCH, 21)
    assert error.params["value"] == "3 > 2"


def test_without_a_counter_and_a_word_the_missing_count_is_told(linked: Bench) -> None:
    linked.profile = replace(MOCK, uncounted=frozenset({"unlink.left"}))

    told = linked.adopt()

    effects = {one.missing: one.verdict.effect for one in told.gaps}
    assert effects == {Missing.UNLINKS_LEFT: Verdicted.REFUSE, Missing.UNLINK_DATES: Verdicted.WARN}


def test_links_that_only_the_portal_counts_are_told(linked: Bench) -> None:
    linked.portal.links_in_window = 4

    (gap,) = linked.adopt(was_linked(BOB, 50 * DAY)).gaps

    assert (gap.missing, gap.count) == (Missing.LINKS, 2)


@pytest.mark.parametrize(
    ("wishes", "why"),
    [
        ([unlinked(BOB, -HOUR)], "not_over_yet"),
        ([was_linked(BOB, -HOUR)], "not_over_yet"),
        ([unlinked(ALICE, 29 * DAY)], "linked_since_then"),
        ([was_linked(ALICE, 29 * DAY)], "linked_since_then"),
        ([was_linked(BOB, 50 * DAY)], "more_links_than_shown"),
    ],
)
def test_what_cannot_be_so_is_refused_and_nothing_of_it_is_kept(linked: Bench, wishes: list[Wish], why: str) -> None:
    error = refusal(linked, *wishes, unlinked(BOB, 300 * DAY))

    assert (type(error), error.code, error.params["why"]) == (MendInput, Code.E_INPUT, why)


def test_no_unlink_can_have_come_after_the_declared_beginning_of_a_link_that_stands(undated: Bench) -> None:
    undated.portal.left = 2
    undated.adopt(was_linked(ALICE, 40 * DAY))

    error = refusal(undated, unlinked(ALICE, 10 * DAY))

    assert error.params["why"] == "linked_since_then"


def test_an_account_did_not_leave_while_the_ledger_saw_it_linked(linked: Bench) -> None:
    linked.adopt()
    linked.unlink(UNLINK)
    linked.clock.moment += 5 * DAY

    error = refusal(linked, unlinked(ALICE, 10 * DAY))

    assert error.params["why"] == "linked_all_along"


def test_what_the_ledger_saw_itself_is_not_counted_again(linked: Bench) -> None:
    linked.unlink(UNLINK)
    linked.clock.moment += 5 * DAY

    told = linked.adopt(unlinked(ALICE, timedelta()))

    assert (told.taken.declared, linked.ask("spent", "unlinks", SHOP.id, "ever")) == ((), 1)


@pytest.mark.parametrize("again", [9 * DAY, 9 * DAY - HOUR])
def test_declared_twice_is_one_declaration(bench: Bench, again: timedelta) -> None:
    bench.portal.left = 2
    bench.adopt(unlinked(ALICE, 9 * DAY), was_linked(ALICE, 300 * DAY), unlinks=1)

    told = bench.adopt(unlinked(ALICE, again), was_linked(ALICE, 300 * DAY), unlinks=1)

    assert (told.outcome, bench.ask("spent", "unlinks", SHOP.id, "ever")) == (Outcome.NOTHING_TO_DO, 1)


def test_the_count_of_earlier_unlinks_may_grow_and_not_shrink(bench: Bench) -> None:
    bench.portal.left = 0
    bench.adopt(unlinked(ALICE, 9 * DAY), unlinks=1)

    assert refusal(bench, unlinks=0).params == {"why": "fewer_than_declared", "value": "1"}
    assert refusal(bench, unlinked(ALICE, 30 * DAY)).params == {"why": "more_than_declared", "value": "1"}
    bench.adopt(unlinked(ALICE, 30 * DAY), unlinks=2)
    assert bench.ask("spent", "unlinks", SHOP.id, "ever") == 2


def test_nobody_is_guessed(bench: Bench) -> None:
    assert refusal(bench, unlinked(BOB, DAY)).code is Code.E_TARGET_NOT_PROVEN

    bench.portal.hits = (*bench.portal.hits, Hit(BOBS, BOB, "Bob"), Hit(AccountId("7100000000000000556"), BOB, "Bob"))
    assert refusal(bench, unlinked(BOB, DAY)).code is Code.E_TARGET_AMBIGUOUS


def test_a_handle_that_means_somebody_else_now_is_not_taken(linked: Bench) -> None:
    linked.portal.linked.clear()
    linked.bind(REQUEST)
    linked.portal.effects.clear()
    linked.portal.linked, linked.portal.names = {BOBS}, {BOBS: ALICE}

    assert refusal(linked, was_linked(ALICE, 300 * DAY)).code is Code.E_TARGET_CHANGED


def test_half_a_list_is_never_taken_for_a_whole_one(linked: Bench) -> None:
    linked.portal.cut_lists = 1
    assert linked.adopt().outcome is Outcome.DONE

    linked.portal.cut_lists = 3
    error = refusal(linked)

    assert (type(error), error.code, error.params["detail"]) == (LookAgain, Code.E_PORTAL_DOWN, "half_a_list")


def test_another_shops_page_is_not_taken_in(linked: Bench) -> None:
    linked.portal.stands_in = type(SHOP.id)("7495000000000000099")

    assert refusal(linked).code is Code.E_WRONG_SHOP


def test_a_portal_that_is_down_leaves_the_ledger_as_it_was(linked: Bench) -> None:
    linked.portal.failing_reads = [portal_down() for _ in range(9)]

    assert refusal(linked).code is Code.E_PORTAL_DOWN


def test_a_forgotten_creator_leaves_declarations_without_a_name(undated: Bench) -> None:
    undated.adopt(was_linked(ALICE, 40 * DAY))

    undated.ask("forget", ACCOUNT)

    (said,) = undated.ask("declarations", SHOP.id)
    assert (said.handle, said.account, said.moment) == ("", ACCOUNT, START - 40 * DAY)
    assert isinstance(said.declared_at, datetime)
