"""The irreversible acts on trial: a flow that presses registers here, and every proof of this folder runs over it.

A trial says how its portal stands at the beginning, how a run is started, and what must hold at the end whatever
happened. What must hold of every act is asked in `test_engine`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fakes import ACCOUNT, APPROVE, ASK, ENDS, REQUEST, SHOP, UNLINK
from flow_bench import Bench

from agent.domain.ledger import ClaimState, LinkState
from agent.domain.permit import Kind
from agent.domain.record import Record, UnlinkRequest

Start = Callable[[Bench, str], Record]


@dataclass(frozen=True)
class Trial:
    """One act: `run` is given the bench and the point at which it is killed, or none."""

    kind: Kind
    prepare: Callable[[Bench], object]
    run: Start
    holds: Callable[[Bench], None]

    def __str__(self) -> str:
        return self.kind


def _unlinking(request: UnlinkRequest) -> Start:
    return lambda bench, kill_at: bench.unlink(request, kill_at=kill_at)


def _linked(bench: Bench) -> None:
    bench.portal.linked.add(ACCOUNT)


def _asked(bench: Bench) -> None:
    _linked(bench)
    bench.portal.asked = True


def invited_is_remembered(bench: Bench) -> None:
    """An invitation that went out is in the ledger, whoever learned of it."""
    bench.refresh(SHOP)
    remembered = {one.account for one in bench.ask("invitations", SHOP.id)}
    assert not bench.portal.shown(Kind.BIND) or ACCOUNT in remembered, "a lost invitation"


def unlinked_is_remembered(bench: Bench) -> None:
    """A link that ended is known to have ended, was counted, and was never pressed twice without a person."""
    ended, claims = bench.portal.shown(*ENDS), bench.ask("claims")
    links = {one.account: one.state for one in bench.ask("links", SHOP.id)}
    assert len(ended) <= 1, "a doubled unlink"
    assert not ended or links[ACCOUNT] is LinkState.UNLINKED, "a lost unlink"
    assert len(ended) <= bench.ask("spent", "unlinks", SHOP.id, "ever") <= 3, "an unlink that was not counted"
    assert bench.portal.clicks <= 1 + sum(one.state is ClaimState.REJECTED for one in claims), (
        "pressed without a person"
    )


def asked_is_remembered(bench: Bench) -> None:
    """A request that went out is known, and nothing was spent on it."""
    claims, sent = bench.ask("claims"), bench.portal.shown(Kind.UNLINK_REQUEST)
    links = {one.account: one.state for one in bench.ask("links", SHOP.id)}
    done = any(one.state is ClaimState.DONE for one in claims)
    assert not sent or done or links[ACCOUNT] is LinkState.UNLINK_REQUESTED, "a lost request"
    assert bench.ask("spent", "unlinks", SHOP.id, "ever") == 0, "spent on a request"
    assert bench.portal.clicks <= 1 + sum(one.state is ClaimState.REJECTED for one in claims), (
        "pressed without a person"
    )


TRIALS = (
    Trial(
        Kind.BIND, lambda _: None, lambda bench, kill_at: bench.bind(REQUEST, kill_at=kill_at), invited_is_remembered
    ),
    Trial(Kind.UNLINK, _linked, _unlinking(UNLINK), unlinked_is_remembered),
    Trial(Kind.UNLINK_REQUEST, _linked, _unlinking(ASK), asked_is_remembered),
    Trial(Kind.UNLINK_APPROVE, _asked, _unlinking(APPROVE), unlinked_is_remembered),
)
