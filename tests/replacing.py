"""Two accounts of one shop: one is linked, the other is to take its place; and runs that die at a labelled point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from fakes import ACCOUNT, ALICE, SHOP, FakeTrail, Killed
from flow_bench import Bench

from agent.domain.identity import AccountId, Handle, Target
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.record import BindRequest, Record, ReplaceRequest, UnlinkRequest
from agent.domain.roster import Candidate, Consent
from agent.domain.seen import Hit
from agent.domain.unlinking import Way

BOB = Candidate(Handle("bob.kitchen"), None, Consent(owned=True), "Home & Kitchen", "pans")
BOBS = AccountId("7100000000000000202")
REPLACE = ReplaceRequest(
    UnlinkRequest(SHOP, Target(ALICE.handle), Way.SELLER), BindRequest(SHOP, Target(BOB.handle), BOB)
)
DRY = ReplaceRequest(replace(REPLACE.old, dry_run=True), replace(REPLACE.new, dry_run=True))


def with_both(bench: Bench) -> Bench:
    """Alice is linked and Bob can be found, with every place of the shop taken."""
    bench.portal.linked.add(ACCOUNT)
    bench.portal.names[BOBS] = BOB.handle
    bench.portal.hits = (Hit(BOBS, BOB.handle, "Bob"),)
    bench.portal.places = 1
    return bench


def sent(bench: Bench) -> tuple[int, int]:
    """How many unlinks and how many invitations have reached the portal."""
    kinds = [one.kind for one in bench.portal.effects]
    return kinds.count(Kind.UNLINK), kinds.count(Kind.BIND)


class DeadlyTrail(FakeTrail):
    """Kills at the nth mark of a run, whatever it is called; 0 never does."""

    def __init__(self, nth: int = 0) -> None:
        super().__init__()
        self.nth = nth

    def mark(self, point: str) -> None:
        super().mark(point)
        if len(self.points) == self.nth:
            raise Killed(point)


class TurningTrail(FakeTrail):
    """Lets something happen at the portal when the unlink of a run is settled."""

    def __init__(self, turn: Callable[[], object]) -> None:
        super().__init__()
        self.turn = turn

    def mark(self, point: str) -> None:
        super().mark(point)
        if point == "CP17" and self.points.count(point) == 1:
            self.turn()


def marks_of(bench: Bench) -> Sequence[str]:
    """The labelled points of one whole replacement."""
    trail = DeadlyTrail()
    bench.replace(REPLACE, trail=trail)
    return trail.points


def killed(bench: Bench, nth: int) -> None:
    """A run that dies at its nth mark."""
    with pytest.raises(Killed):
        bench.replace(REPLACE, trail=DeadlyTrail(nth))


def outcomes(record: Record) -> tuple[Outcome, ...]:
    """How it ended for the one who leaves and for the one who comes."""
    return tuple(one.outcome for one in record.parts)
