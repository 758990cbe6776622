"""A yes is asked for once per request, given by a named person, used by one claim, and worth nothing later."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fakes import START
from ledger_bench import ACCOUNT, HANDLE, HOUR, LOGIN, RUN, SHOP, Book, a_permit, settled

from agent.domain.approving import Approval, ApprovalState
from agent.domain.handover import HandedOver, HandOverState
from agent.domain.identity import RunId
from agent.domain.jobs import Job, JobState, Task
from agent.domain.ledger import ClaimState
from agent.errors import Code, MendInput, Refused

pytestmark = pytest.mark.fast
DAY = timedelta(hours=24)
PENDING, APPROVED, DENIED = ApprovalState.PENDING, ApprovalState.APPROVED, ApprovalState.DENIED


def asked(n: int = 0) -> Approval:
    shown = {"verdicts": [{"guard": "consent", "measured": "Ünïcode \0 店"}], "facts": []}
    return Approval(a_permit(n).key, LOGIN, HANDLE, RUN, START, START + DAY, detail=shown, picture="1-before.jpg")


def ask(book: Book, n: int = 0) -> Approval:
    told: Approval = book.ask.ask_approval(replace(asked(n), expires_at=book.clock.now() + DAY), anew=True)
    return told


def decide(book: Book, approval: Approval, *, approve: bool) -> Approval:
    told: Approval = book.ask.decide_approval(approval.id, approve=approve, by="Ana", reason="because")
    return told


def claim(book: Book, approval: Approval, n: int = 0) -> Any:
    return book.claim(replace(a_permit(n), approval=approval.id))


def test_it_comes_out_as_it_went_in(book: Book) -> None:
    told = ask(book)

    kept = book.ask.approval(told.id)

    assert kept == replace(
        told, detail={"verdicts": [{"guard": "consent", "measured": "Ünïcode \\x00 店"}], "facts": []}
    )
    assert (kept.run, kept.picture, kept.state) == (RUN, "1-before.jpg", PENDING)


def test_one_request_has_one_that_lives(book: Book) -> None:
    first = ask(book)

    assert [ask(book).id, ask(book).id] == [first.id] * 2
    assert ask(book, n=1).id != first.id


def test_who_would_not_ask_is_governed_by_what_was_asked_and_asks_anew_after_a_no(book: Book) -> None:
    def governs() -> Any:
        return book.ask.ask_approval(asked(), anew=False)

    before, pending = governs(), ask(book)
    decide(book, pending, approve=False)

    assert (before, governs().state) == (None, DENIED)
    assert (governs().number, governs().state) == (1, PENDING)


def test_who_decided_and_why_is_recorded(book: Book) -> None:
    decide(book, ask(book), approve=True)

    (kept,) = book.ask.approvals(APPROVED)

    assert (kept.decided_by, kept.reason, kept.decided_at) == ("Ana", "because", START)
    assert book.kinds()[-2:] == ["approval_asked", "approval_decided"]


def test_a_claim_uses_it_in_its_own_transaction(book: Book) -> None:
    yes = decide(book, ask(book), approve=True)

    claim(book, yes)

    assert book.ask.approval(yes.id).state is ApprovalState.USED
    assert book.kinds()[-2:] == ["approval_used", "claimed"]


@pytest.mark.parametrize("how", ["pending", "denied", "expired", "of another request", "unknown"])
def test_without_a_yes_that_stands_nothing_is_claimed(book: Book, how: str) -> None:
    mine, other = ask(book), ask(book, n=1)
    yes = {"of another request": other, "unknown": replace(mine, number=7)}.get(how, mine)
    if how in {"denied", "expired", "of another request"}:
        decide(book, yes, approve=how != "denied")
    book.clock.moment += DAY if how == "expired" else timedelta()

    with pytest.raises(Refused) as caught:
        claim(book, yes)

    assert (caught.value.code, book.ask.claims()) == (Code.G_NOT_APPROVED, [])


def test_a_yes_is_good_for_one_claim(book: Book) -> None:
    yes = decide(book, ask(book), approve=True)
    pressed = claim(book, yes).claim
    again = claim(book, yes)
    book.ask.settle(pressed, settled(ClaimState.NOT_DONE))

    with pytest.raises(Refused):
        claim(book, yes, n=1)
    assert not again.first


@pytest.mark.parametrize("approve", [False, True])
def test_what_is_over_is_decided_no_more(book: Book, *, approve: bool) -> None:
    late = ask(book)
    book.clock.moment += DAY

    with pytest.raises(MendInput) as caught:
        decide(book, late, approve=approve)

    assert (caught.value.code, caught.value.params["state"]) == (Code.E_INPUT, "expired")


def test_a_yes_may_be_taken_back_and_a_no_may_not(book: Book) -> None:
    asked_for = ask(book)
    decide(book, asked_for, approve=True)
    decide(book, asked_for, approve=False)

    with pytest.raises(MendInput):
        decide(book, asked_for, approve=True)
    assert book.ask.approval(asked_for.id).state is DENIED


def test_one_that_nobody_asked_for_is_not_decided(book: Book) -> None:
    with pytest.raises(MendInput) as caught:
        book.ask.decide_approval("0123456789", approve=True, by="Ana", reason="")

    assert caught.value.params["why"] == "no_such_approval"


def test_the_job_that_waits_for_it_is_due_with_the_decision(book: Book) -> None:
    waits = Job(SHOP, Task.LINK, HANDLE, JobState.WAITING, START + DAY, code=Code.E_APPROVAL_WANTED)
    other = replace(waits, task=Task.UNLINK, code=Code.G_COOLDOWN)
    book.ask.set_jobs([waits, other])
    asked_for = ask(book)
    book.clock.moment += HOUR

    decide(book, asked_for, approve=False)

    due = {one.task: one.due_at for one in book.ask.jobs(SHOP)}
    assert due == {Task.LINK: START + HOUR, Task.UNLINK: START + DAY}


def test_several_runs_at_once_ask_one_question(book: Book) -> None:
    async def all_at_once() -> list[Any]:
        return list(await asyncio.gather(*(book.ledger.ask_approval(asked(), anew=True) for _ in range(20))))

    assert len({one.id for one in book.run(all_at_once())}) == 1
    assert len(book.ask.approvals()) == 1


def test_a_forgotten_creator_is_named_in_none(book: Book) -> None:
    ask(book)

    book.ask.forget(ACCOUNT)

    (kept,) = book.ask.approvals()
    assert (kept.handle, kept.detail, kept.picture) == ("", {}, "")


def a_hand_over(number: str, run: str = "run-1") -> HandedOver:
    return HandedOver(number, SHOP, LOGIN, RunId(run), "home", "here", 4711, START, START + HOUR)


def test_a_login_s_page_is_in_one_pair_of_hands(book: Book) -> None:
    book.ask.begin_handover(a_hand_over("a"))
    book.ask.begin_handover(a_hand_over("b", "run-2"))

    assert {one.id: one.state for one in book.ask.handovers()} == {
        "a": HandOverState.LEFT,
        "b": HandOverState.WAITING,
    }


def test_how_a_hand_over_ended_is_kept_once(book: Book) -> None:
    book.ask.begin_handover(a_hand_over("a"))
    book.ask.end_handover("a", HandOverState.OVER, {"pointer": 3})
    book.ask.end_handover("a", HandOverState.LEFT, {})

    (kept,) = book.ask.handovers()

    assert (kept.state, kept.inputs, kept.ended_at) == (HandOverState.OVER, {"pointer": 3}, START)


def test_a_hand_over_whose_run_was_killed_waits_no_longer_than_its_deadline(book: Book) -> None:
    book.ask.begin_handover(a_hand_over("a"))
    waiting = book.ask.handovers(HandOverState.WAITING)
    book.clock.moment += HOUR

    assert [one.id for one in waiting] == ["a"]
    assert book.ask.handovers(HandOverState.WAITING) == []
    assert [one.state for one in book.ask.handovers()] == [HandOverState.LEFT]
