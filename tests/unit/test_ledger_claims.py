"""A press is claimed once, settled by looking, and decided by a person where looking does not help."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fakes import START
from ledger_bench import (
    ACCOUNT,
    HANDLE,
    HOUR,
    LOGIN,
    PRESSES,
    SHOP,
    Book,
    a_link,
    a_permit,
    a_run,
    an_invitation,
    settled,
)

from agent.adapters.ledger_sql import SqlLedger
from agent.domain.identity import AccountId, Intent
from agent.domain.ledger import ClaimState, InvitationState
from agent.domain.permit import Kind, Spend
from agent.errors import Bug, Code, MendInput, Refused, Submitted, TryLater

pytestmark = pytest.mark.fast

OTHER = AccountId("7100000000000000202")
UNLINKS = Spend("unlinks", SHOP, "ever", 3)
SPENT = (UNLINKS.budget, UNLINKS.scope, UNLINKS.period)


def test_only_the_first_caller_may_press(book: Book) -> None:
    first = book.claim(a_permit(0, PRESSES))

    second = book.claim(a_permit(0, PRESSES))

    assert (first.first, second.first) == (True, False)
    assert second.claim == first.claim
    assert book.ask.spent(PRESSES.budget, PRESSES.scope, PRESSES.period) == 1


def test_a_claim_keeps_who_and_what_and_when(book: Book) -> None:
    claim = book.claim(a_permit()).claim

    assert (claim.key, claim.login, claim.handle) == (a_permit().key, LOGIN, HANDLE)
    assert (claim.state, claim.claimed_at) == (ClaimState.OPEN, book.clock.now())
    assert book.ask.last_press(LOGIN) == book.clock.now()


def test_a_lease_that_ran_out_claims_nothing(book: Book) -> None:
    book.clock.moment = book.lease.expires_at

    with pytest.raises(TryLater) as caught:
        book.claim(a_permit())

    assert caught.value.code is Code.E_BUSY
    assert book.ask.claims() == []


def test_a_lease_that_was_taken_over_claims_nothing(book: Book) -> None:
    book.clock.moment = book.lease.expires_at
    book.ask.lease(LOGIN, "somebody else", HOUR)

    with pytest.raises(TryLater) as caught:
        book.claim(a_permit())

    assert caught.value.code is Code.E_BUSY
    assert book.ask.claims() == []


def test_a_lease_of_another_login_is_our_own_mistake(book: Book) -> None:
    lease = book.ask.lease("another", "here", HOUR)

    with pytest.raises(Bug) as caught:
        book.ask.claim(a_permit(), lease, "run-1")

    assert caught.value.submitted is Submitted.NO


def test_a_budget_that_is_used_up_refuses_and_spends_no_other(book: Book) -> None:
    empty, other = replace(PRESSES, limit=0), Spend("showcase_adds", ACCOUNT, "2026-11-23", 50)

    with pytest.raises(Refused) as caught:
        book.claim(a_permit(0, other, empty))

    assert caught.value.code is Code.G_QUOTA
    assert book.ask.spent("showcase_adds", ACCOUNT, "2026-11-23") == 0
    assert book.ask.claims() == []


def test_unlinks_that_are_used_up_have_a_code_of_their_own(book: Book) -> None:
    with pytest.raises(Refused) as caught:
        book.claim(a_permit(0, Spend("unlinks", SHOP, "ever", 0), kind=Kind.UNLINK))

    assert caught.value.code is Code.G_UNBINDS


def test_a_budget_spent_twice_by_one_claim_counts_twice(book: Book) -> None:
    book.claim(a_permit(0, PRESSES, PRESSES))

    with pytest.raises(Refused):
        book.claim(a_permit(0, PRESSES, account=OTHER))

    assert book.ask.spent(PRESSES.budget, PRESSES.scope, PRESSES.period) == 2


def test_what_was_proven_not_done_may_be_tried_again_as_the_next_intention(book: Book) -> None:
    book.pressed(ClaimState.NOT_DONE)

    again = book.claim(a_permit(book.memory().ordinal))

    assert again.first
    assert again.claim.key.n == 1


def test_a_proof_of_absence_gives_no_press_back(book: Book) -> None:
    claim = book.claim(a_permit(0, PRESSES)).claim

    book.ask.settle(claim, settled(ClaimState.NOT_DONE))

    assert book.ask.spent(PRESSES.budget, PRESSES.scope, PRESSES.period) == 1


@pytest.mark.parametrize("state", [ClaimState.OPEN, ClaimState.UNKNOWN, ClaimState.DONE])
def test_while_an_act_is_not_over_no_other_key_of_its_pair_is_given(book: Book, state: ClaimState) -> None:
    earlier = book.pressed(state)

    answer = book.claim(a_permit(1))

    assert not answer.first
    assert answer.claim == earlier


def test_a_late_commit_that_comes_to_light_after_the_permit_stops_the_next_press(book: Book) -> None:
    earlier = book.pressed(ClaimState.NOT_DONE)
    permit = a_permit(book.memory().ordinal)
    book.ask.settle(earlier, settled(ClaimState.DONE))

    answer = book.claim(permit)

    assert not answer.first
    assert answer.claim.state is ClaimState.DONE


def test_a_key_out_of_nowhere_is_our_own_mistake(book: Book) -> None:
    with pytest.raises(Bug) as caught:
        book.claim(a_permit(3))

    assert caught.value.submitted is Submitted.NO
    assert book.ask.claims() == []


@pytest.mark.parametrize(
    ("known", "looked", "ends"),
    [
        (ClaimState.OPEN, ClaimState.UNKNOWN, ClaimState.UNKNOWN),
        (ClaimState.UNKNOWN, ClaimState.DONE, ClaimState.DONE),
        (ClaimState.UNKNOWN, ClaimState.NOT_DONE, ClaimState.NOT_DONE),
        (ClaimState.NOT_DONE, ClaimState.DONE, ClaimState.DONE),
        (ClaimState.REJECTED, ClaimState.DONE, ClaimState.DONE),
        (ClaimState.NOT_DONE, ClaimState.UNKNOWN, ClaimState.NOT_DONE),
        (ClaimState.NOT_DONE, ClaimState.REJECTED, ClaimState.NOT_DONE),
        (ClaimState.DONE, ClaimState.NOT_DONE, ClaimState.DONE),
        (ClaimState.DONE, ClaimState.UNKNOWN, ClaimState.DONE),
    ],
)
def test_a_look_counts_only_where_it_proves_more(
    book: Book, known: ClaimState, looked: ClaimState, ends: ClaimState
) -> None:
    claim = book.pressed(known)

    after = book.ask.settle(claim, settled(looked))

    assert after.state is ends
    assert book.ask.claims() == [after]


def test_settling_keeps_the_invitation_the_note_and_the_moment(book: Book) -> None:
    claim = book.claim(a_permit()).claim
    book.clock.moment += HOUR

    after = book.ask.settle(claim, settled(ClaimState.DONE, invitation_id="9001"), "Sent 已发送 \ud800")

    assert (after.invitation_id, after.settled_at) == ("9001", book.clock.now())
    assert after.note == "Sent 已发送 \\ud800"


def test_a_number_that_was_seen_once_is_kept(book: Book) -> None:
    claim = book.pressed(ClaimState.UNKNOWN, invitation_id="9001")

    after = book.ask.settle(claim, settled(ClaimState.DONE))

    assert (after.state, after.invitation_id) == (ClaimState.DONE, "9001")


def test_an_invitation_of_somebody_else_ends_nothing_of_ours(book: Book) -> None:
    theirs = replace(an_invitation("9001", InvitationState.DECLINED), account=OTHER)
    book.ask.see_invitations(SHOP, [theirs])

    book.pressed(ClaimState.DONE, invitation_id="9001")

    assert book.memory().ordinal == 0


def test_a_persons_decision_stands_whatever_is_seen_later(book: Book) -> None:
    claim = book.pressed(ClaimState.UNKNOWN)
    decided = book.ask.decide(claim.intent, ClaimState.NOT_DONE, "Li Wei", "asked the creator")

    after = book.ask.settle(claim, settled(ClaimState.DONE))

    assert after == decided
    assert (after.state, after.note) == (ClaimState.NOT_DONE, "asked the creator")


def test_what_a_look_has_settled_wrongly_a_person_may_decide_and_nothing_is_given_back_by_that(book: Book) -> None:
    claim = book.pressed(ClaimState.DONE)

    decided = book.ask.decide(claim.intent, ClaimState.NOT_DONE, "Li Wei", "the portal has restored the link")

    assert (decided.state, decided.note) == (ClaimState.NOT_DONE, "the portal has restored the link")
    assert "released" not in book.kinds()
    with pytest.raises(MendInput):
        book.ask.decide(claim.intent, ClaimState.DONE, "Li Wei", "and yet")


@pytest.mark.parametrize("state", [ClaimState.DONE, ClaimState.RELEASED])
def test_what_is_done_cannot_be_decided_to_be_done_nor_be_given_back_so(book: Book, state: ClaimState) -> None:
    claim = book.pressed(ClaimState.DONE)

    with pytest.raises(MendInput) as caught:
        book.ask.decide(claim.intent, state, "Li Wei", "because")

    assert caught.value.code is Code.E_INPUT


@pytest.mark.parametrize("intent", ["nosuch", ""])
def test_nothing_is_decided_about_a_claim_that_is_not_there(book: Book, intent: str) -> None:
    with pytest.raises(MendInput) as caught:
        book.ask.decide(Intent(intent), ClaimState.DONE, "Li Wei", "because")

    assert caught.value.code is Code.E_INPUT


def test_a_person_cannot_decide_that_it_is_unknown(book: Book) -> None:
    claim = book.pressed(ClaimState.OPEN)

    with pytest.raises(MendInput):
        book.ask.decide(claim.intent, ClaimState.UNKNOWN, "Li Wei", "because")

    assert book.ask.claims() == [claim]


def test_nobody_decides_by_releasing(book: Book) -> None:
    claim = book.pressed(ClaimState.UNKNOWN)

    with pytest.raises(MendInput):
        book.ask.decide(claim.intent, ClaimState.RELEASED, "Li Wei", "nobody can know")


def test_only_open_and_unknown_claims_are_unsettled(book: Book) -> None:
    book.pressed(ClaimState.DONE)
    open_ = book.claim(a_permit(account=OTHER)).claim

    unsettled = book.ask.claims(shop=SHOP, unsettled=True)

    assert unsettled == [open_]
    assert book.ask.claims(shop="another shop") == []


def test_a_claim_pins_its_handle_to_the_account(book: Book) -> None:
    before = book.ask.pinned(HANDLE)

    book.claim(a_permit())

    assert before is None
    assert book.ask.pinned(HANDLE) == ACCOUNT


def test_the_other_holder_of_a_lease_is_waited_for(book: Book) -> None:
    with pytest.raises(TryLater) as caught:
        book.ask.lease(LOGIN, "there", HOUR)

    assert caught.value.code is Code.E_BUSY
    assert "here" in caught.value.params["value"]


def test_every_lease_of_a_login_has_a_higher_token(book: Book) -> None:
    book.ask.give_back(book.lease)

    later = book.ask.lease(LOGIN, "there", HOUR)

    assert later.token > book.lease.token
    assert later.expires_at == book.clock.now() + HOUR


def test_a_renewed_lease_lives_longer_and_still_claims(book: Book) -> None:
    book.lease = book.ask.renew(book.lease, 2000 * HOUR)
    book.clock.moment += 1500 * HOUR

    assert book.claim(a_permit()).first


def test_a_lost_lease_is_neither_renewed_nor_harmed_by_giving_it_back(book: Book) -> None:
    book.clock.moment = book.lease.expires_at
    theirs = book.ask.lease(LOGIN, "there", HOUR)
    book.ask.give_back(book.lease)

    with pytest.raises(TryLater):
        book.ask.renew(book.lease, HOUR)

    assert book.ask.renew(theirs, HOUR).token == theirs.token


@pytest.mark.parametrize(("back", "claims"), [(60, True), (61, False)])
def test_by_a_clock_that_was_set_back_since_the_last_press_nobody_presses(
    book: Book, back: int, *, claims: bool
) -> None:
    book.claim(a_permit(account=OTHER))
    book.clock.moment -= timedelta(seconds=back)

    with nullcontext() if claims else pytest.raises(Refused, match=Code.G_CLOCK):
        book.claim(a_permit())

    assert len(book.ask.claims()) == 1 + claims


def test_what_a_clock_that_was_ahead_wrote_down_without_a_press_stops_nobody(book: Book) -> None:
    book.clock.moment += 87_600 * HOUR
    book.ask.record(a_run())
    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.clock.moment -= 87_600 * HOUR

    assert book.claim(a_permit()).first


class OftenBusy(SqlLedger):
    """A ledger that somebody else keeps locked again and again."""

    busy = 0

    async def _write(self, *args: Any, **named: Any) -> Any:
        self.busy -= 1
        if self.busy >= 0:
            raise TryLater(Code.E_BUSY)
        return await super()._write(*args, **named)


@pytest.mark.parametrize(("busy", "ends"), [(11, ClaimState.DONE), (12, ClaimState.OPEN)])
def test_after_the_press_a_locked_ledger_is_waited_for_longer(book: Book, busy: int, ends: ClaimState) -> None:
    claim = book.pressed(ClaimState.OPEN)
    book.ledger.__class__ = OftenBusy
    book.ledger.busy = busy  # type: ignore[attr-defined]

    with suppress(TryLater):
        book.ask.settle(claim, settled(ClaimState.DONE))

    assert book.ask.claims()[0].state is ends


WAYS = [(Kind.UNLINK, Kind.UNLINK_APPROVE), (Kind.UNLINK_APPROVE, Kind.UNLINK)]


def ended(book: Book, kind: Kind, state: ClaimState) -> Any:
    """A link, and a press that was to end it, with what came of that."""
    book.ask.see_links(SHOP, [a_link()], complete=True)
    claim = book.claim(a_permit(0, UNLINKS, kind=kind)).claim
    return claim if state is ClaimState.OPEN else book.ask.settle(claim, settled(state))


@pytest.mark.parametrize(("one", "other"), WAYS)
@pytest.mark.parametrize("state", [ClaimState.OPEN, ClaimState.UNKNOWN, ClaimState.NOT_DONE, ClaimState.DONE])
def test_a_link_that_was_ended_one_way_is_not_ended_the_other_way(
    book: Book, one: Kind, other: Kind, state: ClaimState
) -> None:
    first = ended(book, one, state)

    claimed = book.claim(a_permit(0, UNLINKS, kind=other))

    assert (claimed.first, claimed.claim) == (False, first)
    assert book.ask.spent(*SPENT) == 1


@pytest.mark.parametrize(("one", "other"), WAYS)
def test_what_was_refused_one_way_may_be_tried_the_other_way(book: Book, one: Kind, other: Kind) -> None:
    ended(book, one, ClaimState.REJECTED)

    assert book.claim(a_permit(0, UNLINKS, kind=other)).first


def test_an_unlink_that_the_portal_took_back_is_given_back_by_a_person_once(book: Book) -> None:
    claim = ended(book, Kind.UNLINK, ClaimState.DONE)
    book.ask.see_links(SHOP, [], complete=True)
    book.ask.see_links(SHOP, [a_link(START + HOUR)], complete=True)

    given_back = book.ask.release(claim.intent, "Li Wei", "customer service has linked it again, 3 of 3 shown")

    assert (given_back.state, book.ask.spent(*SPENT)) == (ClaimState.RELEASED, 0)
    assert book.ask.unclaimed_unlinks(SHOP) == 0
    with pytest.raises(MendInput):
        book.ask.release(claim.intent, "Li Wei", "and once more")
