"""The bind flow on fakes, but with the real ledger, the real rules and every guard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes import ACCOUNT, REQUEST, SHOP, Press, portal_down
from flow_bench import Bench
from told import all_that_is_told

from agent.domain.facts import Egress
from agent.domain.ledger import ClaimState, InvitationState, LinkState, Outcome
from agent.domain.seen import CheckName, Hit, Said
from agent.errors import AskPerson, Code, LookAgain, TryLater

pytestmark = pytest.mark.fast


def test_an_eligible_account_is_invited_once(bench: Bench) -> None:
    record = bench.bind(REQUEST)

    assert (record.outcome, record.link) == (Outcome.DONE, LinkState.INVITED)
    assert bench.portal.clicks == len(bench.portal.effects) == 1


def test_asked_twice_it_is_one_intention(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.bind(REQUEST)

    record = bench.bind(REQUEST)

    assert (record.outcome, record.exit, record.submitted) == (Outcome.ALREADY, 0, "no")
    assert (bench.portal.clicks, bench.states()) == (1, [ClaimState.DONE])
    assert "Already so: @alice.home" in all_that_is_told(record, capsys)


def test_an_account_that_the_portal_calls_bound_while_its_link_is_on_the_way_is_ours(bench: Bench) -> None:
    bench.bind(REQUEST)
    bench.portal.states[0], bench.portal.over = InvitationState.ACCEPTED, True  # no open invitation shows in the dialog
    bench.portal.failed_checks.add(CheckName.NOT_ELSEWHERE)

    record = bench.bind(REQUEST)

    assert (record.outcome, record.link, record.exit) == (Outcome.ALREADY, LinkState.IN_REVIEW, 0)
    assert bench.portal.clicks == 1


def test_bound_elsewhere_is_a_refusal_where_no_invitation_was_accepted(bench: Bench) -> None:
    bench.bind(REQUEST)
    bench.portal.states[0] = InvitationState.DECLINED
    bench.portal.failed_checks.add(CheckName.NOT_ELSEWHERE)

    record = bench.bind(REQUEST)

    assert (record.outcome, record.code) == (Outcome.REFUSED, Code.G_CONFLICT)


def test_an_invitation_that_went_out_is_told_though_it_cannot_be_followed(bench: Bench) -> None:
    bench.portal.states[0] = InvitationState.ACCEPTED
    bench.portal.failing_reads = [None, None, None, *(portal_down() for _ in range(9))]

    record = bench.bind(REQUEST)

    assert (record.outcome, record.submitted, bench.portal.clicks) == (Outcome.DONE, "yes", 1)


def test_a_login_that_cannot_be_given_back_hides_no_outcome(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.ledger, "give_back", busy)

    record = bench.bind(REQUEST)

    assert (record.outcome, record.submitted) == (Outcome.DONE, "yes")


async def busy(_: object) -> None:
    raise TryLater(Code.E_BUSY)


def test_a_linked_account_is_already_there(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.portal.linked.add(ACCOUNT)

    record = bench.bind(REQUEST)

    assert (record.outcome, record.link) == (Outcome.ALREADY, LinkState.LINKED)
    assert (record.exit, record.submitted, bench.portal.clicks, bench.states()) == (0, "no", 0, [])
    assert "Already so: @alice.home" in all_that_is_told(record, capsys)
    assert [link.account for link in bench.links(SHOP.id)] == [ACCOUNT]


def test_whoever_thinks_longer_than_a_permit_lives_goes_on_with_a_new_one(bench: Bench) -> None:
    bench.portal.thinking = [timedelta(minutes=5)]

    record = bench.bind(REQUEST)

    assert record.outcome is Outcome.DONE
    assert bench.portal.clicks == 1


def test_whoever_thinks_too_long_twice_has_pressed_nothing(bench: Bench) -> None:
    bench.portal.thinking = [timedelta(minutes=5), timedelta(minutes=5)]

    with pytest.raises(LookAgain) as told:
        bench.bind(REQUEST)

    assert told.value.exit == 10
    assert (bench.portal.clicks, bench.states()) == (0, [])


def test_a_lost_answer_is_looked_up_not_repeated(bench: Bench) -> None:
    bench.portal.presses = [Press(breaks=TimeoutError("click"))]

    record = bench.bind(REQUEST)

    assert record.outcome is Outcome.DONE
    assert bench.portal.clicks == len(bench.portal.effects) == 1


def test_a_press_that_proves_to_have_done_nothing_ends_as_not_done(bench: Bench) -> None:
    bench.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]

    record = bench.bind(REQUEST)

    assert (record.outcome, record.code, record.exit) == (Outcome.NOT_DONE, Code.E_NOT_APPLIED, 14)
    assert bench.portal.clicks == 1


def test_after_a_proven_absence_a_later_run_may_press_the_next(bench: Bench) -> None:
    bench.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]
    bench.bind(REQUEST)

    record = bench.bind(REQUEST)

    assert record.outcome is Outcome.DONE
    assert (bench.portal.clicks, len(bench.portal.effects)) == (2, 1)


def test_what_cannot_be_looked_up_stays_unknown_and_needs_a_person(bench: Bench) -> None:
    bench.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]
    bench.portal.cut_lists = 1000

    record = bench.bind(REQUEST)

    assert (record.outcome, record.exit) == (Outcome.UNKNOWN, 20)
    assert bench.states() == [ClaimState.UNKNOWN]


def test_an_unknown_press_is_never_repeated_only_looked_up(bench: Bench) -> None:
    bench.portal.presses = [Press(breaks=TimeoutError("click"))]
    bench.portal.cut_lists = 1000
    bench.bind(REQUEST)
    bench.portal.cut_lists = 0

    record = bench.bind(REQUEST)

    assert record.outcome is Outcome.DONE
    assert bench.portal.clicks == 1


def test_a_late_commit_is_found_by_a_later_run_and_corrected(bench: Bench) -> None:
    bench.portal.presses = [Press(after=timedelta(minutes=10), breaks=TimeoutError("click"))]
    assert bench.bind(REQUEST).outcome is Outcome.NOT_DONE
    bench.clock.moment += timedelta(minutes=11)

    record = bench.bind(REQUEST)

    assert (record.outcome, len(bench.portal.effects)) == (Outcome.ALREADY, 1)
    assert [(one.state, one.invitation_id) for one in bench.ask("claims")] == [(ClaimState.DONE, "inv-0")]


def test_a_persons_word_that_nothing_was_sent_is_not_corrected(bench: Bench) -> None:
    bench.portal.presses = [Press(after=timedelta(minutes=10), breaks=TimeoutError("click"))]
    bench.portal.cut_lists = 1000
    intent = bench.bind(REQUEST).settled.intent  # type: ignore[union-attr]  # it was pressed
    bench.ask("decide", intent, ClaimState.NOT_DONE, "Li Wei", "the creator saw nothing")
    bench.portal.cut_lists, bench.clock.moment = 0, bench.clock.now() + timedelta(minutes=11)

    record = bench.bind(REQUEST)

    assert (record.outcome, bench.states()) == (Outcome.ALREADY, [ClaimState.NOT_DONE])


def test_an_invitation_of_an_earlier_press_proves_nothing_of_a_later_one(bench: Bench) -> None:
    bench.bind(REQUEST)
    bench.portal.states[0] = InvitationState.DECLINED
    bench.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]
    bench.bind(REQUEST)
    bench.portal.states[0] = InvitationState.PENDING

    bench.bind(REQUEST)

    assert bench.states() == [ClaimState.DONE, ClaimState.NOT_DONE]


def test_a_list_that_lags_is_waited_for(bench: Bench) -> None:
    bench.portal.lag = timedelta(seconds=90)

    record = bench.bind(REQUEST)

    assert record.outcome is Outcome.DONE
    assert record.settled.looks > 1


def test_a_duplicate_that_the_portal_shows_is_told_to_a_person(bench: Bench) -> None:
    bench.portal.presses = [Press(times=2)]

    record = bench.bind(REQUEST)

    assert (record.outcome, record.exit) == (Outcome.NEEDS_PERSON, 21)
    assert bench.portal.clicks == 1


def test_a_refusal_on_the_page_is_believed_only_after_looking(bench: Bench) -> None:
    bench.portal.presses = [Press(commits=False, said=Said.REFUSAL, text="no")]

    record = bench.bind(REQUEST)

    assert (record.outcome, record.exit, record.note) == (Outcome.REJECTED, 40, "no")


def test_an_error_message_after_a_commit_is_not_believed(bench: Bench) -> None:
    bench.portal.presses = [Press(said=Said.REFUSAL, text="error")]

    assert bench.bind(REQUEST).outcome is Outcome.DONE


def test_a_challenge_after_the_press_rests_the_login(bench: Bench) -> None:
    bench.portal.presses = [Press(commits=False, said=Said.CHALLENGE)]
    bench.bind(REQUEST)

    record = bench.bind(REQUEST)

    assert (record.outcome, record.exit) == (Outcome.REFUSED, 31)
    assert record.not_before is not None


@pytest.mark.parametrize("failures", [1, 2])
def test_a_page_that_fails_to_load_is_read_again(bench: Bench, failures: int) -> None:
    bench.portal.failing_reads = [portal_down() for _ in range(failures)]

    assert bench.bind(REQUEST).outcome is Outcome.DONE


def test_a_page_that_never_loads_ends_the_run_with_nothing_sent(bench: Bench) -> None:
    bench.portal.failing_reads = [portal_down() for _ in range(3)]

    with pytest.raises(LookAgain):
        bench.bind(REQUEST)

    assert bench.portal.clicks == 0


def test_a_refused_bind_names_its_guard_and_presses_nothing(bench: Bench) -> None:
    bench.portal.failed_checks = {CheckName.OWNER_ADULT}

    record = bench.bind(REQUEST)

    assert (record.outcome, record.exit) == (Outcome.REFUSED, 38)
    assert bench.portal.clicks == 0


def test_the_wrong_country_refuses(bench: Bench) -> None:
    bench.portal.egress = Egress(("US", "US"))

    assert bench.bind(REQUEST).exit == 30


def test_a_dry_run_stops_before_the_claim(bench: Bench) -> None:
    record = bench.bind(REQUEST, dry_run=True)

    assert record.outcome is Outcome.PLANNED
    assert (bench.portal.clicks, bench.states()) == (0, [])


def test_a_lookalike_is_never_taken_for_the_target(bench: Bench) -> None:
    bench.portal.hits = (Hit(ACCOUNT, "a\u0131ice.home", "Alice"),)

    with pytest.raises(AskPerson) as caught:
        bench.bind(REQUEST)

    assert caught.value.code is Code.E_TARGET_NOT_PROVEN
    assert "U+0131" in caught.value.params["detail"]


def test_a_declined_invitation_may_be_followed_by_a_new_one(bench: Bench) -> None:
    bench.bind(REQUEST)
    bench.portal.states[0] = InvitationState.DECLINED
    bench.refresh(SHOP)

    record = bench.bind(REQUEST)

    assert record.outcome is Outcome.DONE
    assert len(bench.portal.effects) == 2


def test_an_invitation_that_ended_unseen_does_not_pass_for_done(bench: Bench) -> None:
    bench.bind(REQUEST)
    bench.portal.states[0] = InvitationState.DECLINED

    record = bench.bind(REQUEST)

    assert record.outcome is Outcome.DONE
    assert len(bench.portal.effects) == 2


def test_a_link_that_came_and_went_unseen_is_a_mismatch_for_a_person(bench: Bench) -> None:
    bench.bind(REQUEST)
    bench.portal.effects.clear()

    with pytest.raises(AskPerson) as caught:
        bench.bind(REQUEST)

    assert caught.value.code is Code.E_EFFECT_MISMATCH
    assert bench.portal.clicks == 1


def test_an_accepted_invitation_without_a_link_is_in_review_for_a_month_and_then_a_persons(bench: Bench) -> None:
    claim = bench.bind(REQUEST).settled
    bench.portal.states[0], bench.portal.over = InvitationState.ACCEPTED, True
    bench.clock.moment += timedelta(days=29)
    in_review = bench.bind(REQUEST)
    bench.clock.moment += timedelta(days=2)

    record = bench.bind(REQUEST)

    assert (in_review.link, in_review.exit) == (LinkState.IN_REVIEW, 0)
    assert (record.outcome, record.code) == (Outcome.NEEDS_PERSON, Code.E_EFFECT_MISMATCH)
    assert claim is not None
    assert record.error["intent"] == claim.intent


def test_who_has_looked_may_say_that_it_is_over_and_the_next_run_begins_anew(bench: Bench) -> None:
    bench.bind(REQUEST)
    bench.portal.states[0], bench.portal.over = InvitationState.ACCEPTED, True
    bench.clock.moment += timedelta(days=31)
    bench.bind(REQUEST)
    (claim,) = bench.ask("claims")

    bench.ask("decide", claim.intent, ClaimState.NOT_DONE, "Li Wei", "linked and unlinked while nobody looked")

    assert (bench.bind(REQUEST).outcome, len(bench.portal.effects)) == (Outcome.DONE, 2)
