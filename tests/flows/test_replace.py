"""One account takes another's place: nobody leaves before the other may come; any run goes on from what it finds."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from fakes import ACCOUNT, ALICE, SHOP, START, UNLINK, Press, portal_down
from flow_bench import Bench
from replacing import BOB, BOBS, DRY, REPLACE, TurningTrail, outcomes, sent, with_both

from agent.domain.identity import AccountId, Handle, Target
from agent.domain.ledger import ClaimState, InvitationState, LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.reason import Reason
from agent.domain.record import Progress, Record
from agent.domain.seen import CheckName, Hit, Said
from agent.errors import Code, Submitted, TryLater
from agent.flows.replace import replace as replace_account
from agent.flows.run import recorded

pytestmark = pytest.mark.fast
CAROLS = AccountId("7100000000000000301")
LOST = TimeoutError("click")


@pytest.fixture
def both(bench: Bench) -> Bench:
    return with_both(bench)


def test_one_leaves_and_the_other_is_invited(both: Bench) -> None:
    record = both.replace(REPLACE)

    assert (record.outcome, record.progress, record.exit) == (Outcome.DONE, Progress.REPLACED, 0)
    assert [one.link for one in record.parts] == [LinkState.UNLINKED, LinkState.INVITED]
    assert sent(both) == (1, 1)


@pytest.mark.parametrize("question", ["pinned", "links"])
def test_a_ledger_that_is_busy_ends_it_as_a_replacement_that_was_not_begun(
    both: Bench, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> None:
        raise TryLater(Code.E_BUSY)

    monkeypatch.setattr(both.ledger, question, busy)

    record = both.replace(REPLACE)

    assert (record.code, record.progress, len(record.parts)) == (Code.E_BUSY, Progress.UNTOUCHED, 2)
    assert (record.submitted, sent(both)) == (Submitted.NO, (0, 0))


def test_asked_twice_it_is_one_replacement(both: Bench) -> None:
    both.replace(REPLACE)

    again = both.replace(REPLACE)

    assert (again.outcome, outcomes(again), again.exit) == (Outcome.ALREADY, (Outcome.ALREADY, Outcome.ALREADY), 0)
    assert sent(both) == (1, 1)


def test_when_the_other_has_accepted_it_is_so_already(both: Bench) -> None:
    both.replace(REPLACE)
    both.portal.states[0], both.portal.linked = InvitationState.ACCEPTED, {ACCOUNT, BOBS}

    again = both.replace(REPLACE)

    assert (again.outcome, again.link, sent(both)) == (Outcome.ALREADY, LinkState.LINKED, (1, 1))


def test_a_full_shop_is_no_objection_when_one_leaves(both: Bench) -> None:
    both.portal.places = 1

    assert both.replace(REPLACE).outcome is Outcome.DONE


def test_a_shop_that_stays_full_all_the_same_keeps_its_account(both: Bench) -> None:
    both.portal.linked = {ACCOUNT, AccountId("7100000000000000301"), AccountId("7100000000000000302")}

    record = both.replace(REPLACE)

    assert (record.code, record.progress, sent(both)) == (Code.G_SLOTS, Progress.UNTOUCHED, (0, 0))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (CheckName.OWNER_ADULT, Code.G_NOT_ELIGIBLE),
        (CheckName.NOT_ELSEWHERE, Code.G_CONFLICT),
        (CheckName.COOLED_DOWN, Code.G_COOLDOWN),
    ],
)
def test_nobody_leaves_for_one_who_may_not_come(both: Bench, line: CheckName, code: Code) -> None:
    both.portal.failed_checks = {line}

    record = both.replace(REPLACE)

    assert (record.code, record.progress, record.submitted) == (code, Progress.UNTOUCHED, Submitted.NO)
    assert (outcomes(record), sent(both)) == ((Outcome.NOT_DONE, Outcome.REFUSED), (0, 0))


def test_nobody_leaves_for_one_without_consent(both: Bench) -> None:
    record = both.replace(replace(REPLACE, new=replace(REPLACE.new, candidate=None)))

    assert (record.code, record.objections, sent(both)) == (Code.G_NOT_ELIGIBLE, {Reason.NO_CONSENT}, (0, 0))


def test_nobody_leaves_for_one_who_was_unlinked_just_now(both: Bench) -> None:
    both.portal.linked.add(BOBS)
    both.unlink(replace(UNLINK, target=Target(BOB.handle), without_backup="a test"))

    record = both.replace(replace(REPLACE, new=replace(REPLACE.new, target=Target(BOB.handle, BOBS))))

    assert (record.code, sent(both)) == (Code.G_COOLDOWN, (1, 0))
    assert record.not_before
    assert record.not_before > START + timedelta(hours=24)


def test_the_wait_after_a_link_is_the_leavers_own(both: Bench) -> None:
    both.portal.linked_since = START - timedelta(hours=1)

    record = both.replace(REPLACE)

    assert (record.code, record.progress, sent(both)) == (Code.G_COOLDOWN, Progress.UNTOUCHED, (0, 0))
    assert record.not_before
    assert record.not_before > START + timedelta(hours=23)


def test_nobody_who_left_makes_another_wait(both: Bench) -> None:
    record = both.replace(REPLACE)

    assert (record.outcome, both.clock.now() - START < timedelta(hours=1)) == (Outcome.DONE, True)


def test_the_last_unlink_wants_its_own_word(both: Bench) -> None:
    both.someone_unlinks(times=2)
    both.portal.left = 1

    record = both.replace(REPLACE)
    confirmed = both.replace(replace(REPLACE, old=replace(REPLACE.old, last_confirmed=True)))

    assert (record.code, record.objections, outcomes(record)[1]) == (
        Code.G_UNBINDS,
        {Reason.LAST_UNLINK},
        Outcome.PLANNED,
    )
    assert (confirmed.outcome, sent(both)) == (Outcome.DONE, (1, 1))


def test_an_unknown_unlink_keeps_the_other_waiting(both: Bench) -> None:
    both.portal.presses = [Press(breaks=LOST)]
    both.portal.blind_after_press = True

    record, again = both.replace(REPLACE), both.replace(REPLACE)

    assert [one.exit for one in (record, again)] == [20, 20]
    assert (record.progress, record.submitted) == (Progress.LEAVING_UNKNOWN, Submitted.MAYBE)
    assert sent(both) == (1, 0)


def test_what_is_not_known_is_looked_up_before_anything_else_is_asked(both: Bench) -> None:
    both.portal.presses = [Press(breaks=LOST)]
    both.portal.blind_after_press = True
    both.replace(REPLACE)
    both.portal.failed_checks = {CheckName.OWNER_ADULT}

    record = both.replace(REPLACE)

    assert (record.exit, record.progress) == (20, Progress.LEAVING_UNKNOWN)


def test_what_cannot_be_looked_up_is_not_told_as_if_nobody_had_left(both: Bench) -> None:
    both.portal.presses = [Press(breaks=LOST)]
    both.portal.blind_after_press = True
    both.replace(REPLACE)
    both.portal.failing_reads = [portal_down()] * 99

    record = both.replace(REPLACE)

    assert (record.code, record.exit, record.progress) == (Code.E_PORTAL_DOWN, 10, Progress.LEAVING_UNKNOWN)


def test_a_known_unlink_lets_the_next_run_go_on(both: Bench) -> None:
    both.portal.presses = [Press(breaks=LOST)]
    both.portal.blind_after_press = True
    both.replace(REPLACE)
    both.portal.blind_after_press, both.portal.cut_lists = False, 0

    record = both.replace(REPLACE)

    assert (record.outcome, record.progress, sent(both)) == (Outcome.DONE, Progress.REPLACED, (1, 1))


def test_who_is_linked_again_has_not_left_though_an_earlier_unlink_is_proven_by_that(both: Bench) -> None:
    both.portal.presses = [Press(breaks=LOST)]
    both.portal.blind_after_press = True
    both.replace(REPLACE)
    both.portal.blind_after_press, both.portal.cut_lists = False, 0
    both.clock.moment += timedelta(days=3)
    both.relinked()

    record = both.replace(REPLACE)

    assert (record.code, record.progress, both.portal.clicks) == (Code.G_COOLDOWN, Progress.UNTOUCHED, 1)


def test_an_unlink_without_effect_waits_for_a_person(both: Bench) -> None:
    both.portal.presses = [Press(commits=False, breaks=LOST)]

    record, again = both.replace(REPLACE), both.replace(REPLACE)

    assert (record.exit, again.exit, both.portal.clicks) == (20, 20, 1)


def test_after_a_persons_word_it_goes_on(both: Bench) -> None:
    both.portal.presses = [Press(commits=False, breaks=LOST)]
    intent = both.replace(REPLACE).settled.intent  # type: ignore[union-attr]  # it was pressed

    both.ask("release", intent, "Li Wei", "Seller Center still shows 3 of 3")

    assert (both.replace(REPLACE).outcome, sent(both)) == (Outcome.DONE, (1, 1))


def test_a_no_to_the_unlink_ends_it(both: Bench) -> None:
    word = "The account's e-commerce permission is restricted."
    both.portal.presses = [Press(commits=False, said=Said.REFUSAL, text=word)]

    record = both.replace(REPLACE)

    assert (record.code, record.reason) == (Code.B_NOT_ELIGIBLE, Reason.ACCOUNT_STATUS)
    assert (record.progress, sent(both)) == (Progress.UNTOUCHED, (0, 0))


def test_a_place_that_somebody_else_takes_is_told_as_half_done(both: Bench) -> None:
    both.portal.names[CAROLS] = Handle("carol.home")
    turn = TurningTrail(lambda: both.portal.linked.add(CAROLS))

    record, again = both.replace(REPLACE, trail=turn), both.replace(REPLACE)

    assert [(one.code, one.progress) for one in (record, again)] == [(Code.G_SLOTS, Progress.HALF)] * 2
    assert (record.submitted, again.submitted, sent(both)) == (Submitted.YES, Submitted.NO, (1, 0))


def test_a_portal_that_goes_away_between_the_two_is_told_as_half_done(both: Bench) -> None:
    turn = TurningTrail(lambda: both.portal.failing_reads.extend([portal_down()] * 3))

    record = both.replace(REPLACE, trail=turn)

    assert (record.code, record.progress, record.submitted) == (Code.E_PORTAL_DOWN, Progress.HALF, Submitted.YES)
    assert (both.replace(REPLACE).outcome, sent(both)) == (Outcome.DONE, (1, 1))


def test_an_unknown_invitation_is_looked_up_by_the_next_run(both: Bench) -> None:
    both.portal.presses = [Press(), Press(after=timedelta(hours=1), breaks=LOST)]
    both.portal.lag = timedelta()
    record = both.replace(REPLACE)
    both.clock.moment += timedelta(hours=2)

    again = both.replace(REPLACE)

    assert (record.code, again.exit, sent(both)) == (Code.E_NOT_APPLIED, 0, (1, 1))


def test_an_invitation_nobody_can_read_about_is_told_as_unknown(both: Bench) -> None:
    both.portal.presses = [Press(), Press(breaks=LOST)]
    turn = TurningTrail(lambda: setattr(both.portal, "blind_after_press", True))

    record = both.replace(REPLACE, trail=turn)

    assert (record.exit, record.progress, record.submitted) == (20, Progress.COMING_UNKNOWN, Submitted.MAYBE)


def test_one_who_was_unlinked_by_hand_is_gone_already(both: Bench) -> None:
    both.replace(DRY)
    both.portal.linked.clear()

    record = both.replace(REPLACE)

    assert (record.outcome, outcomes(record), sent(both)) == (Outcome.DONE, (Outcome.ALREADY, Outcome.DONE), (0, 1))


def test_one_whom_nobody_ever_saw_here_is_not_taken_for_gone(both: Bench) -> None:
    stranger = replace(REPLACE, old=replace(REPLACE.old, target=Target(Handle("alice.hone"))))

    record = both.replace(stranger)

    assert (record.code, record.progress, sent(both)) == (Code.E_TARGET_NOT_PROVEN, Progress.UNTOUCHED, (0, 0))


def test_one_who_is_linked_already_lets_the_other_leave(both: Bench) -> None:
    both.portal.linked.add(BOBS)

    record = both.replace(REPLACE)

    assert (record.outcome, outcomes(record), sent(both)) == (Outcome.DONE, (Outcome.DONE, Outcome.ALREADY), (1, 0))


def test_one_who_is_invited_already_lets_the_other_leave(both: Bench) -> None:
    both.portal.places = 2
    both.bind(REPLACE.new)

    record = both.replace(REPLACE)

    assert (record.outcome, outcomes(record), sent(both)) == (Outcome.DONE, (Outcome.DONE, Outcome.ALREADY), (1, 1))


def test_one_who_is_invited_but_may_not_come_any_more_lets_nobody_leave(both: Bench) -> None:
    both.portal.places = 2
    both.bind(REPLACE.new)
    both.portal.failed_checks = {CheckName.NO_VIOLATION}

    record = both.replace(REPLACE)

    assert (record.code, record.objections, sent(both)) == (
        Code.G_NOT_ELIGIBLE,
        {Reason.VIOLATION_ON_RECORD},
        (0, 1),
    )


def test_one_account_under_two_names_replaces_nobody(both: Bench) -> None:
    both.portal.hits = (Hit(ACCOUNT, BOB.handle, "Bob"),)
    pinned = replace(REPLACE.old, target=Target(ALICE.handle, ACCOUNT))

    record = both.replace(replace(REPLACE, old=pinned))

    assert (record.code, record.exit, sent(both)) == (Code.E_USAGE, 2, (0, 0))


def test_who_was_checked_is_who_is_invited(both: Bench) -> None:
    other = (Hit(AccountId("7100000000000000666"), BOB.handle, "Bob"),)

    record = both.replace(REPLACE, trail=TurningTrail(lambda: setattr(both.portal, "hits", other)))

    assert (record.code, record.progress, sent(both)) == (Code.E_TARGET_CHANGED, Progress.HALF, (1, 0))


def test_a_dry_run_presses_nothing(both: Bench) -> None:
    record = both.replace(DRY)

    assert (record.outcome, record.progress, both.portal.clicks) == (Outcome.PLANNED, Progress.REHEARSED, 0)
    assert both.states() == []


def test_a_dry_run_after_the_unlink_rehearses_the_invitation(both: Bench) -> None:
    both.unlink(UNLINK)

    record = both.replace(DRY)

    assert (outcomes(record), sent(both)) == ((Outcome.ALREADY, Outcome.PLANNED), (1, 0))


def test_each_attempt_keeps_the_showcase_anew_and_none_after_the_press(both: Bench) -> None:
    both.replace(DRY)
    both.portal.showcase = 5
    both.replace(REPLACE)
    both.portal.showcase = 0

    both.replace(REPLACE)

    assert len(both.ask("kept_showcase", ACCOUNT).items) == 5


def test_an_older_copy_is_no_copy(both: Bench) -> None:
    both.replace(DRY)
    both.portal.creator_session = False

    record = both.replace(REPLACE)

    assert (record.code, record.objections) == (Code.G_NOT_CONFIRMED, {Reason.SHOWCASE_NOT_KEPT})
    assert sent(both) == (0, 0)


def test_a_portal_that_is_away_leaves_everything_as_it_is(both: Bench) -> None:
    both.portal.failing_reads = [portal_down()] * 9

    record = both.replace(REPLACE)

    assert (record.code, record.progress, record.submitted) == (Code.E_PORTAL_DOWN, Progress.UNTOUCHED, Submitted.NO)


def test_a_declined_invitation_is_told_and_can_be_sent_anew(both: Bench) -> None:
    both.replace(REPLACE)
    both.portal.states[0] = InvitationState.DECLINED
    both.refresh(SHOP)

    record = both.replace(REPLACE)

    assert (record.outcome, outcomes(record), sent(both)) == (Outcome.DONE, (Outcome.ALREADY, Outcome.DONE), (1, 2))


def test_each_claim_is_of_its_own_kind(both: Bench) -> None:
    both.replace(REPLACE)

    claims = both.ask("claims")
    assert [(one.key.kind, one.key.account, one.state) for one in claims] == [
        (Kind.UNLINK, ACCOUNT, ClaimState.DONE),
        (Kind.BIND, BOBS, ClaimState.DONE),
    ]


def interrupted_after_the_unlink(both: Bench) -> Coroutine[None, None, tuple[Record, str]]:
    """A run that is cancelled when the unlink is settled, as a signal does it."""

    async def run() -> tuple[Record, str]:
        task = asyncio.current_task()
        desk = replace(both.desk(), trail=TurningTrail(lambda: task and task.cancel()))
        flow = partial(replace_account, REPLACE, desk)
        return await recorded(SHOP, REPLACE.old.target, Kind.UNLINK, desk, flow)

    return run()


def test_a_signal_between_the_two_hides_nothing(both: Bench) -> None:
    record, _ = asyncio.run(interrupted_after_the_unlink(both))

    assert (record.code, record.exit, record.progress) == (Code.CANCELLED, 130, Progress.HALF)
    assert (record.submitted, both.ask("runs")[0].outcome) == (Submitted.YES, Outcome.CANCELLED)


def test_after_a_signal_it_goes_on(both: Bench) -> None:
    asyncio.run(interrupted_after_the_unlink(both))

    assert (both.replace(REPLACE).outcome, sent(both)) == (Outcome.DONE, (1, 1))
