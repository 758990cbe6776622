"""A line, a certificate or a browser that fails: before the press nothing was sent, after it the outcome stays open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from acts import BIND, UNLINK, Act, first
from agent_bench import Agent
from anyio.from_thread import BlockingPortal
from carrier import Line, a_line
from told import read_by_a_person

from agent.adapters.clocks import SystemClock
from agent.domain.identity import principal_of_login
from agent.domain.ledger import Outcome
from agent.errors import Code
from agent.wiring import House
from mock_portal.child import running

LINKS = "/profile/linked-accounts"
BOTH = (BIND, UNLINK)


@pytest.fixture
def line(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """The agent's one way to the portal from now on."""
    with a_line() as made:
        for visits in agent.made.visits.values():
            monkeypatch.setattr(visits, "proxy", lambda _: made.settings)
        yield made


def past_the_line(world: Any, since: int) -> list[Any]:
    return [one for one in world.requests()[since:] if "via" not in one["headers_seen"]]


@first(BIND, of=BOTH)
def test_a_line_that_dies_before_the_press_sends_nothing_and_nothing_goes_round_it(
    agent: Agent, mock_world: Any, line: Line, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    before, line.dies_at = len(mock_world.requests()), LINKS

    record = act.start(agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_PROXY, 11, "no")
    assert (past_the_line(mock_world, before), mock_world.requests("POST", act.path)) == ([], [])
    assert "line does not answer" in read_by_a_person(record, capsys)
    line.revive()


@first(UNLINK, of=BOTH)
def test_a_line_that_dies_with_the_press_leaves_the_outcome_open_until_it_is_back(
    agent: Agent, mock_world: Any, line: Line, act: Act
) -> None:
    before, line.dies_at, line.carries_the_last = len(mock_world.requests()), act.path, True
    record = act.start(agent)
    line.revive()

    ((_, settled),) = agent.reconcile()

    assert (record.code, record.exit, record.submitted) == (Code.E_OUTCOME_UNKNOWN, 20, "maybe")
    assert (settled.state, mock_world.effects(act.effect)) == ("done", 1)
    assert past_the_line(mock_world, before) == []


@pytest.mark.parametrize(("act", "kind"), [(BIND, "good"), (UNLINK, "expired"), (BIND, "wrong-host")], ids=str)
def test_a_certificate_that_proves_nothing_is_never_passed_over(
    agent_loop: BlockingPortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Act, kind: str
) -> None:
    monkeypatch.setattr(House, "clock", lambda *_: SystemClock())
    with running(tmp_path, "--tls", kind) as world:
        agent = Agent(agent_loop, tmp_path, world.origin, visits := {})
        agent.house.vault().save(principal_of_login(agent.shop().login), b'{"cookies": [], "origins": []}')

        record = act.start(agent)

        agent.leave(visits)
        assert (record.code, record.exit, record.submitted) == (Code.G_ORIGIN, 34, "no")
        assert world.requests() == []


@dataclass(frozen=True)
class Mortal:
    """An agent with a browser of its own, whose first process wrote its number into a file."""

    agent: Agent
    file: Path

    @property
    def browser(self) -> int:
        """The browser's own process: what a system calls its browser may be a script around it."""
        number = int(self.file.read_text())
        while Path(f"/proc/{number}/exe").resolve().name in {"sh", "dash", "bash"}:
            number = int(Path(f"/proc/{number}/task/{number}/children").read_text().split()[0])
        return number


@pytest.fixture
def mortal(agent_loop: BlockingPortal, mock_world: Any, tmp_path: Path) -> Iterator[Mortal]:
    script, file = tmp_path / "browser", tmp_path / "number"
    script.write_text(f'#!/bin/sh\necho $$ > "{file}"\nexec "{os.environ["COMPANION_BROWSER__EXECUTABLE"]}" "$@"\n')
    script.chmod(0o700)
    visits: dict[str, Any] = {}
    agent = Agent(agent_loop, tmp_path, mock_world.origin, visits, **{"browser.executable": str(script)})
    agent.sign_in()
    yield Mortal(agent, file)
    agent.leave(visits)


@first(UNLINK, of=BOTH)
def test_a_browser_that_is_killed_before_the_press_sends_nothing(mortal: Mortal, mock_world: Any, act: Act) -> None:
    mock_world.fault("GET", LINKS, do="kill_client", pid=mortal.browser, at="before_commit")

    record = act.start(mortal.agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_PORTAL_DOWN, 10, "no")
    assert act.start(mortal.agent).outcome is Outcome.DONE
    assert mock_world.effects(act.effect) == 1


@first(BIND, of=BOTH)
def test_a_browser_that_is_killed_with_the_press_leaves_the_outcome_to_the_next_look(
    mortal: Mortal, mock_world: Any, act: Act
) -> None:
    mock_world.fault("POST", act.path, do="kill_client", pid=mortal.browser, at="after_commit")

    record = act.start(mortal.agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_OUTCOME_UNKNOWN, 20, "maybe")
    ((_, settled),) = mortal.agent.reconcile()
    assert (settled.state, mock_world.effects(act.effect)) == ("done", 1)
