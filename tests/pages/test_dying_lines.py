"""A line, a certificate or a browser that fails: before the press nothing was sent, after it the outcome stays open."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from acts import BIND, UNLINK, Act, WhileSomebodyActs, first
from agent_bench import Agent, until
from anyio.from_thread import BlockingPortal
from carrier import Line, a_line
from told import read_by_a_person

from agent.adapters.clocks import SystemClock
from agent.domain.identity import principal_of_login
from agent.domain.ledger import Outcome
from agent.errors import Code
from agent.wiring import House
from agent.wiring.lines import proxy_line
from mock_portal.child import running

LINKS = "/profile/linked-accounts"
BOTH = (BIND, UNLINK)
SECRET = "customer:line-secret"


@pytest.fixture
def line(agent: Agent, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Line]:
    """The agent's one way to the portal from now on, as if the roster named it: SOCKS, or HTTP with a secret."""
    secret = SECRET if request.param == "http" else ""
    monkeypatch.setenv(f"COMPANION_PROXY_SECRET_{agent.shop().login}", secret)
    with a_line(request.param, secret) as made:
        for visits in agent.made.visits.values():
            monkeypatch.setattr(visits, "proxy", lambda login: proxy_line(replace(login, proxy=made.address)))
        yield made


def over(scheme: str) -> pytest.MarkDecorator:
    """A test over this kind of line; over the other in the long proofs only."""
    kinds = [pytest.param(one, marks=[pytest.mark.heavy] * (one != scheme)) for one in ("http", "socks5")]
    return pytest.mark.parametrize("line", kinds, indirect=True)


def past_the_line(world: Any, since: int) -> list[Any]:
    return [one for one in world.requests()[since:] if "via" not in one["headers_seen"]]


def over_the_line(world: Any, since: int) -> set[str]:
    return {one["path"] for one in world.requests()[since:] if "via" in one["headers_seen"]}


