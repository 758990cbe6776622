"""A portal that does not serve us is told apart by what a scheduler should do, and nothing is sent to it."""

from __future__ import annotations

from typing import Any

import pytest
from agent_bench import Agent

from agent.errors import Code


@pytest.mark.parametrize(
    ("fault", "code", "exit_"),
    [
        ({"do": "maintenance"}, Code.E_MAINTENANCE, 12),
        ({"do": "maintenance", "code": 200}, Code.E_MAINTENANCE, 12),
        ({"do": "status_before_commit", "code": 429}, Code.E_RATE_LIMITED, 12),
        ({"do": "status_before_commit", "code": 500}, Code.E_PORTAL_DOWN, 10),
        ({"do": "close_after_commit"}, Code.E_PORTAL_DOWN, 10),
    ],
)
def test_a_portal_that_stays_away_ends_the_run_before_anything_is_sent(
    agent: Agent, mock_world: Any, fault: dict[str, Any], code: Code, exit_: int
) -> None:
    mock_world.fault("GET", "/homepage", times=None, **fault)

    record = agent.bind("cocina.conluz")

    assert (record.code, record.exit, record.submitted) == (code, exit_, "no")
    assert mock_world.effects("invite") == 0


def test_how_long_to_stay_away_is_told_on(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("GET", "/homepage", do="maintenance", retry_after=120, times=None)

    record = agent.bind("cocina.conluz")

    assert record.error["retry_after"] == "120"
