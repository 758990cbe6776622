"""Rounds in a real browser: several logins at once, and what a browser that dies costs."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from agent_bench import Agent
from anyio.from_thread import BlockingPortal
from rounds import Silent

from agent.domain.identity import Handle
from agent.domain.jobs import JobState, Task
from agent.domain.roster import Shop

INVITED = {"cocina.conluz", "hogar_bonito.mx", "tech.rafa", "kitchen.with.kate", "glow.by.ploy"}


def invited(mock_world: Any) -> list[int]:
    """How often each account was invited that was invited at all."""
    accounts = (one["account"] for one in mock_world.effect_log() if one["kind"] == "invite")
    return sorted(Counter(accounts).values())


def test_all_shops_of_two_logins_are_worked_on_in_one_round(agent: Agent, mock_world: Any) -> None:
    agent.let_in("MX")
    agent.let_in("GB")

    agent.round()
    again = agent.round()

    assert invited(mock_world) == [1] * len(INVITED)
    assert again == []
    waiting = {one.handle for one in agent.ledger("jobs") if one.task is Task.LINK and one.code is None}
    assert waiting == INVITED


class KillsTheBrowser(Silent):
    """Ends the whole browser when the third visit begins."""

    def __init__(self, agent: Agent) -> None:
        self.visits, self.browser = 0, agent.browser_process()

    def begins(self, shop: Shop, handle: Handle) -> None:
        _ = shop, handle
        self.visits += 1
        if self.visits == 3:
            os.kill(self.browser, signal.SIGKILL)


@pytest.fixture
def alone(agent_loop: BlockingPortal, mock_world: Any, tmp_path: Path) -> Iterator[Agent]:
    """An agent with a browser of its own: one that served many tests may give way to another before it is ended."""
    visits: dict[str, Any] = {}
    agent = Agent(agent_loop, tmp_path, mock_world.origin, visits)
    yield agent
    agent.leave(visits)


def test_a_browser_that_dies_costs_its_visits_and_no_press_is_doubled(alone: Agent, mock_world: Any) -> None:
    alone.let_in("MX")
    alone.let_in("GB")

    alone.round(KillsTheBrowser(alone))
    alone.all_due()
    alone.round()

    assert invited(mock_world) == [1] * len(INVITED)
    assert JobState.FAILED not in {one.state for one in alone.ledger("jobs")}
