"""Three unlinks of a shop ever, and a day between an unlink and the next bind, whatever happens to the runs.

One shop with four linked accounts: runs meet faults, are killed, and commit late; time passes; people decide and give
back, rightly or not. Unless one of them was mistaken, the portal never has more than three unlinks.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeAlias

import pytest
from fakes import ACCOUNT, ALICE, ENDS, MOCK, REQUEST, SHOP, UNLINK, Effect, Killed, Press, portal_down
from flow_bench import Bench
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from test_engine import POINTS, delays, presses

from agent.domain.identity import AccountId, Handle, Target
from agent.domain.ledger import Claim, ClaimState
from agent.domain.seen import Hit
from agent.errors import CompanionError, MendInput

RUNS = int(os.environ.get("THREE_RUNS", "40"))
HEAVY = int(os.environ.get("THREE_RUNS", "1000"))
FIRST = int(os.environ.get("THREE_SEED", "1000"))
NAMES = {ACCOUNT: ALICE.handle} | {AccountId(f"710000000000000020{n}"): Handle(f"other.{n}") for n in range(3)}
WITHOUT_EFFECT = {ClaimState.NOT_DONE, ClaimState.REJECTED}
KNOWN_FOR_A_NO = "The account's e-commerce permission is restricted."
DAY = timedelta(hours=24)
Step: TypeAlias = tuple[Any, ...]


class History:
    """`given_back` counts what people gave back, `mistaken` how often the unlink had come or was to come."""

    def __init__(self, used: int, lag: timedelta, *, counted: bool) -> None:
        """A portal that shows how many unlinks are left, or one where the ledger alone counts; some may be used."""
        self.bench = Bench(at_once=True)
        self.portal = self.bench.portal
        self.portal.linked, self.portal.names, self.portal.lag = set(NAMES), dict(NAMES), lag
        self.portal.left = 3 - used
        self.bench.profile = replace(MOCK, uncounted=frozenset(["unlink.left"] * (not counted)))
        self.bench.adopt(unlinks=used)
        self.used = self.pressed = used
        self.given_back = self.mistaken = 0

    def unlinks(self, account: AccountId, kill_at: str, press: Press, failures: int) -> None:
        """A run that ends a link; it presses only where the ledger has one left."""
        request = replace(UNLINK, target=Target(NAMES[account]), last_confirmed=True, without_backup="not on trial")
        spent = self.spent()

        clicks = self.clicks(lambda: self.bench.unlink(request, kill_at=kill_at), press, failures)

        assert clicks <= (spent < 3), "a fourth without a person"
        self.pressed += clicks

    def binds_again(self, kill_at: str, press: Press, failures: int) -> None:
        """A run that binds the account whose link has ended last; it presses only when the wait is over."""
        if not self.ends():
            return
        ended, waited = self.ends()[-1], list[timedelta]()
        handle = NAMES[ended.account]
        request = replace(REQUEST, target=Target(handle), candidate=replace(ALICE, handle=handle))
        self.portal.hits = (Hit(ended.account, handle, "Alice"),)
        self.portal.at_press = lambda: waited.append(self.bench.clock.now() - ended.at)

        self.clicks(lambda: self.bench.bind(request, kill_at=kill_at), press, failures)

        self.portal.at_press = lambda: None
        assert all(wait >= DAY for wait in waited), "bound again too early"

    def decides(self, which: int, word: ClaimState) -> None:
        """A person says what became of a press, rightly or not; of some nobody may."""
        for claim in self.nth(which, set(ClaimState)):
            with suppress(MendInput):
                self.bench.ask("decide", claim.intent, word, "Li Wei", "I looked")

    def gives_back(self, which: int) -> None:
        """A person gives back an unlink that seems to have had no effect."""
        for claim in self.nth(which, WITHOUT_EFFECT):
            self.bench.ask("release", claim.intent, "Li Wei", "Seller Center still shows it")
            self.given_back += 1
            self.mistaken += claim.key.account in {one.account for one in self.ends()}

    def waits(self, jump: timedelta) -> None:
        """Time passes."""
        self.bench.clock.moment += jump

    def clicks(self, run: Callable[[], object], press: Press, failures: int) -> int:
        """How often one run pressed, whatever else became of it; the lease of one that was killed runs out."""
        before = self.portal.clicks
        self.portal.presses, self.portal.failing_reads = [press], [portal_down()] * failures
        with suppress(Killed, CompanionError):
            run()
        self.portal.failing_reads = []
        self.bench.clock.moment += timedelta(minutes=11)
        return self.portal.clicks - before

    def holds(self) -> None:
        """What must hold after every step."""
        assert self.pressed <= 3 + self.given_back
        happened = self.used + len(self.ends())
        assert happened - self.mistaken <= self.spent() <= 3, "an unlink that was not counted"

    def spent(self) -> int:
        """How many unlinks the ledger counts as used."""
        return int(self.bench.ask("spent", "unlinks", SHOP.id, "ever"))

    def ends(self) -> list[Effect]:
        """The unlinks that have come to the portal, or will."""
        return [one for one in self.portal.effects if one.kind in ENDS]

    def nth(self, which: int, states: set[ClaimState]) -> list[Claim]:
        """One of our unlinks in one of these states, if there is any."""
        found = [one for one in self.bench.ask("claims") if one.state in states and one.key.kind in ENDS]
        return found[which % len(found) :][:1] if found else []


def steps() -> st.SearchStrategy[Step]:
    """What may happen next: mostly somebody wants an unlink."""
    accounts, which = st.sampled_from(sorted(NAMES)), st.integers(0, 3)
    kills = st.sampled_from([*[""] * 2 * len(POINTS), *POINTS])
    mostly, texts = st.sampled_from([True, True, False]), st.sampled_from(["fake", KNOWN_FOR_A_NO])
    starts = (kills, st.builds(replace, presses, commits=mostly, text=texts), st.sampled_from([*[0] * 6, 1, 4]))
    words = st.sampled_from([ClaimState.DONE, ClaimState.NOT_DONE])
    jumps = st.sampled_from([3600, 90_000]).map(lambda seconds: timedelta(seconds=seconds))
    unlinks = st.tuples(st.just(History.unlinks), accounts, *starts)
    others = (
        st.tuples(st.just(History.binds_again), *starts),
        st.tuples(st.just(History.decides), which, words),
        st.tuples(st.just(History.gives_back), which),
        st.tuples(st.just(History.waits), jumps),
    )
    return st.one_of(*[unlinks] * len(others), *others)


def check_history(plan: list[Step], used: int, lag: timedelta, *, counted: bool) -> None:
    """One history, from a shop with four links to its end."""
    history = History(used, lag, counted=counted)
    for deed, *told in plan:
        deed(history, *told)
        history.holds()
    assert not history.bench.ledger.check(), "events and projections disagree"
    history.bench.ledger.close()


def check_histories(first: int, count: int) -> None:
    """So many histories, the same ones for the same number."""
    few = settings(max_examples=count, suppress_health_check=list(HealthCheck))
    plans, used = st.lists(steps(), min_size=10, max_size=15), st.sampled_from([0, 1, 2, 2])
    histories = given(plan=plans, used=used, lag=delays, counted=st.booleans())

    seed(first)(few(histories(check_history)))()


@pytest.mark.fast
def test_a_link_that_ended_while_nobody_saw_it_begins_the_wait_all_the_same() -> None:
    history = History(0, timedelta(), counted=True)
    history.unlinks(ACCOUNT, "CP15", Press(), 0)

    history.binds_again("", Press(), 0)
    history.waits(timedelta(hours=23))
    history.binds_again("", Press(), 0)
    assert history.portal.clicks == 1
    history.waits(timedelta(hours=1))
    history.binds_again("", Press(), 0)
    assert history.portal.clicks == 2


def test_no_history_has_a_fourth_unlink_or_a_bind_too_early() -> None:
    check_histories(3, RUNS)


@pytest.mark.heavy
@pytest.mark.timeout(1800)
def test_no_long_run_of_histories_has_either() -> None:
    check_histories(FIRST, HEAVY)
