"""Whatever the order of claims, looks, decisions and lists: the ledger says what a plain model of it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from ledger_bench import ACCOUNT, HANDLE, HOUR, LOGIN, SHOP, Book, a_permit, emptied, in_memory, settled
from postgres import Server

from agent.domain.identity import AccountId
from agent.domain.ledger import ClaimState, Invitation, InvitationState, Link, LinkState
from agent.domain.permit import Kind, Spend
from agent.errors import Bug, MendInput, Refused

ACCOUNTS = (ACCOUNT, AccountId("7100000000000000202"))
LIMIT = 6
accounts = some.sampled_from(ACCOUNTS)
looks = some.sampled_from([ClaimState.DONE, ClaimState.REJECTED, ClaimState.NOT_DONE, ClaimState.UNKNOWN])
decisions = some.sampled_from([ClaimState.DONE, ClaimState.NOT_DONE])
numbers = some.sampled_from(["9001", "9002", "9003"])
OVER = {ClaimState.REJECTED, ClaimState.NOT_DONE, ClaimState.RELEASED}
ENDED = {InvitationState.DECLINED, InvitationState.EXPIRED, InvitationState.REVIEW_REJECTED}


@dataclass
class Told:
    """A claim as the model knows it; `linked` and `ended` are what happened to the pair's link after it."""

    state: ClaimState = ClaimState.OPEN
    invitation: str | None = None
    decided: bool = False
    over: bool = False
    linked: bool = False


@dataclass
class Model:
    """The ledger in plain words."""

    claims: dict[AccountId, list[Told]] = field(default_factory=lambda: {one: [] for one in ACCOUNTS})
    invitations: dict[str, tuple[AccountId, InvitationState]] = field(default_factory=dict)
    linked: set[AccountId] = field(default_factory=set)
    starts: int = 0
    used: int = 0

    def ordinal(self, account: AccountId) -> int:
        return sum(one.over for one in self.claims[account])

    def look(self, claim: Told, state: ClaimState, invitation: str | None) -> None:
        late = claim.state in {ClaimState.NOT_DONE, ClaimState.REJECTED} and state is ClaimState.DONE
        fresh = claim.state is ClaimState.OPEN or (claim.state is ClaimState.UNKNOWN and state != ClaimState.UNKNOWN)
        if not claim.decided and (late or fresh):
            claim.state, claim.invitation, claim.over = state, invitation or claim.invitation, state in OVER
            self.conclude()

    def conclude(self) -> None:
        for account, claims in self.claims.items():
            for claim in claims:
                whose, how = self.invitations.get(claim.invitation or "", (None, None))
                ended = whose == account and how in ENDED
                unlinked = claim.linked and account not in self.linked
                claim.over = claim.over or (claim.state is ClaimState.DONE and (ended or unlinked))


