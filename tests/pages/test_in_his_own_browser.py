"""In the operator's own browser: the same acts, once, in one tab of ours, and everything else there is left to him."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from acts import WhileSomebodyActs
from agent_bench import LIVE, Agent
from his_browser import GLOBAL, HisBrowser, his_browser
from hostile_site import Site

from agent.domain.ledger import ClaimState, LinkState, Outcome
from agent.domain.unlinking import Way
from agent.errors import Code, CompanionError, Submitted
from agent.flows.stops import APP, CREATOR, SIGNED_OUT
from agent.flows.walk import Ground, walk

SEND = "/api/v1/seller/creator/invitation/send"
GREETINGS = (
    "",
    "null",
    "[" * 2000,
    '{"Browser": "node.js/v20.1.0", "webSocketDebuggerUrl": "ws://127.0.0.1:1/devtools/browser/1"}',
    '{"Browser": "Firefox/140.0", "webSocketDebuggerUrl": "ws://127.0.0.1:1/session"}',
    '{"Browser": "Chrome/150.0"}',
    '{"Browser": "Chrome/150.0", "webSocketDebuggerUrl": "ws://[::1/devtools/browser"}',
    '{"Browser": "Chrome/150.0", "webSocketDebuggerUrl": "ws://evil.example/elsewhere"}',
    '{"Browser": 150, "webSocketDebuggerUrl": "ws://127.0.0.1:1/devtools/browser/1"}',
)


@pytest.fixture
def attached(signed_out: Agent, his: HisBrowser, mock_world: Any) -> Agent:
    """An agent without any session of its own; the operator is signed in in his browser."""
    his.signs_in(mock_world.origin)
    signed_out.attach(his.address)
    return signed_out


def test_an_account_is_invited_once(attached: Agent, his: HisBrowser, mock_world: Any) -> None:
    before = his.tabs()

    record = attached.bind("cocina.conluz")

    assert (record.outcome, record.link) == (Outcome.DONE, LinkState.INVITED)
    assert (mock_world.effects("invite"), len(mock_world.requests("POST", SEND))) == (1, 1)
    assert (his.alive, his.tabs()) == (True, before)


def test_a_link_is_ended_once(attached: Agent, his: HisBrowser, mock_world: Any) -> None:
    before = his.tabs()

    record = attached.unlink(without_backup="practice", last_confirmed=True)

    assert (record.outcome, record.link) == (Outcome.DONE, LinkState.UNLINKED), record
    assert mock_world.effects("unlink") == 1
    assert (his.alive, his.tabs()) == (True, before)


@pytest.mark.heavy
def test_a_walk_over_the_pages_leaves_out_what_needs_another_session(attached: Agent) -> None:
    desk = attached.desk()
    ground = Ground(attached.shop(), attached.house.baselines(desk.portal))

    stops = attached.call(walk, ground, replace(desk, portal=replace(desk.portal, speaks={})))

    assert [one.name for one in stops if not one.good] == []
    left_out = (stop.name for stop in (*CREATOR, *APP, *SIGNED_OUT))
    assert {one.name for one in stops if one.skipped} == {"approval", *left_out}


@pytest.mark.heavy
def test_nothing_of_his_is_sealed(attached: Agent) -> None:
    attached.check("cocina.conluz")

    assert attached.house.vault().list() == []
    assert [one.name for one in (attached.house.state / "vault").glob("*.sealed")] == []


@pytest.mark.heavy
def test_the_record_says_whose_browser_it_was(recording: Agent, his: HisBrowser, mock_world: Any) -> None:
    his.signs_in(mock_world.origin)
    recording.attach(his.address)

    recording.bind("cocina.conluz", dry_run=True)

    told = json.loads(Path(recording.folder, "run.json").read_text("utf-8"))
    assert (told["visit"], told["attached_to"]) == ("attached", his.address)
    assert his.address in Path(recording.folder, "report.html").read_text("utf-8")


def test_who_is_signed_in_there_as_somebody_else_presses_nothing(
    signed_out: Agent, his: HisBrowser, mock_world: Any
) -> None:
    his.signs_in(mock_world.origin, GLOBAL)
    signed_out.attach(his.address)

    record = signed_out.bind("cocina.conluz")

    assert (record.code, record.exit) == (Code.E_WRONG_SHOP, 26)
    assert (signed_out.states(), mock_world.requests("POST", SEND)) == ([], [])


def test_who_is_not_signed_in_there_presses_nothing(signed_out: Agent, his: HisBrowser, mock_world: Any) -> None:
    signed_out.attach(his.address)

    record = signed_out.bind("cocina.conluz")

    assert (record.code, record.exit) == (Code.E_SESSION_EXPIRED, 23)
    assert (signed_out.states(), mock_world.requests("POST", SEND)) == ([], [])


def test_signing_in_is_left_to_him(attached: Agent) -> None:
    with pytest.raises(CompanionError) as caught:
        attached.sign_in()

    assert (caught.value.code, caught.value.params["why"]) == (Code.E_INPUT, "attached")
    assert attached.house.vault().list() == []


def test_a_creators_pages_are_not_opened_by_another_line(attached: Agent, mock_world: Any) -> None:
    attached.let_creator_in(LIVE)

    record = attached.unlink(Way.CREATOR, without_backup="practice", last_confirmed=True)

    assert (record.code, record.error["why"]) == (Code.E_INPUT, "attached")
    assert mock_world.effects("unlink_request") == 0


def test_where_nobody_listens_nothing_begins(signed_out: Agent, mock_world: Any) -> None:
    signed_out.attach("http://127.0.0.1:9")

    record = signed_out.bind("cocina.conluz")

    assert (record.code, record.exit, record.submitted) == (Code.E_BROWSER_AWAY, 4, Submitted.NO)
    assert record.error["detail"] == "nobody_listens"
    assert mock_world.requests("POST") == []


def test_what_is_no_browser_is_not_driven(signed_out: Agent) -> None:
    with Site().running() as site:
        signed_out.attach(site.origin)

        told = [answered(signed_out, site, greeting) for greeting in GREETINGS]

    assert told == ["no_chromium"] * len(GREETINGS)


def test_a_browser_that_lets_nobody_ask_is_told_apart(signed_out: Agent) -> None:
    with Site().running() as site:
        signed_out.attach(site.origin)

        assert answered(signed_out, site, "", 404) == "no_greeting"


def answered(agent: Agent, site: Site, greeting: str, status: int = 200) -> str:
    """What is told of a program that answers so where a browser should be."""
    site.answers["/json/version"] = (status, {"Content-Type": "application/json"}, greeting)
    return agent.bind("cocina.conluz").error["detail"]


def test_a_browser_that_goes_before_the_press_leaves_no_claim(
    signed_out: Agent, agent_loop: Any, mock_world: Any, tmp_path: Path
) -> None:
    with his_browser(agent_loop, tmp_path / "his") as own:
        own.signs_in(mock_world.origin)
        signed_out.attach(own.address)
        signed_out.walk_with(WhileSomebodyActs(own.quits))

        record = signed_out.bind("cocina.conluz")

    assert (record.exit, record.submitted) == (10, Submitted.NO)
    assert (signed_out.states(), mock_world.effects("invite")) == ([], 0)


@pytest.mark.heavy
@pytest.mark.parametrize("at", ["before_commit", "after_commit"])
def test_a_browser_that_goes_in_the_press_is_looked_up_in_the_next_run(
    signed_out: Agent, agent_loop: Any, mock_world: Any, tmp_path: Path, at: str
) -> None:
    with his_browser(agent_loop, tmp_path / "his") as own:
        own.signs_in(mock_world.origin)
        signed_out.attach(own.address)
        mock_world.fault("POST", SEND, do="kill_client", pid=own.pid, at=at)
        record = signed_out.bind("cocina.conluz")
    assert (record.code, record.submitted) == (Code.E_OUTCOME_UNKNOWN, Submitted.MAYBE)

    with his_browser(agent_loop, tmp_path / "his again") as own:
        own.signs_in(mock_world.origin)
        signed_out.attach(own.address)
        signed_out.bind("cocina.conluz")

    assert signed_out.states()[-1] is ClaimState.DONE
    assert mock_world.effects("invite") == 1
