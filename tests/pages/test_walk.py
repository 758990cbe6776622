"""The walk over the portal's pages: all is found where nothing changed, and what changed is named with its nearest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from agent_bench import Agent

from agent.domain.drift import ElementSeen, Found, StopSeen
from agent.flows.walk import STOPS, WALKED, walk
from agent.wiring import NoPace

OPEN = "links.open_dialog"
Walks = Callable[[], dict[str, StopSeen]]


@pytest.fixture
def walks(agent: Agent) -> Walks:
    return lambda: {one.name: one for one in agent.call(walk, agent.shop(), agent.desk())}


def seen(stop: StopSeen, key: str) -> ElementSeen:
    (one,) = (one for one in stop.elements if one.key == key)
    return one


@pytest.mark.parametrize("language", ["zh", *(pytest.param(one, marks=pytest.mark.heavy) for one in ("en", "es"))])
def test_where_nothing_changed_everything_is_found_and_nothing_is_sent(
    agent: Agent, mock_world: Any, walks: Walks, language: str
) -> None:
    agent.speak(language)
    before = len(mock_world.effect_log())

    stops = walks()

    assert [(one.name, one.language, one.good) for one in stops.values()] == [
        (stop.name, language, True) for stop in STOPS
    ]
    assert len(mock_world.effect_log()) == before


def test_a_button_with_another_name_is_missing_and_its_new_name_told(mock_world: Any, walks: Walks) -> None:
    words = {"Link new marketing account": "Link a new marketing account"}
    mock_world.fault("GET", "/profile/linked-accounts", do="relabel", map=words, times=None)

    stops = walks()

    missing = seen(stops["links"], OPEN)
    assert (missing.found, missing.near[0]) == (Found.MISSING, "button “Link a new marketing account”")
    assert OPEN in stops["dialog"].trouble
    assert (stops["home"].good, stops["unlink"].good) == (True, True)


def test_two_of_a_name_are_told_as_such(agent: Agent, walks: Walks) -> None:
    portal = agent.desk().portal
    many = replace(portal.elements["shell.menu"], css="a", role="")
    agent.walk_with(NoPace(), replace(portal, elements=type(portal.elements)(portal.elements | {"shell.menu": many})))

    assert seen(walks()["home"], "shell.menu").found is Found.AMBIGUOUS


def test_what_a_draft_does_not_name_is_told_as_such(agent: Agent, walks: Walks) -> None:
    portal = agent.desk().portal
    known = {key: one for key, one in portal.elements.items() if key not in {"links.slots", "creator.context"}}
    agent.walk_with(NoPace(), replace(portal, elements=type(portal.elements)(known)))

    assert seen(walks()["links"], "links.slots").found is Found.UNNAMED


def test_a_page_that_cannot_be_come_to_says_why_and_the_others_are_looked_at(mock_world: Any, walks: Walks) -> None:
    mock_world.fault("GET", "/profile/linked-accounts/invitations", do="maintenance", times=None)

    stops = walks()

    assert "E_MAINTENANCE" in stops["invitations"].trouble
    assert stops["links"].good


def test_every_key_of_the_walk_is_one_of_the_profile(agent: Agent) -> None:
    assert agent.desk().portal.elements.keys() >= WALKED