@over("socks5")
@first(BIND, of=BOTH)
def test_a_line_that_dies_before_the_press_sends_nothing_and_nothing_goes_round_it(
    agent: Agent, mock_world: Any, line: Line, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    before, line.dies_at = len(mock_world.requests()), LINKS

    record = act.start(agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_PROXY, 11, "no")
    assert (past_the_line(mock_world, before), mock_world.requests("POST", act.path)) == ([], [])
    assert agent.states() == []
    assert "line does not answer" in read_by_a_person(record, capsys)
    line.revive()


@over("http")
@first(UNLINK, of=BOTH)
def test_a_line_that_dies_with_the_press_leaves_the_outcome_open_until_it_is_back(
    agent: Agent, mock_world: Any, line: Line, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    before, line.dies_at, line.carries_the_last = len(mock_world.requests()), act.path, True
    record = act.start(agent)
    assert agent.states() == ["unknown"]
    line.revive()

    ((_, settled),) = agent.reconcile()

    assert (record.code, record.exit, record.submitted) == (Code.E_OUTCOME_UNKNOWN, 20, "maybe")
    assert (settled.state, mock_world.effects(act.effect)) == ("done", 1)
    assert past_the_line(mock_world, before) == []
    assert over_the_line(mock_world, before) >= {LINKS, "/egress/echo", "/egress/trace", act.path}
    assert "companion reconcile --intent" in read_by_a_person(record, capsys)


@pytest.mark.parametrize("line", ["http"], indirect=True)
def test_a_line_that_does_not_accept_its_secret_is_told_and_not_gone_round(
    agent: Agent, mock_world: Any, line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    before, line.secret = len(mock_world.requests()), "customer:another"

    record = BIND.start(agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_PROXY, 11, "no")
    assert (mock_world.requests()[before:], agent.states()) == ([], [])
    told = read_by_a_person(record, capsys)
    assert ("does not accept the name and the password" in told, SECRET in told) == (True, False)


@pytest.mark.sample(1)
@pytest.mark.parametrize(("act", "kind"), [(BIND, "good"), (UNLINK, "expired"), (BIND, "wrong-host")], ids=str)
def test_a_certificate_that_proves_nothing_is_never_passed_over(  # noqa: PLR0913, PLR0917 - what a portal of one's own takes
    agent_loop: BlockingPortal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    act: Act,
    kind: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(House, "clock", lambda *_: SystemClock())
    with running(tmp_path, "--tls", kind) as world:
        agent = Agent(agent_loop, tmp_path, world.origin, visits := {})
        agent.house.vault().save(principal_of_login(agent.shop().login), b'{"cookies": [], "origins": []}')

        record = act.start(agent)

        assert agent.states() == []
        agent.leave(visits)
        assert (record.code, record.exit, record.submitted) == (Code.G_ORIGIN, 34, "no")
        assert world.requests() == []
        assert "An address that the profile does not allow" in read_by_a_person(record, capsys)


def descendants(process: int) -> list[int]:
    """The processes that a process has started, and those that they have."""
    own = [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return own + [later for one in own for later in descendants(one)]


@dataclass(frozen=True)
class Mortal:
    """An agent with a browser of its own, whose first process wrote its number into a file."""

    agent: Agent
    file: Path

    def signalled(self, number: signal.Signals, only: bytes = b"") -> None:
        """Send the browser a signal, or only those of its processes that say this when they are started."""
        for one in (self.browser, *descendants(self.browser)):
            if only in Path(f"/proc/{one}/cmdline").read_bytes():
                os.kill(one, number)

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


def assert_the_next_look_finds_it(agent: Agent, world: Any, act: Act) -> None:
    assert agent.states() == ["unknown"]
    ((_, settled),) = agent.reconcile()
    assert (settled.state, world.effects(act.effect)) == ("done", 1)


@pytest.mark.heavy
@first(UNLINK, of=BOTH)
def test_a_browser_that_is_killed_before_the_press_sends_nothing(
    mortal: Mortal, mock_world: Any, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    mock_world.fault("GET", LINKS, do="kill_client", pid=mortal.browser, at="before_commit")

    record = act.start(mortal.agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_PORTAL_DOWN, 10, "no")
    assert mortal.agent.states() == []
    assert "The portal does not answer as it should" in read_by_a_person(record, capsys)
    assert act.start(mortal.agent).outcome is Outcome.DONE
    assert mock_world.effects(act.effect) == 1


@first(BIND, of=BOTH)
def test_a_browser_that_is_killed_with_the_press_leaves_the_outcome_to_the_next_look(
    mortal: Mortal, mock_world: Any, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    mock_world.fault("POST", act.path, do="kill_client", pid=mortal.browser, at="after_commit")

    record = act.start(mortal.agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_OUTCOME_UNKNOWN, 20, "maybe")
    assert "companion reconcile --intent" in read_by_a_person(record, capsys)
    assert_the_next_look_finds_it(mortal.agent, mock_world, act)


RENDERER = b"--type=renderer"


@pytest.mark.heavy
@first(BIND, of=BOTH)
def test_a_page_whose_process_dies_before_the_press_sends_nothing(
    mortal: Mortal, mock_world: Any, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    mortal.agent.walk_with(WhileSomebodyActs(lambda: mortal.signalled(signal.SIGKILL, RENDERER)))

    record = act.start(mortal.agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_PORTAL_DOWN, 10, "no")
    assert (mortal.agent.states(), mock_world.requests("POST", act.path)) == ([], [])
    assert "The portal does not answer as it should" in read_by_a_person(record, capsys)


@pytest.mark.heavy
@pytest.mark.parametrize("act", BOTH, ids=str)
def test_a_browser_that_stands_still_before_the_press_is_given_up_and_another_one_started(
    mortal: Mortal, mock_world: Any, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    mortal.agent.walk_with(WhileSomebodyActs(lambda: mortal.signalled(signal.SIGSTOP)))

    record = act.start(mortal.agent)

    mortal.agent.walk_with(mortal.agent.house.pace)
    assert (record.code, record.exit, record.submitted) == (Code.E_PORTAL_DOWN, 10, "no")
    assert (mortal.agent.states(), mock_world.requests("POST", act.path)) == ([], [])
    assert "The portal does not answer as it should" in read_by_a_person(record, capsys)
    assert act.start(mortal.agent).outcome is Outcome.DONE


@pytest.mark.heavy
@pytest.mark.parametrize("act", BOTH, ids=str)
def test_a_browser_that_stands_still_with_the_press_leaves_the_outcome_to_the_next_look(
    mortal: Mortal, mock_world: Any, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    mock_world.fault("POST", act.path, do="commit_then_hang", seconds=5)
    with ThreadPoolExecutor() as beside:
        beside.submit(stands_still, mortal, lambda: mock_world.effects(act.effect) == 1)
        record = act.start(mortal.agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_OUTCOME_UNKNOWN, 20, "maybe")
    assert "companion reconcile --intent" in read_by_a_person(record, capsys)
    assert_the_next_look_finds_it(mortal.agent, mock_world, act)


def stands_still(mortal: Mortal, now: Callable[[], bool]) -> None:
    """The browser, from a certain moment on."""
    until(now, 30)
    mortal.signalled(signal.SIGSTOP)