class LedgerMachine(RuleBasedStateMachine):
    """Both are asked the same, and must answer the same."""

    def __init__(self) -> None:
        super().__init__()
        self.book, self.model = self.new_book(), Model()

    def new_book(self) -> Book:
        return in_memory()

    def teardown(self) -> None:
        self.book.close()

    @rule(account=accounts, ahead=some.sampled_from([0, 0, 0, 1, -1]))
    def claim(self, account: AccountId, ahead: int) -> None:
        n, claims = max(0, self.model.ordinal(account) + ahead), self.model.claims[account]
        spend = Spend("presses", LOGIN, "2026-11-23", LIMIT)
        new = len(claims) == self.model.ordinal(account)
        if new and n > len(claims):
            with pytest.raises(Bug):
                self.book.claim(a_permit(n, spend, account=account))
        elif new and n == len(claims) and self.model.used == LIMIT:
            with pytest.raises(Refused):
                self.book.claim(a_permit(n, spend, account=account))
        else:
            answer = self.book.claim(a_permit(n, spend, account=account))
            assert answer.first == (new and n == len(claims))
            if answer.first:
                claims.append(Told())
                self.model.used += 1

    @precondition(lambda self: any(self.model.claims.values()))
    @rule(data=some.data(), state=looks, number=some.none() | numbers)
    def settle(self, data: Any, state: ClaimState, number: str | None) -> None:
        account, n, told = data.draw(some.sampled_from(self._every()))
        receipt = {"invitation_id": number} if number else {}

        self.book.ask.settle(self._claim(account, n), settled(state, **receipt))

        self.model.look(told, state, number)

    @precondition(lambda self: any(self.model.claims.values()))
    @rule(data=some.data(), state=decisions)
    def decide(self, data: Any, state: ClaimState) -> None:
        account, n, told = data.draw(some.sampled_from(self._every()))
        intent = self._claim(account, n).intent
        mistaken = told.decided and told.state is ClaimState.DONE and not told.over
        if told.state not in {ClaimState.OPEN, ClaimState.UNKNOWN} and not mistaken:
            with pytest.raises(MendInput):
                self.book.ask.decide(intent, state, "Li Wei", "because")
            return
        self.book.ask.decide(intent, state, "Li Wei", "because")
        told.state, told.decided, told.over = state, True, state in OVER
        self.model.conclude()

    @rule(number=numbers, account=accounts, state=some.sampled_from(list(InvitationState)))
    def see_invitation(self, number: str, account: AccountId, state: InvitationState) -> None:
        now = self.book.clock.now()
        seen = Invitation(number, SHOP, account, HANDLE, state, now, now + 48 * HOUR, now)

        self.book.ask.see_invitations(SHOP, [seen])

        self.model.invitations[number] = (account, state)
        self.model.conclude()

    @rule(there=some.sets(accounts), complete=some.booleans())
    def see_links(self, there: set[AccountId], complete: bool) -> None:  # noqa: FBT001 - hypothesis names it
        now = self.book.clock.now()
        seen = [Link(SHOP, one, HANDLE, LinkState.LINKED, None, None, now) for one in sorted(there)]

        self.book.ask.see_links(SHOP, seen, complete=complete)

        for account in there - self.model.linked:
            self.model.starts += 1
            for claim in self.model.claims[account]:
                claim.linked = True
        self.model.linked = there if complete else self.model.linked | there
        self.model.conclude()

    @rule()
    def time_passes(self) -> None:
        self.book.clock.moment += HOUR

    @invariant()
    def says_what_the_model_says(self) -> None:
        kept = {(one.key.account, one.key.n): one for one in self.book.ask.claims()}
        told = {(account, n): one for account, n, one in self._every()}
        assert {key: one.state for key, one in kept.items()} == {key: one.state for key, one in told.items()}
        assert {key: one.invitation_id for key, one in kept.items()} == {k: one.invitation for k, one in told.items()}
        for account in ACCOUNTS:
            assert self.book.ask.memory(SHOP, account, Kind.BIND).ordinal == self.model.ordinal(account)
        assert self.book.ask.spent("presses", LOGIN, "2026-11-23") == self.model.used <= LIMIT
        seen = {one.invitation_id: (one.account, one.state) for one in self.book.ask.invitations(SHOP)}
        assert seen == self.model.invitations
        on = {one.account for one in self.book.ask.links(SHOP) if one.state is LinkState.LINKED}
        assert on == self.model.linked

    @invariant()
    def folds_to_itself(self) -> None:
        assert self.book.ledger.check() == []

    def _every(self) -> list[tuple[AccountId, int, Told]]:
        return [(account, n, one) for account, all_ in self.model.claims.items() for n, one in enumerate(all_)]

    def _claim(self, account: AccountId, n: int) -> Any:
        return next(one for one in self.book.ask.claims() if (one.key.account, one.key.n) == (account, n))


TestLedgerMachine = LedgerMachine.TestCase
TestLedgerMachine.settings = settings(
    max_examples=15, stateful_step_count=20, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.mark.heavy
def test_the_ledger_on_a_server_says_it_too(server: Server) -> None:
    class OnAServer(LedgerMachine):
        def new_book(self) -> Book:
            return emptied(server)

    run_state_machine_as_test(OnAServer, settings=TestLedgerMachine.settings)
