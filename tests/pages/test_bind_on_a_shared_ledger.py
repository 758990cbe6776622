"""A job in a real browser whose ledger and session are on a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from agent_bench import Agent
from postgres import Server

from agent.domain.ledger import Outcome


@pytest.mark.heavy
def test_a_bind_is_done_once_and_is_known_to_every_machine(
    server: Server, agent_loop: Any, agent_browser: Any, mock_world: Any, tmp_path: Path
) -> None:
    flags = {"ledger.url": server.new_database()}
    agent = Agent(agent_loop, tmp_path, mock_world.origin, agent_browser, **flags)
    agent.let_in()

    outcomes = [agent.bind("cocina.conluz").outcome for _ in range(2)]
    agent.close()

    assert outcomes == [Outcome.DONE, Outcome.ALREADY]
    assert mock_world.effects("invite") == 1
    assert [label.principal for label in agent.house.vault().list()] == ["login:7480000000000000001"]
    assert not (tmp_path / "state" / "ledger.db").exists()
