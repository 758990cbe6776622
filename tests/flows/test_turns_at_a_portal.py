"""A portal that allows a press every few seconds: its turn is waited for within bounds, and none is taken too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import ACCOUNT, MOCK, UNLINK
from flow_bench import Bench

from agent.domain.identity import LoginId
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.portal import Pace
from agent.errors import Code, TryLater

pytestmark = pytest.mark.fast
PAUSE = timedelta(seconds=15)
TURN = LoginId("turn at mock")


@pytest.fixture
def slow(bench: Bench) -> Bench:
    """A portal of one press in fifteen seconds."""
    bench.profile = replace(MOCK, pace=Pace(press_pause=PAUSE))
    bench.portal.linked.add(ACCOUNT)
    return bench


def test_who_comes_too_early_waits_for_the_turn(slow: Bench) -> None:
    slow.ask("lease", TURN, "somebody", PAUSE)

    record = slow.run(UNLINK)

    assert (record.outcome, slow.states()) == (Outcome.DONE, [ClaimState.DONE])


def test_a_turn_that_never_comes_is_waited_for_no_longer_than_a_permit_lives(slow: Bench) -> None:
    slow.ask("lease", TURN, "somebody whose clock was ahead", timedelta(hours=6))
    began = slow.clock.now()

    record = slow.run(UNLINK)

    assert (record.code, record.submitted, slow.portal.clicks) == (Code.E_PORTAL_DOWN, "no", 0)
    assert slow.clock.now() - began < timedelta(minutes=10)


def test_a_ledger_in_trouble_is_no_turn_to_wait_for(slow: Bench) -> None:
    taking = slow.ledger.lease

    async def in_trouble(login: LoginId, holder: str, lasts: timedelta) -> object:
        if login == TURN:
            raise TryLater(Code.E_BUSY, detail="locked")
        return await taking(login, holder, lasts)

    slow.ledger.lease = in_trouble  # type: ignore[method-assign,assignment]

    assert (slow.run(UNLINK).code, slow.portal.clicks) == (Code.E_BUSY, 0)
