"""Bind in a real browser on the mock portal, with faults as switches of its world."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from acts import WhileSomebodyActs
from agent_bench import Agent
from skins import both

from agent.domain.ledger import LinkState, Outcome
from agent.errors import Code, Submitted

pytestmark = both

API = "/api/v1/seller"
SEND, SENT = f"{API}/creator/invitation/send", f"{API}/creator/invitation/list"


def test_an_eligible_account_is_invited(recording: Agent, mock_world: Any) -> None:
    record = recording.bind("cocina.conluz")

    assert (record.outcome, record.link) == (Outcome.DONE, LinkState.INVITED)
    assert mock_world.effects("invite") == 1
    assert sorted(one.stem for one in Path(recording.folder).glob("*.jpg")) == ["1-before", "2-after"]


def test_the_invitation_is_followed_until_the_row_appears_as_linked(agent: Agent, mock_world: Any) -> None:
    agent.bind("cocina.conluz")
    mock_world.creator("cocina.conluz").accept()

    record = agent.bind("cocina.conluz", wait=5)

    assert (record.outcome, record.link) == (Outcome.ALREADY, LinkState.LINKED)
    assert mock_world.effects("invite") == 1


@pytest.mark.sample(2)
@pytest.mark.parametrize("language", ["en", "zh", "es"])
def test_the_whole_job_is_done_in_each_language(signed_out: Agent, mock_world: Any, language: str) -> None:
    world = files("mock_portal").joinpath("worlds/example.toml").read_text("utf-8")
    mock_world.reset(world=world.replace('lang = "en"', f'lang = "{language}"', 1))
    signed_out.sign_in()

    record = signed_out.bind("cocina.conluz")
    mock_world.creator("cocina.conluz").accept()

    assert (record.outcome, record.link) == (Outcome.DONE, LinkState.INVITED)
    assert signed_out.bind("cocina.conluz").link is LinkState.LINKED


def test_a_declined_invitation_is_told(agent: Agent, mock_world: Any) -> None:
    agent.bind("cocina.conluz")
    mock_world.creator("cocina.conluz").decline()

    (invitation, *_) = agent.invitations()

    assert invitation.state == "declined"


def test_a_dry_run_walks_to_the_last_click_and_sends_nothing(agent: Agent, mock_world: Any) -> None:
    record = agent.bind("cocina.conluz", dry_run=True)

    assert record.outcome is Outcome.PLANNED
    assert mock_world.effects("invite") == 0
    assert not mock_world.requests("POST", SEND)


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "steps",
    [
        ("/homepage", "/profile/linked-accounts", f"{API}/creator/info/get", "/profile/linked-accounts/invitations"),
        (f"{API}/shop/overview", f"{API}/creator/agg/get", f"{API}/creator/availability/verify", SENT),
    ],
)
def test_each_step_may_time_out_once(agent: Agent, mock_world: Any, steps: tuple[str, ...]) -> None:
    for path in steps:
        mock_world.fault("", path, do="hang_no_commit", seconds=3)

    assert agent.bind("cocina.conluz").outcome is Outcome.DONE
    assert mock_world.effects("invite") == 1


def test_the_wrong_network_refuses(agent: Agent, mock_world: Any) -> None:
    mock_world.egress("7480000000000000001", "US")

    record = agent.bind("cocina.conluz")

    assert (record.outcome, record.exit, record.submitted, agent.states()) == (Outcome.REFUSED, 30, "no", [])
    assert mock_world.effects("invite") == 0


def test_results_on_several_pages_are_all_read(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("POST", "/api/v1/seller/creator/info/get", do="paginate", size=2, times=None)
    mock_world.fault("GET", "/api/v1/seller/creator/*", do="paginate", size=1, times=None)

    assert agent.bind("cocina.conluz").outcome is Outcome.DONE


def test_an_account_that_is_taken_at_the_last_moment_is_told(agent: Agent, mock_world: Any) -> None:
    nordlys = mock_world.seller("7495000000000000099")
    kate = mock_world.creator("kitchen.with.kate")
    agent.sign_in("GB")
    agent.walk_with(WhileSomebodyActs(lambda: (nordlys.invite("kitchen.with.kate"), kate.accept())))

    record = agent.bind("kitchen.with.kate", "GB")

    assert (record.code, record.exit, record.submitted) == (Code.B_CONFLICT, 42, Submitted.YES)
    assert agent.bind("kitchen.with.kate", "GB").exit == 39


@pytest.mark.sample(2)
@pytest.mark.parametrize(("market", "score"), [("MX", 92), ("GB", None), ("TH", None)])
def test_a_market_that_shows_another_figure_has_no_credit_score(agent: Agent, market: str, score: int | None) -> None:
    agent.sign_in(market)

    record = agent.check("cocina.conluz", market)

    assert record.decision
    told = [one.measured for one in record.decision.verdicts if one.guard == "credit_score"]
    assert told == [str(score) if score else ""]


def test_what_held_facts_refuse_needs_no_browser(signed_out: Agent) -> None:
    signed_out.made.visits = {}

    record = signed_out.check("harbourhome", "GB")

    assert (record.outcome, record.exit) == (Outcome.REFUSED, 38)
    assert not any(one.started for one in signed_out.made.visits.values())
