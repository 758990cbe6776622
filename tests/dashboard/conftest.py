"""A dashboard for each test, of three shops unless a test asks for another roster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal
from dash_bench import Dash, a_roster


@pytest.fixture
def roster() -> str:
    return a_roster(3)


@pytest.fixture
def dash(agent_loop: BlockingPortal, tmp_path: Path, roster: str) -> Iterator[Dash]:
    made = Dash(agent_loop, tmp_path, roster)
    yield made
    made.close()
    assert made.crashes == []
