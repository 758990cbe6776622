"""One press may reach the portal more than once: a browser sends again what died on a connection that it had used."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from acts import APPROVE, ASK, BIND, UNLINK, Act, first
from agent_bench import Agent
from anyio.from_thread import BlockingPortal
from told import all_that_is_told, read_by_a_person

from agent.domain.ledger import ClaimState, Outcome
from agent.errors import Code, Submitted
from mock_portal.child import running
from mock_portal.client import World

CLOSE, RESET = {"do": "close_after_commit"}, {"do": "rst_after_commit"}
TWICE = [
    *[(BIND, CLOSE), (UNLINK, RESET), (APPROVE, CLOSE)],
    *(pytest.param(act, CLOSE, marks=pytest.mark.heavy) for act in (UNLINK, ASK)),
]


def forgetful(world: World) -> World:
    """A portal that does not look whether something was asked before."""
    world.fault("POST", "/api/*", do="counts_each", times=None)
    return world


@pytest.mark.sample(1)
@first(UNLINK, ASK)
def test_a_portal_that_counts_each_form_once_has_one_effect(signed_out: Agent, mock_world: World, act: Act) -> None:
    mock_world.reset(counting="nonce")
    signed_out.sign_in()
    signed_out.leave_commits_to_the_browser()
    act.prepare(signed_out, mock_world)
    mock_world.fault("POST", act.path, **CLOSE)

    assert act.start(signed_out).outcome is Outcome.DONE
    assert (mock_world.effects(act.effect), len(mock_world.requests("POST", act.path))) == (1, 2)


@first(BIND, APPROVE)
def test_what_is_sent_past_the_browser_is_sent_once(agent: Agent, mock_world: World, act: Act) -> None:
    act.prepare(agent, forgetful(mock_world))
    mock_world.fault("POST", act.path, **CLOSE)

    assert act.start(agent).outcome is Outcome.DONE
    assert (mock_world.effects(act.effect), len(mock_world.requests("POST", act.path))) == (1, 1)


@pytest.mark.sample(2)
@pytest.mark.parametrize(("act", "death"), TWICE, ids=str)
def test_what_was_done_twice_is_told_to_a_person(
    agent: Agent, mock_world: World, act: Act, death: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    agent.leave_commits_to_the_browser()
    act.prepare(agent, forgetful(mock_world))
    mock_world.fault("POST", act.path, **death)

    record = act.start(agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_EFFECT_MISMATCH, 21, Submitted.YES)
    assert (agent.states(), mock_world.effects(act.effect)) == ([ClaimState.DONE], 2)
    assert "carried it out more than once" in read_by_a_person(record, capsys)


@pytest.fixture(scope="module", params=["1", "2"], ids=["HTTP/1.1 over TLS", "HTTP/2"])
def sealed_place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, agent_loop: BlockingPortal
) -> Iterator[tuple[World, dict[str, Any]]]:
    """A portal that speaks TLS, known to the three who ask it (browser, driver and clock), and its visits."""
    visits: dict[str, Any] = {}
    folder = tmp_path_factory.mktemp("sealed")
    with running(folder, "--tls", "--http", request.param) as world, pytest.MonkeyPatch.context() as patch:
        patch.setenv("NODE_EXTRA_CA_CERTS", world.ca_file)
        patch.setenv("SSL_CERT_FILE", world.ca_file)
        yield world, visits
        for one in visits.values():
            agent_loop.call(one.__aexit__, None, None, None)


@pytest.fixture
def sealed_portal(sealed_place: tuple[World, dict[str, Any]]) -> World:
    sealed_place[0].reset()
    return sealed_place[0]


@pytest.fixture
def sealed(
    agent_loop: BlockingPortal, sealed_portal: World, sealed_place: tuple[World, dict[str, Any]], tmp_path: Path
) -> Iterator[Agent]:
    """An agent at that portal; its browser knows the one key, as a user's system would."""
    browser = tmp_path / "browser"
    known = f"--ignore-certificate-errors-spki-list={sealed_portal.pin}"
    browser.write_text(f'#!/bin/sh\nexec "{os.environ["COMPANION_BROWSER__EXECUTABLE"]}" {known} "$@"\n')
    browser.chmod(0o700)
    named = {"browser.executable": str(browser)}
    made = Agent(agent_loop, tmp_path, sealed_portal.origin, sealed_place[1], **named)
    made.sign_in()
    yield made
    made.close()


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("act", "begin", "told"),
    [(UNLINK, Agent.leave_commits_to_the_browser, (21, 2)), (BIND, Agent.desk, (0, 1))],
    ids=["sent by the browser", "sent past the browser"],
)
def test_over_tls_and_http_2_it_is_no_different(
    sealed: Agent, sealed_portal: World, act: Act, begin: Callable[[Agent], Any], told: tuple[int, int]
) -> None:
    begin(sealed)
    forgetful(sealed_portal).fault("POST", act.path, **CLOSE)

    assert (act.start(sealed).exit, sealed_portal.effects(act.effect)) == told


@pytest.mark.sample(1)
@pytest.mark.parametrize("sealed_place", ["2"], indirect=True)
@pytest.mark.parametrize(
    ("frame", "ends", "words"),
    [("internal", (0, 1), "Done: @"), ("refused", (21, 2), "more than once"), ("goaway", (21, 2), "more than once")],
)
def test_a_frame_that_says_not_looked_at_is_believed_by_the_browser_alone(  # noqa: PLR0913, PLR0917 - a table's columns
    sealed: Agent,
    sealed_portal: World,
    frame: str,
    ends: tuple[int, int],
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sealed.leave_commits_to_the_browser()
    forgetful(sealed_portal).fault("POST", UNLINK.path, **CLOSE, frame=frame)

    record = UNLINK.start(sealed)

    assert (record.exit, sealed_portal.effects("unlink")) == ends
    assert (record.submitted, sealed.states()) == (Submitted.YES, [ClaimState.DONE])
    assert words in all_that_is_told(record, capsys)
