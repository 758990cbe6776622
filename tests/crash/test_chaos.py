"""Random faults in a real browser: nothing is doubled, lost or invented, and no run hides that something was sent.

`BROWSER_RUNS` and `BROWSER_SEED` make it longer and other; a history that broke something is played again by its seed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from agent_bench import Agent
from chaos import HASTE, STARTS, Plan, planned, played
from every_trial import OTHERS
from scene import Scene

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal

RUNS = int(os.environ.get("BROWSER_RUNS", "150"))
HEAVY = int(os.environ.get("BROWSER_RUNS", "600"))
FIRST = int(os.environ.get("BROWSER_SEED", "1"))
MANY = HEAVY // STARTS
OF_OTHERS = MANY // 4


@pytest.fixture
def hasty(
    agent_loop: BlockingPortal, agent_browser: Any, mock_world: Any, tmp_path: Path
) -> Iterator[Callable[[Plan], Scene]]:
    """An agent of little patience, in the world of a plan."""
    flags = {"loopback_waits": HASTE, "waits.read_tries": 2}
    made = Agent(agent_loop, tmp_path, mock_world.origin, agent_browser, **flags)
    yield lambda plan: Scene(made, mock_world, plan.trial, plan.place, plan.counting)
    made.close()


@pytest.mark.parametrize("seed", range(FIRST, FIRST + RUNS // STARTS))
def test_no_fault_doubles_loses_or_invents_an_effect(hasty: Callable[[Plan], Scene], seed: int) -> None:
    plan = planned(seed)

    played(plan, hasty(plan))


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(1000 + FIRST, 1000 + FIRST + MANY - OF_OTHERS))
def test_no_fault_of_many_does_either(hasty: Callable[[Plan], Scene], seed: int) -> None:
    plan = planned(seed)

    played(plan, hasty(plan))


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(20_000 + FIRST, 20_000 + FIRST + OF_OTHERS))
def test_no_fault_doubles_or_loses_what_no_link_tells_of(hasty: Callable[[Plan], Scene], seed: int) -> None:
    plan = planned(seed, OTHERS)

    played(plan, hasty(plan))
