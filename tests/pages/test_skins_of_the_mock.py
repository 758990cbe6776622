"""The agent on a portal that looks otherwise: another profile, and not a line of Python."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from agent_bench import LIVE, Agent
from anyio.from_thread import BlockingPortal
from mock_names import as_toml, profile_of
from skins import second

from agent.domain.ledger import LinkState, Outcome
from agent.domain.roster import Via
from agent.domain.unlinking import Way
from agent.flows.walk import Ground, walk
from agent.profile import load_portal
from agent.tomlfile import default_folder
from mock_portal.client_screens import Screens
from mock_portal.skin import skin_named

PLAIN = tomllib.loads((default_folder() / "portals" / "mock.toml").read_text("utf-8"))
WAYS = [
    (Way.SELLER, "es"),
    pytest.param(Way.CREATOR, "en", marks=pytest.mark.heavy),
    pytest.param(Way.APPROVE, "zh", marks=pytest.mark.heavy),
]


@pytest.fixture
def drawn(
    agent_loop: BlockingPortal, agent_browser: Any, mock_world: Any, tmp_path: Path, seed: int
) -> Iterator[Agent]:
    """An agent whose profile was written by somebody who knows the screens of a drawn skin."""
    mock_world.reset(skin=f"random:{seed}")
    own = tmp_path / "config" / "portals"
    own.mkdir(parents=True)
    (own / "drawn.toml").write_text(as_toml(profile_of(mock_world.skin(), PLAIN, "drawn")), "utf-8")
    made = Agent(agent_loop, tmp_path, mock_world.origin, agent_browser, profile="drawn")
    made.let_in()
    made.sign_in_creator_of_the_house()
    yield made
    made.close()


def test_the_shipped_profile_of_the_second_skin_says_what_it_says(tmp_path: Path) -> None:
    written = profile_of(Screens(**skin_named("harbour").explained()), PLAIN, "written")
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "written.toml").write_text(as_toml(written), "utf-8")

    shipped, wanted = (load_portal((tmp_path, default_folder()), name) for name in ("mock-harbour", "written"))

    assert replace(shipped, name="", fingerprint="") == replace(wanted, name="", fingerprint="")


@second
def test_who_signs_in_at_the_second_skin_sends_an_invitation(signed_out: Agent, mock_world: Any) -> None:
    signed_out.sign_in()

    record = signed_out.bind("cocina.conluz")

    assert (record.outcome, record.link) == (Outcome.DONE, LinkState.INVITED)
    assert mock_world.effects("invite") == 1


@second
@pytest.mark.parametrize(("way", "language"), WAYS)
def test_a_link_ends_by_each_way_on_the_second_skin(agent: Agent, mock_world: Any, way: Way, language: str) -> None:
    agent.sign_in_creator_of_the_house()
    agent.speak(language)
    begin = {Way.APPROVE: mock_world.creator(LIVE.handle).request_unlink}.get(way, bool)
    begin()

    assert agent.unlink(way).outcome is Outcome.DONE


@pytest.mark.heavy
@second
def test_a_walk_over_the_second_skin_finds_everything(agent: Agent) -> None:
    agent.sign_in_creator_of_the_house()
    desk = agent.desk()

    stops = agent.call(walk, Ground(agent.shop(), agent.house.baselines(desk.portal)), desk)

    assert [one for one in stops if not one.good] == []
    assert {one.language for one in stops} == {"en", "zh", "es"}


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(51, 61))  # of fifty others somebody is taught: `test_learning_on_drawn_skins`
def test_a_link_ends_and_another_begins_on_a_drawn_skin(drawn: Agent, mock_world: Any, seed: int) -> None:
    drawn.speak(("en", "zh", "es")[seed % 3])

    assert drawn.unlink().outcome is Outcome.DONE
    assert drawn.bind("cocina.conluz").outcome is Outcome.DONE
    assert (mock_world.effects("unlink"), mock_world.effects("invite")) == (1, 1)


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(1, 11))
def test_who_authorizes_in_the_app_is_linked_on_a_drawn_skin(drawn: Agent, mock_world: Any, seed: int) -> None:
    drawn.speak(("en", "zh", "es")[seed % 3])
    mock_world.person({"who": "app", "handle": "cocina.conluz", "do": "authorize", "after": 2})

    assert drawn.bind("cocina.conluz", via=Via.APP).link is LinkState.LINKED
