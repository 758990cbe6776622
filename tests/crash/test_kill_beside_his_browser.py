"""Whatever ends us, the operator's own browser lives on with his tabs, and nothing is pressed twice."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from agent_bench import Agent
from command import environment, live, words
from forked import Forked
from his_browser import HisBrowser, his_browser

from agent.domain.ledger import ClaimState

SEND = "/api/v1/seller/creator/invitation/send"


@pytest.fixture
def his(agent_loop: Any, mock_world: Any, tmp_path: Path) -> Iterator[HisBrowser]:
    with his_browser(agent_loop, tmp_path / "his profile") as made:
        made.signs_in(mock_world.origin)
        yield made


def started(agent: Agent, his: HisBrowser) -> Forked:
    """`companion bind` in a process of its own, the roster naming his browser."""
    line = words(agent, "bind", "Casa Aurora MX", "cocina.conluz")
    roster = agent.folder_of_all / "config" / "shops.toml"
    text = roster.read_text("utf-8").replace('kind = "local"', f'kind = "local"\nattach = "{his.address}"', 1)
    roster.write_text(text, "utf-8")
    return Forked(live, line, environment(agent), agent.folder_of_all / "told")


def next_run(agent: Agent, his: HisBrowser, world: Any) -> None:
    """Later on, when the lease of the one that was killed is over."""
    world.advance(hours=1)
    agent.follow_clock()
    agent.attach(his.address)
    agent.bind("cocina.conluz")


@pytest.mark.heavy
@pytest.mark.parametrize("at", ["before_commit", "after_commit"])
def test_killed_in_the_press_his_browser_lives_and_the_next_run_looks_first(
    signed_out: Agent, his: HisBrowser, mock_world: Any, at: str
) -> None:
    before = his.tabs()
    run = started(signed_out, his)
    mock_world.fault("POST", SEND, do="kill_client", pid=run.pid, at=at)
    assert run.ended() == -signal.SIGKILL
    after = his.tabs()

    next_run(signed_out, his, mock_world)

    assert (his.alive, before.items() <= after.items(), len(after) - len(before) <= 1) == (True, True, True)
    assert (signed_out.states()[-1], mock_world.effects("invite")) == (ClaimState.DONE, 1)


@pytest.mark.heavy
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ended_by_a_signal_nothing_of_ours_stays_in_his_browser(
    signed_out: Agent, his: HisBrowser, mock_world: Any, number: signal.Signals
) -> None:
    before = his.tabs()
    mock_world.fault("GET", "/homepage", do="hang_no_commit", seconds=20)
    run = started(signed_out, his)
    while len(his.tabs()) == len(before):
        assert run.ended(0.05) is None

    run.signalled(number)

    assert run.ended() == 128 + number
    assert (his.alive, his.tabs(), signed_out.states()) == (True, before, [])
