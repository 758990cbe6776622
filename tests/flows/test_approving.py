"""Where a named person is asked first, nothing is pressed without that yes, and with it only what the guards allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fakes import ACCOUNT, REQUEST, UNLINK, FakeClock
from flow_bench import finished
from replacing import REPLACE, sent, with_both
from rounds import LINE, Rounds

from agent.domain.approving import ApprovalState
from agent.domain.facts import Egress
from agent.domain.jobs import JobState
from agent.domain.ledger import Outcome
from agent.domain.news import Sending
from agent.domain.record import BindRequest, Progress, Record, UnlinkRequest
from agent.errors import Code
from agent.flows.bind import bind
from agent.flows.story import story

DAY = timedelta(hours=24)
EACH = [pytest.param(REQUEST, id="bind"), pytest.param(replace(UNLINK, without_backup="a test"), id="unlink")]


class Asking(Rounds):
    """An operator who has a colleague agree to each press."""

    def desk(self, kill_at: str = "") -> Any:
        return replace(super().desk(kill_at), ask_first=DAY)

    def decides(self, *, approve: bool) -> None:
        """The colleague decides about what was asked last."""
        (last, *_) = self.ask("approvals")
        self.ask("decide_approval", last.id, approve=approve, by="Ana", reason="looks right" if approve else "not now")

    def approvals(self) -> list[ApprovalState]:
        return [one.state for one in self.ask("approvals")]


class Colleague(FakeClock):
    """Somebody decides while a run waits."""

    def __init__(self, asking: Asking, *, approve: bool) -> None:
        super().__init__(asking.clock.moment)
        self.asking, self.approve = asking, approve

    async def sleep(self, pause: timedelta) -> None:
        await super().sleep(pause)
        for one in await self.asking.ledger.approvals(ApprovalState.PENDING):
            await self.asking.ledger.decide_approval(one.id, approve=self.approve, by="Ana", reason="in time")


@pytest.fixture
def asking() -> Iterator[Asking]:
    made = Asking()
    made.portal.linked_since = made.clock.moment - 30 * DAY
    yield made
    assert made.ledger.check() == []
    made.ledger.close()


@pytest.mark.parametrize("request_", EACH)
def test_what_every_rule_allows_still_waits_for_a_named_person(
    asking: Asking, request_: BindRequest | UnlinkRequest
) -> None:
    asking.ready(request_)

    record = asking.run(request_)

    assert (record.outcome, record.code, record.exit) == (Outcome.NEEDS_PERSON, Code.E_APPROVAL_WANTED, 22)
    assert (asking.portal.clicks, asking.states(), asking.approvals()) == (0, [], [ApprovalState.PENDING])


def test_the_person_is_shown_what_the_guards_saw_and_where_the_picture_is(asking: Asking) -> None:
    asking.run(REQUEST)

    (asked,) = asking.ask("approvals", ApprovalState.PENDING)

    assert {one["guard"] for one in asked.detail["verdicts"]} >= {"network_region", "consent"}
    assert "egress" in {one["fact"] for one in asked.detail["facts"]}
    assert (asked.picture, asked.handle, asked.key.account) == ("1-before.jpg", "alice.home", ACCOUNT)


def test_the_same_request_is_asked_and_told_once(asking: Asking) -> None:
    ids = [asking.run(REQUEST).error["approval"] for _ in range(3)]

    assert len(set(ids)) == 1
    assert asking.approvals() == [ApprovalState.PENDING]
    assert [one.message.values["approval"] for one in asking.ask("unsent", Sending.WAITING)] == ids[:1]


@pytest.mark.parametrize("request_", EACH)
def test_a_yes_is_used_once_by_a_later_run(asking: Asking, request_: BindRequest | UnlinkRequest) -> None:
    asking.ready(request_)
    asking.run(request_)
    asking.decides(approve=True)

    outcomes = [asking.run(request_).outcome for _ in range(2)]

    assert outcomes == [Outcome.DONE, Outcome.ALREADY]
    assert (asking.portal.clicks, asking.approvals()) == (1, [ApprovalState.USED])


def test_the_story_of_the_run_tells_who_had_agreed(asking: Asking) -> None:
    asking.run(REQUEST)
    asking.decides(approve=True)
    asking.run(REQUEST)

    told = finished(story("run-2", asking.ledger))

    assert [(one.kind, one.data["decided_by"]) for one in told.during] == [("approval_used", "Ana")]


def test_a_yes_weakens_no_guard(asking: Asking) -> None:
    asking.run(REQUEST)
    asking.decides(approve=True)
    asking.portal.egress = Egress(("US", "US"))

    record = asking.run(REQUEST)

    assert (record.outcome, record.code) == (Outcome.REFUSED, Code.G_REGION)
    assert (asking.portal.clicks, asking.approvals()) == (0, [ApprovalState.APPROVED])


@pytest.mark.parametrize("taken_back", [False, True])
def test_a_no_is_heard_once_and_only_then_asked_anew(asking: Asking, *, taken_back: bool) -> None:
    asking.run(REQUEST)
    asking.decides(approve=taken_back)
    asking.decides(approve=False) if taken_back else None

    heard, anew = asking.run(REQUEST), asking.run(REQUEST)

    assert (heard.outcome, heard.code, heard.exit) == (Outcome.REFUSED, Code.G_NOT_APPROVED, 35)
    assert (heard.error["by"], heard.error["said"]) == ("Ana", "not now")
    assert (anew.code, asking.portal.clicks) == (Code.E_APPROVAL_WANTED, 0)
    assert asking.approvals() == [ApprovalState.PENDING, ApprovalState.DENIED]


@pytest.mark.parametrize("approved", [False, True])
def test_what_nobody_decided_or_used_in_time_is_a_no(asking: Asking, *, approved: bool) -> None:
    asking.run(REQUEST)
    asking.decides(approve=True) if approved else None
    asking.pass_(DAY)

    record = asking.run(REQUEST)

    assert (record.code, record.error["why"]) == (Code.G_NOT_APPROVED, "approval_expired")
    assert (asking.portal.clicks, asking.approvals()) == (0, [ApprovalState.EXPIRED])


def without_asking(asking: Asking) -> Record:
    """The same request, by a run that asks nobody."""
    return finished(bind(REQUEST, replace(asking.desk(), ask_first=None)))


def test_who_asks_nobody_presses_as_ever(asking: Asking) -> None:
    record = without_asking(asking)

    assert (record.outcome, asking.approvals()) == (Outcome.DONE, [])


@pytest.mark.parametrize(
    ("approve", "outcome", "state"),
    [(True, Outcome.DONE, ApprovalState.USED), (False, Outcome.REFUSED, ApprovalState.DENIED)],
)
def test_what_was_asked_once_governs_who_would_not_have_asked(
    asking: Asking, *, approve: bool, outcome: Outcome, state: ApprovalState
) -> None:
    asking.run(REQUEST)
    waits = without_asking(asking).code
    asking.decides(approve=approve)

    record = without_asking(asking)

    assert (waits, record.outcome, asking.approvals()) == (Code.E_APPROVAL_WANTED, outcome, [state])


@pytest.mark.parametrize("denied", [True, False])
def test_who_asks_nobody_does_not_press_over_a_no_that_was_heard(asking: Asking, *, denied: bool) -> None:
    asking.run(REQUEST)
    asking.decides(approve=False) if denied else asking.pass_(DAY)
    heard = without_asking(asking)

    asked = without_asking(asking)

    assert (heard.code, asked.code, asking.portal.clicks) == (Code.G_NOT_APPROVED, Code.E_APPROVAL_WANTED, 0)
    asking.pass_(DAY - timedelta(minutes=1))
    assert asking.approvals()[0] is ApprovalState.PENDING


@pytest.mark.parametrize(("approve", "code", "clicks"), [(True, None, 1), (False, Code.G_NOT_APPROVED, 0)])
def test_a_run_may_wait_for_the_answer_and_looks_at_everything_anew(
    asking: Asking, *, approve: bool, code: Code | None, clicks: int
) -> None:
    asking.clock = asking.portal.clock = asking.ledger.clock = Colleague(asking, approve=approve)

    record = asking.run(replace(REQUEST, wait_until=asking.clock.moment + timedelta(hours=2)))

    assert (record.code, asking.portal.clicks) == (code, clicks)


def test_a_run_that_waited_in_vain_says_what_is_wanted(asking: Asking) -> None:
    until = asking.clock.moment + timedelta(hours=2)

    record = asking.run(replace(REQUEST, wait_until=until))

    assert (record.code, asking.clock.now()) == (Code.E_APPROVAL_WANTED, until)


def test_each_half_of_a_replacement_is_asked_for_by_itself(asking: Asking) -> None:
    both = with_both(asking)
    wish = replace(REPLACE, old=replace(REPLACE.old, without_backup="a test"))

    ends = [both.replace(wish).progress]
    for _ in range(2):
        asking.decides(approve=True)
        ends.append(both.replace(wish).progress)

    assert ends == [Progress.UNTOUCHED, Progress.HALF, Progress.REPLACED]
    assert (sent(both), asking.approvals()) == ((1, 1), [ApprovalState.USED] * 2)


def test_a_job_waits_for_the_answer_and_is_due_with_it(asking: Asking) -> None:
    asking.wants(LINE)
    asking.round()
    waits = asking.job()
    asking.decides(approve=True)

    due = asking.job()
    asking.round()

    assert (waits.state, waits.due_at) == (JobState.WAITING, asking.ask("approvals")[0].expires_at)
    assert due.due_at is not None
    assert due.due_at <= asking.clock.now()
    assert (asking.portal.clicks, asking.approvals()) == (1, [ApprovalState.USED])


def test_a_job_that_a_person_denied_stays_so(asking: Asking) -> None:
    asking.wants(LINE)
    asking.round()
    asking.decides(approve=False)

    (ended,) = asking.round()
    asking.pass_(30 * DAY)
    asking.round()

    assert ended.record.code is Code.G_NOT_APPROVED
    assert (asking.job().state, asking.job().due_at) == (JobState.REFUSED, None)
    assert asking.approvals() == [ApprovalState.DENIED]


def test_a_press_that_waits_holds_up_no_other_shop_of_the_login(asking: Asking) -> None:
    other = replace(LINE, handle="bob.home", account_id=None)
    asking.wants(LINE, other)

    ended = asking.round()

    assert len(ended) == 2
    assert ended[0].record.code is Code.E_APPROVAL_WANTED
