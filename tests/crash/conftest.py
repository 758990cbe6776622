"""What the proofs of this folder begin with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from flow_bench import Bench

if TYPE_CHECKING:
    from agent_bench import Agent
    from scene import Scene
    from trials import Trial


@pytest.fixture
def bench() -> Iterator[Bench]:
    """A bench for flows, made anew for every test."""
    made = Bench()
    yield made
    made.ledger.close()


@pytest.fixture
def scene(agent: Agent, mock_world: Any, trial: Trial) -> Scene:
    """The act on trial in the example world's first shop."""
    from scene import Scene

    return Scene(agent, mock_world, trial)
