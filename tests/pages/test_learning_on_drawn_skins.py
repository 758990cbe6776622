"""Portals that nobody has seen: a person points at what he sees, and with that profile both acts are done.

`SKINS_RUNS` and `SKINS_SEED` make it more and others.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from agent_bench import Agent
from anyio.from_thread import BlockingPortal
from mock_names import NAMES, as_toml, profile_of
from mock_places import PLACES
from scripted_teacher import ScriptedTeacher, taught

from agent.domain.ledger import Outcome
from agent.profile.learnt import draft
from agent.tomlfile import default_folder
from agent.wiring import NoPace
from mock_portal.client_screens import Screens

SKINS = int(os.environ.get("SKINS_RUNS", "20"))
FIRST = int(os.environ.get("SKINS_SEED", "1"))
PLAIN = tomllib.loads((default_folder() / "portals" / "mock.toml").read_text("utf-8"))
ITSELF = {"dialog.itself", "unlink.itself", "unlink.open"}


def seen_on(screens: Screens) -> dict[str, str]:
    """Where a person who knows these screens would point."""
    inside = {key for key in PLACES if key.startswith(("dialog.", "unlink."))} - ITSELF
    places = {key: screens.find(NAMES[key]) for key in PLACES}
    chosen = '[role="dialog"] [data-row-key] :is(label, [role="radio"])'
    return {key: f'[role="dialog"] {css}' if key in inside else css for key, css in places.items()} | {"chosen": chosen}


@pytest.fixture
def untaught(
    agent_loop: BlockingPortal, agent_browser: Any, mock_world: Any, tmp_path: Path, seed: int
) -> Iterator[Agent]:
    """An operator whose profile of this portal names none of the elements that can be pointed at."""
    mock_world.reset(skin=f"random:{seed}")
    profile = profile_of(mock_world.skin(), PLAIN, "drawn") | {"verified": False}
    for group, _, name in (key.partition(".") for key in PLACES):
        del profile["elements"][group][name]
    (tmp_path / "config" / "portals").mkdir(parents=True)
    (tmp_path / "config" / "portals" / "drawn.toml").write_text(as_toml(profile), "utf-8")
    made = Agent(agent_loop, tmp_path, mock_world.origin, agent_browser, profile="drawn")
    made.let_in()
    made.sign_in_creator_of_the_house()
    yield made
    made.close()


@pytest.mark.heavy
@pytest.mark.timeout(400)
@pytest.mark.parametrize("seed", range(FIRST, FIRST + SKINS))
def test_with_what_a_person_taught_a_link_ends_and_another_begins(
    untaught: Agent, mock_world: Any, tmp_path: Path, seed: int
) -> None:
    untaught.speak(("en", "zh", "es")[seed % 3])
    person, portal = ScriptedTeacher(seen_on(mock_world.skin())), untaught.desk().portal

    learnt = taught(untaught, person, list(PLACES), portal)
    made = draft("drawn", learnt, [tmp_path / "config"], tmp_path / "config", default_folder())
    made.path.write_text(made.after, "utf-8")
    untaught.walk_with(NoPace())

    assert set(PLACES) - set(learnt) == set()
    assert (untaught.unlink().outcome, untaught.bind("cocina.conluz").outcome) == (Outcome.DONE, Outcome.DONE)
    assert (mock_world.effects("unlink"), mock_world.effects("invite")) == (1, 1)
