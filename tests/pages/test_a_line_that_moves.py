"""The network's country changes at some request of a run, whichever it is: nothing is pressed on a wrong one's word."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

import pytest
from acts import APPROVE, ASK, BIND, UNLINK, Act
from agent_bench import Agent

from agent.domain.verdict import Effect

EVERY = "/[!s]*"  # every request but those for what is static
# Around the echoes that are asked before the press, the press itself, and the echoes after it.
EDGES = [*((BIND, nth) for nth in (4, 11, 12, 13, 14, 18)), *((UNLINK, nth) for nth in (8, 16, 17, 18, 19, 29))]
LONGEST = ((BIND, 30), (UNLINK, 40), (ASK, 40), (APPROVE, 50))  # more requests than a run has


def requests(world: Any, since: int) -> list[tuple[str, str]]:
    """Whose session asked for what, in order, as the fault counts it."""
    return [(one["session"], one["path"]) for one in world.requests()[since:] if not one["path"].startswith("/s")]


def echoes(asked: list[str]) -> list[str]:
    return [path for path in asked if path.startswith("/egress/")]


def flagged(record: Any) -> bool:
    """Whether the record warns of the network."""
    verdicts = record.decision.verdicts if record.decision else ()
    return any(one.effect is Effect.WARN and one.guard == "network_region" for one in verdicts)


def check_a_move(agent: Agent, world: Any, act: Act, nth: int) -> None:
    """A run whose country changes at the nth request: refused, or pressed before, and then noted."""
    act.prepare(agent, world)
    since = len(world.requests())
    world.fault("", EVERY, do="egress_moves", country="US", nth=nth)
    record = act.start(agent)
    asked = requests(world, since)
    whose = {who for who, _ in asked[nth - 1 : nth]}
    after = [path for who, path in asked[nth - 1 :] if who in whose]
    told_before_a_press = echoes(list(takewhile(lambda path: path != act.path, after)))

    pressed = act.path in [path for _, path in asked]
    assert (record.exit == 30, record.submitted) == (not pressed, "yes" if pressed else "no")
    assert not (pressed and act.path in after and told_before_a_press), "pressed on the word of a wrong country"
    assert world.effects(act.effect) == (pressed and act.path not in after)
    assert flagged(record) == (pressed and bool(echoes(after)))


@pytest.mark.sample(5)
@pytest.mark.parametrize(("act", "nth"), EDGES, ids=str)
def test_a_line_that_moves_at_a_bad_moment_refuses_or_is_noted(
    agent: Agent, mock_world: Any, act: Act, nth: int
) -> None:
    check_a_move(agent, mock_world, act, nth)


@pytest.mark.heavy
@pytest.mark.parametrize(("act", "nth"), [(act, nth) for act, most in LONGEST for nth in range(1, most)], ids=str)
def test_at_whichever_request_it_moves(agent: Agent, mock_world: Any, act: Act, nth: int) -> None:
    check_a_move(agent, mock_world, act, nth)


@pytest.mark.heavy
@pytest.mark.parametrize(("act", "most"), LONGEST, ids=str)
def test_no_run_is_longer(agent: Agent, mock_world: Any, act: Act, most: int) -> None:
    check_a_move(agent, mock_world, act, most)

    assert [one["bitten"] for one in mock_world.faults()] == [0]
