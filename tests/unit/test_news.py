"""What of a run, a round and an invitation is news, and what of it would be told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fakes import ACCOUNT, ALICE, SHOP, START
from ledger_bench import an_invitation

from agent.domain.identity import Handle, Intent, RunId, Target
from agent.domain.jobs import Job, JobState, Tally, Task
from agent.domain.ledger import ClaimState, InvitationState, Outcome, Settled
from agent.domain.news import Message, Occasion
from agent.domain.permit import Kind
from agent.domain.reason import Reason
from agent.domain.record import Record
from agent.domain.telling import deadlines_of, news_of, summary_of
from agent.domain.verdict import Decision, refuse
from agent.errors import EXIT, Code

pytestmark = pytest.mark.fast

ASKED = Code.E_APPROVAL_WANTED
RUN = RunId("0199aa")
HOUR = timedelta(hours=1)


def ended(outcome: Outcome, code: Code | None, **more: Any) -> Record:
    return Record(SHOP, Target(ALICE.handle, ACCOUNT), Kind.BIND, outcome, code=code, **more)


def test_who_has_to_approve_was_told_when_it_was_asked() -> None:
    assert list(news_of(ended(Outcome.NEEDS_PERSON, ASKED), RUN, START)) == []


def refused(reason: Reason, not_before: Any = None) -> Record:
    decision = Decision((refuse(reason, None, "3 of 3", not_before),), None)
    return ended(Outcome.REFUSED, decision.code, decision=decision)


def told(record: Record, **more: Any) -> Message:
    (message,) = news_of(record, RUN, START, **more)
    return message


@pytest.mark.parametrize("code", [code for code in Code if 20 <= EXIT[code] <= 26 and code is not ASKED])
def test_whatever_needs_a_person_is_told_to_one(code: Code) -> None:
    message = told(ended(Outcome.NEEDS_PERSON, code, error={"detail": "captcha"}))

    assert (message.occasion, message.code, message.shop) == (Occasion.NEEDS_PERSON, code, SHOP.id)
    assert (message.handle, message.account) == (ALICE.handle, ACCOUNT)
    assert message.values["detail"] == "captcha"


@pytest.mark.parametrize(
    ("record", "occasion"),
    [
        (ended(Outcome.REJECTED, Code.B_REJECTED, note="no"), Occasion.REFUSED),
        (refused(Reason.NO_CONSENT), Occasion.REFUSED),
        (refused(Reason.PRESS_CAP, START + HOUR), Occasion.QUOTA),
        (refused(Reason.UNLINKS_USED_UP), Occasion.QUOTA),
        (refused(Reason.NO_FREE_SLOT), Occasion.QUOTA),
        (ended(Outcome.UNKNOWN, Code.E_OUTCOME_UNKNOWN), Occasion.NEEDS_PERSON),
    ],
)
def test_each_end_has_its_occasion(record: Record, occasion: Occasion) -> None:
    assert told(record).occasion is occasion


@pytest.mark.parametrize(
    "record",
    [
        ended(Outcome.DONE, None),
        ended(Outcome.ALREADY, None),
        ended(Outcome.PLANNED, None),
        ended(Outcome.NOT_DONE, Code.E_PORTAL_DOWN),
        ended(Outcome.CANCELLED, Code.CANCELLED),
        refused(Reason.COOLING_DOWN, START + HOUR),
    ],
)
def test_what_went_well_and_what_time_heals_is_no_news(record: Record) -> None:
    assert news_of(record, RUN, START) == ()


def test_a_job_that_failed_for_good_needs_a_person() -> None:
    job = Job(SHOP.id, Task.LINK, ALICE.handle, JobState.FAILED, None, 9, Code.E_PORTAL_DOWN)

    assert told(ended(Outcome.NOT_DONE, Code.E_PORTAL_DOWN), job=job).occasion is Occasion.NEEDS_PERSON


def test_the_reason_that_stands_behind_the_code_is_told_with_its_measure() -> None:
    values = told(refused(Reason.NO_FREE_SLOT)).values

    assert (values["reason"], values["measured"]) == ("no_free_slot", "3 of 3")


def test_what_time_heals_is_not_told_for_the_reason_of_a_lasting_no() -> None:
    verdicts = (refuse(Reason.OUTSIDE_PRESS_HOURS, None, "", START + HOUR), refuse(Reason.NO_CONSENT, None, "nobody"))
    decision = Decision(verdicts, None)

    message = told(ended(Outcome.REFUSED, decision.code, decision=decision))

    assert (message.occasion, message.values["reason"]) == (Occasion.REFUSED, Reason.NO_CONSENT)


def test_the_portals_text_is_a_quote_and_no_value() -> None:
    message = told(ended(Outcome.REJECTED, Code.B_REJECTED, note="<b>no</b>"))

    assert message.quote == "<b>no</b>"
    assert "<b>no</b>" not in message.values.values()


def test_the_same_is_told_once_a_day_and_of_one_press_once_for_good() -> None:
    blocked, pressed = ended(Outcome.NEEDS_PERSON, Code.E_EFFECT_MISMATCH), Settled(Intent("abc"), ClaimState.UNKNOWN)
    lost = ended(Outcome.UNKNOWN, Code.E_OUTCOME_UNKNOWN, settled=pressed)

    keys = [[news_of(one, RUN, START + 24 * HOUR * day)[0].key for day in (0, 0, 1)] for one in (blocked, lost)]

    assert [len(set(same)) for same in keys] == [2, 1]


def test_thirty_shops_of_one_login_whose_session_has_ended_are_one_message() -> None:
    expired = ended(Outcome.NEEDS_PERSON, Code.E_SESSION_EXPIRED)
    others = [replace(expired, shop=replace(SHOP, id=f"74950000000000000{number}")) for number in range(10, 40)]

    assert len({told(one).key for one in others}) == 1


def test_two_accounts_of_a_shop_are_two_messages_but_its_quota_is_one() -> None:
    bob = Target(Handle("bob.home"))
    kinds = refused(Reason.NO_CONSENT), refused(Reason.PRESS_CAP)

    assert [told(one).key == told(replace(one, target=bob)).key for one in kinds] == [False, True]


def test_a_replacement_tells_of_the_account_that_its_last_step_was_about() -> None:
    step = ended(Outcome.NEEDS_PERSON, Code.E_CHALLENGE)
    old = replace(step, target=Target(Handle("old.one")))

    message = told(replace(step, target=None, kind=None, parts=(old, step)))

    assert (message.handle, message.values["handle"]) == (ALICE.handle, ALICE.handle)


@pytest.mark.parametrize(
    ("hours", "state", "count"),
    [
        (6, InvitationState.PENDING, 1),
        (0.1, InvitationState.PENDING, 1),
        (6.1, InvitationState.PENDING, 0),
        (-1, InvitationState.PENDING, 0),
        (3, InvitationState.ACCEPTED, 0),
    ],
)
def test_an_unanswered_invitation_is_told_when_it_runs_out_within_six_hours(
    hours: float, state: InvitationState, count: int
) -> None:
    one = an_invitation(state=state, expires_at=START + hours * HOUR)

    assert len(deadlines_of(SHOP, [one], START)) == count


def test_a_deadline_is_told_once_and_in_the_shops_time() -> None:
    one = an_invitation(expires_at=START + 5 * HOUR)

    first, later = (deadlines_of(SHOP, [one], START + late * HOUR)[0] for late in (0, 4))

    assert first.key == later.key
    assert first.values["until"] == "2026-11-23 08:00 (America/Mexico_City)"


def a_round(**outcomes: int) -> Tally:
    counted = {Outcome[name]: number for name, number in outcomes.items()}
    return Tally(START, START + timedelta(seconds=75), 20, counted, {JobState.NEEDS_PERSON: 2})


def test_a_round_in_which_something_happened_is_summed_up_once() -> None:
    (message,) = summary_of(a_round(DONE=3, ALREADY=9, UNKNOWN=1), "here")

    told = {name: message.values[name] for name in ("done", "already", "unknown", "jobs_needs_person", "took", "exit")}
    assert list(told.values()) == ["3", "9", "1", "2", "1 min 15 s", "20"]
    assert message.key == summary_of(a_round(DONE=3), "here")[0].key != summary_of(a_round(DONE=3), "there")[0].key


@pytest.mark.parametrize("tally", [a_round(), a_round(ALREADY=9), a_round(NOTHING_TO_DO=1, DONE=0)])
def test_a_round_in_which_nothing_happened_is_no_news(tally: Tally) -> None:
    assert summary_of(tally, "here") == ()
