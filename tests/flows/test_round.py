"""Rounds: each does what is due, and says when the rest is; what nobody may do alone waits for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import ACCOUNT, SHOP, UNLINK, Killed, Press, portal_down
from rounds import HOUR, LEAVES, LINE, RHYTHM, Rounds, key

from agent.domain.due import NOT_WANTED, UNDONE, wanted
from agent.domain.identity import Handle, Target
from agent.domain.jobs import JobState, Task
from agent.domain.ledger import InvitationState, LinkState, Outcome
from agent.domain.planning import Change, Step
from agent.domain.portal import Surface
from agent.domain.reason import Reason
from agent.domain.record import BindRequest
from agent.domain.roster import Consent, Via, Wanted
from agent.domain.seen import CheckName
from agent.errors import Code, MendHost
from agent.flows.ends import Confirmed

pytestmark = pytest.mark.fast
LET_GO = Confirmed(frozenset({LINE.handle}))


@pytest.fixture
def rounds() -> Rounds:
    return Rounds()


def test_what_is_due_is_done_once_and_then_waited_for(rounds: Rounds) -> None:
    rounds.round()
    again = rounds.round()

    assert rounds.portal.clicks == 1
    assert again == []
    assert (rounds.job().state, rounds.job().due_at) == (JobState.WAITING, rounds.portal.rows()[0].sent_at + HOUR)


def test_a_creator_who_accepts_ends_the_job(rounds: Rounds) -> None:
    rounds.round()
    rounds.answers(InvitationState.ACCEPTED)
    rounds.pass_(2 * HOUR)

    rounds.round()

    assert (rounds.job().state, rounds.job().due_at, rounds.portal.clicks) == (JobState.DONE, None, 1)


def test_who_accepted_a_month_ago_and_is_not_linked_is_a_persons_to_look_at(rounds: Rounds) -> None:
    rounds.round()
    rounds.portal.states[0] = InvitationState.ACCEPTED
    rounds.pass_(2 * HOUR)
    rounds.round()
    waiting = rounds.job().state

    rounds.pass_(31 * 24 * HOUR)
    rounds.round()

    assert (waiting, rounds.job().state, rounds.portal.clicks) == (JobState.WAITING, JobState.NEEDS_PERSON, 1)
    assert (rounds.job().code, rounds.plan().lines[0].step) == (Code.E_EFFECT_MISMATCH, Step.PERSON)


def test_an_invitation_that_ran_out_is_sent_again_as_a_new_intention(rounds: Rounds) -> None:
    rounds.round()
    rounds.pass_(49 * HOUR)
    rounds.answers(InvitationState.EXPIRED)

    rounds.round()

    assert rounds.portal.clicks == 2
    assert [claim.key.n for claim in rounds.ask("claims")] == [0, 1]


def test_it_is_not_sent_more_often_than_the_line_allows(rounds: Rounds) -> None:
    rounds.wants(replace(LINE, resend=0))
    rounds.round()
    rounds.pass_(49 * HOUR)
    rounds.answers(InvitationState.EXPIRED)

    ended = rounds.round()

    assert rounds.portal.clicks == 1
    assert (rounds.job().state, rounds.job().due_at) == (JobState.REFUSED, None)
    assert Code.B_REJECTED in {one.record.code for one in ended}


def test_a_no_is_a_no_until_the_line_changes(rounds: Rounds) -> None:
    rounds.round()
    rounds.answers(InvitationState.DECLINED)
    rounds.pass_(2 * HOUR)
    rounds.round()
    declined = rounds.job()

    rounds.wants(replace(LINE, position="tea"))

    assert (declined.state, declined.due_at) == (JobState.REFUSED, None)
    assert (rounds.job().state, rounds.job().due_at) == (JobState.OPEN, rounds.clock.now())


def test_a_missing_line_ends_the_job_and_undoes_nothing(rounds: Rounds) -> None:
    rounds.round()
    rounds.answers(InvitationState.ACCEPTED)
    rounds.pass_(2 * HOUR)
    rounds.round()

    rounds.wants()
    rounds.pass_(30 * HOUR)
    rounds.round()

    assert (rounds.job().state, rounds.job().note) == (JobState.DONE, NOT_WANTED)
    assert rounds.portal.links() == [ACCOUNT]


@pytest.mark.parametrize("consent", [None, Consent(owned=True)])
def test_a_candidate_is_never_invited_and_no_job_is_made_of_it(rounds: Rounds, consent: Consent | None) -> None:
    rounds.wants(replace(LINE, wanted=Wanted.CANDIDATE, consent=consent))

    ended, plan = rounds.round(), rounds.plan()

    assert (list(ended), rounds.portal.clicks, list(plan.lines)) == ([], 0, [])
    assert (rounds.job().state, rounds.job().note) == (JobState.DONE, NOT_WANTED)
    assert {one.task for one in wanted(rounds.shop, [], rounds.clock.now(), RHYTHM)} == {Task.LOOK}


def test_an_unlink_waits_for_the_name_of_the_account(rounds: Rounds) -> None:
    rounds.portal.linked.add(ACCOUNT)
    rounds.wants(LEAVES)
    first, second = rounds.round(), rounds.round()

    rounds.round(confirmed=LET_GO, asked=frozenset({key(rounds.job(Task.UNLINK))}))

    assert [one.record.code for one in first] == [Code.G_NOT_CONFIRMED]
    assert second == []
    assert (rounds.portal.links(), rounds.job(Task.UNLINK).state) == ([], JobState.DONE)


def test_the_last_unlink_of_a_shop_waits_for_the_name_of_the_shop_too(rounds: Rounds) -> None:
    rounds.portal.linked.add(ACCOUNT)
    rounds.portal.left = 1
    rounds.wants(LEAVES)
    asked = frozenset({key(rounds.job(Task.UNLINK))})
    (refused,) = rounds.round(confirmed=LET_GO)
    clicks = rounds.portal.clicks

    rounds.round(confirmed=replace(LET_GO, last=frozenset({SHOP.id})), asked=asked)

    assert (refused.record.code, clicks) == (Code.G_UNBINDS, 0)
    assert refused.record.objections == {Reason.LAST_UNLINK}
    assert (rounds.portal.clicks, rounds.job(Task.UNLINK).state) == (1, JobState.DONE)


def test_what_was_reached_and_undone_outside_is_a_persons_to_decide(rounds: Rounds) -> None:
    rounds.round()
    rounds.answers(InvitationState.ACCEPTED)
    rounds.pass_(2 * HOUR)
    rounds.round()
    rounds.unlinked_outside()
    rounds.pass_(25 * HOUR)

    ended = rounds.round()

    assert (rounds.job().state, rounds.job().note, rounds.portal.clicks) == (JobState.NEEDS_PERSON, UNDONE, 1)
    assert max(one.exit for one in ended) == 21


def test_who_is_invited_anew_by_hand_is_waited_for_again(rounds: Rounds) -> None:
    test_what_was_reached_and_undone_outside_is_a_persons_to_decide(rounds)
    rounds.pass_(25 * HOUR)
    rounds.bind(BindRequest(rounds.shop, Target(LINE.handle, ACCOUNT), LINE))
    rounds.pass_(25 * HOUR)

    rounds.round()

    assert (rounds.job().state, rounds.job().note, rounds.portal.clicks) == (JobState.WAITING, "", 2)


def test_a_line_that_comes_back_is_done_again(rounds: Rounds) -> None:
    test_a_missing_line_ends_the_job_and_undoes_nothing(rounds)
    rounds.unlinked_outside()

    rounds.wants(LINE)
    rounds.round()
    clicks = rounds.portal.clicks
    rounds.pass_(25 * HOUR)
    rounds.round()

    assert (rounds.job().state, clicks, rounds.portal.clicks) == (JobState.WAITING, 1, 2)


def test_a_refusal_that_time_heals_is_no_trouble_and_due_then(rounds: Rounds) -> None:
    rounds.ask("challenge", "7480000000000000001", "captcha")

    ended = rounds.round()

    assert [(one.exit, one.record.outcome) for one in ended] == [(0, Outcome.REFUSED)]
    assert rounds.job().state is JobState.WAITING
    assert rounds.job().due_at == rounds.clock.now() - timedelta(seconds=1) + 24 * HOUR


def test_a_refusal_that_time_does_not_heal_is_looked_at_once_a_day(rounds: Rounds) -> None:
    rounds.portal.failed_checks.add(CheckName.NO_VIOLATION)

    ended = rounds.round()

    assert [one.exit for one in ended] == [38]
    assert (rounds.job().state, rounds.job().due_at) == (JobState.REFUSED, rounds.clock.now() + 24 * HOUR)


def test_what_comes_to_nothing_is_tried_again_after_longer_and_longer_pauses(rounds: Rounds) -> None:
    rounds.portal.failing_reads = [portal_down()] * 6
    rounds.round()
    first = rounds.job()
    rounds.pass_(timedelta(minutes=2))
    rounds.round()

    assert (first.state, first.tries, first.code) == (JobState.OPEN, 1, Code.E_PORTAL_DOWN)
    assert (rounds.job().tries, rounds.job().due_at) == (2, rounds.clock.now() + timedelta(minutes=2))


def test_an_unknown_outcome_stops_the_shop_and_is_only_looked_at_afterwards(rounds: Rounds) -> None:
    rounds.portal.presses = [Press(commits=False)]
    rounds.portal.blind_after_press = True
    rounds.round()
    unknown = rounds.job()
    rounds.pass_(2 * HOUR)

    rounds.round()

    assert (unknown.state, unknown.code) == (JobState.NEEDS_PERSON, Code.E_OUTCOME_UNKNOWN)
    assert (rounds.job().state, rounds.portal.clicks) == (JobState.NEEDS_PERSON, 1)


def test_who_holds_the_login_is_left_alone(rounds: Rounds) -> None:
    rounds.ask("lease", "7480000000000000001", "elsewhere/run", HOUR)

    ended = rounds.round()

    assert ([one.exit for one in ended], rounds.portal.clicks) == ([13], 0)


def test_a_ledger_that_fails_ends_the_round_with_its_own_word(rounds: Rounds, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object) -> None:
        raise MendHost(Code.E_DISK_FULL)

    monkeypatch.setattr(rounds.ledger, "set_jobs", full)

    with pytest.raises(MendHost):
        rounds.round()


@pytest.mark.parametrize("word", [LET_GO, Confirmed()], ids=["confirmed", "unconfirmed"])
def test_an_unlink_that_is_unknown_stays_a_persons_and_is_never_pressed_again(rounds: Rounds, word: Confirmed) -> None:
    rounds.portal.linked.add(ACCOUNT)
    rounds.wants(LEAVES)
    rounds.portal.presses = [Press(commits=False)]
    rounds.round(confirmed=LET_GO)
    unknown = rounds.job(Task.UNLINK)
    rounds.pass_(2 * HOUR)

    rounds.round(confirmed=word)

    still = rounds.job(Task.UNLINK)
    assert (unknown.state, unknown.code) == (JobState.NEEDS_PERSON, Code.E_OUTCOME_UNKNOWN)
    assert (still.state, still.code, rounds.portal.clicks) == (unknown.state, unknown.code, 1)


def test_an_old_list_undoes_no_job(rounds: Rounds) -> None:
    rounds.portal.linked.add(ACCOUNT)
    rounds.wants(LEAVES)
    rounds.round(confirmed=LET_GO)
    rounds.pass_(HOUR / 2)
    rounds.portal.lag = HOUR

    rounds.round(asked=frozenset({(SHOP.id, Task.LOOK, Handle(""))}))

    assert rounds.job(Task.UNLINK).state is JobState.DONE


def test_what_a_killed_run_may_have_pressed_is_told_of_a_job_that_waits_for_a_word(rounds: Rounds) -> None:
    rounds.portal.linked.add(ACCOUNT)
    rounds.wants(LEAVES)
    rounds.round()
    waits = rounds.job(Task.UNLINK).code
    rounds.portal.blind_after_press = True
    with pytest.raises(Killed):
        rounds.unlink(UNLINK, kill_at="CP15")
    rounds.pass_(25 * HOUR)

    rounds.round()

    assert (waits, rounds.job(Task.UNLINK).code) == (Code.G_NOT_CONFIRMED, Code.E_OUTCOME_UNKNOWN)


def test_a_bind_in_the_app_is_done_there_where_its_pages_can_be_opened(rounds: Rounds) -> None:
    rounds.wants(replace(LINE, via=Via.APP))

    ended = rounds.round()

    assert [one.record.link for one in ended] == [LinkState.LINKED]
    assert len(rounds.portal.jumps) == 1


def test_a_bind_in_the_app_is_handed_to_a_person_with_a_phone(rounds: Rounds) -> None:
    rounds.wants(replace(LINE, via=Via.APP))
    rounds.profile = replace(rounds.profile, surfaces={"app": Surface.PHONE})

    ended = rounds.round()

    assert [one.record.code for one in ended] == [Code.E_HAND_OVER]
    assert rounds.portal.clicks == 0


def test_a_plan_says_what_is_to_be_done_and_presses_nothing(rounds: Rounds) -> None:
    plan = rounds.plan()

    assert [(line.step, line.due_at) for line in plan.lines] == [(Step.INVITE, rounds.clock.now())]
    assert (plan.cost.invites, rounds.portal.clicks) == (1, 0)


def test_a_plan_names_what_was_changed_outside(rounds: Rounds) -> None:
    rounds.portal.linked.add(ACCOUNT)
    rounds.plan()
    rounds.unlinked_outside()

    changed = rounds.plan().outside

    assert [(one.change, one.handle) for one in changed] == [(Change.UNLINKED, LINE.handle)]


def test_a_plan_is_not_the_same_once_the_shop_stands_otherwise(rounds: Rounds) -> None:
    before, same = rounds.plan().digest, rounds.plan().digest
    rounds.round()

    assert before == same != rounds.plan().digest


def test_equal_positions_are_told(rounds: Rounds) -> None:
    other = replace(LINE, handle=Handle("bob.home"), account_id=None, position=" Tea  time")
    rounds.wants(replace(LINE, position="tea time"), other)

    assert rounds.plan().equal_positions == [("tea time", [LINE.handle, other.handle])]
