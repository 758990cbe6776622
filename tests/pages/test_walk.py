"""The walk over the portal's pages: all is found where nothing changed, and what changed is named with its nearest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from agent_bench import LIVE, Agent

from agent.domain.drift import ElementSeen, Found, Skipped, StopSeen
from agent.domain.portal import Portal
from agent.flows.stops import APP, CREATOR, SELLER, SIGNED_OUT, STOPS, WALKED
from agent.flows.walk import Ground, walk
from agent.wiring import NoPace

OPEN = "links.open_dialog"
LINKS = "/profile/linked-accounts"
RENAMED = {"Link new marketing account": "Link a new marketing account"}
SWAPPED = {"Send invitation": "Back", "Back": "Send invitation"}
Walks = Callable[..., dict[str, StopSeen]]


def alone(portal: Portal, **change: Any) -> Portal:
    """A portal of which nobody knows how to ask for another language."""
    elements = type(portal.elements)(portal.elements | change.get("elements", {}))
    return replace(portal, **change | {"elements": elements, "speaks": {}})


@pytest.fixture
def walks(agent: Agent) -> Walks:
    def walked(*names: str, accept: bool = False, **change: Any) -> dict[str, StopSeen]:
        desk = agent.desk()
        desk = replace(desk, portal=alone(desk.portal, **change))
        agent.walk_with(NoPace(), desk.portal)
        every = (SELLER, CREATOR, APP, SIGNED_OUT)
        chosen = [tuple(one for one in some if one.name in names or not names) for some in every]
        ground = Ground(agent.shop(), agent.house.baselines(desk.portal), accept, *chosen)
        return {one.name: one for one in agent.call(walk, ground, desk)}

    return walked


def seen(stop: StopSeen, key: str) -> ElementSeen:
    (one,) = (one for one in stop.elements if one.key == key)
    return one


@pytest.mark.heavy
@pytest.mark.timeout(300)
def test_every_page_is_looked_at_in_every_language(agent: Agent) -> None:
    agent.sign_in_creator_of_the_house()
    ground = Ground(agent.shop(), agent.house.baselines(agent.desk().portal))

    stops = agent.call(walk, ground, agent.desk())

    assert {one.name for one in stops if not one.good or one.skipped} == {"approval"}
    once_more = replace(ground, seller=SELLER[:1], creator=(), app=(), signed_out=())
    assert agent.call(walk, once_more, agent.desk())[0].language == "en"
    others = [(stop.name, language) for language in ("es", "zh") for stop in SELLER]
    assert [(one.name, one.language) for one in stops] == [
        *((stop.name, "en") for stop in STOPS),
        *others,
    ]


@pytest.mark.parametrize("language", ["zh", *(pytest.param(one, marks=pytest.mark.heavy) for one in ("en", "es"))])
def test_where_nothing_changed_everything_is_found_and_nothing_is_sent(
    agent: Agent, mock_world: Any, walks: Walks, language: str
) -> None:
    agent.sign_in_creator_of_the_house()
    agent.speak(language)
    before = len(mock_world.effect_log())

    walks("eligibility", "link_info")
    stops = walks()

    unasked = {"approval": Skipped.NO_REQUEST}
    wanted = [(stop.name, language, True, unasked.get(stop.name)) for stop in STOPS]
    assert [(one.name, one.language, one.good, one.skipped) for one in stops.values()] == wanted
    assert {one.difference for one in stops.values()} == {type(stops["home"].difference)()}
    assert len(mock_world.effect_log()) == before


@pytest.mark.heavy
def test_while_a_creator_s_request_is_open_the_dialog_that_agrees_is_looked_at(
    agent: Agent, mock_world: Any, walks: Walks
) -> None:
    agent.sign_in_creator_of_the_house()
    mock_world.creator(LIVE.handle).request_unlink()

    stops = walks("row", "approval", "link_info")

    assert ([one.name for one in stops.values() if not one.good], stops["approval"].skipped) == ([], None)
    assert stops["link_info"].skipped is Skipped.REQUEST_OPEN
    assert (mock_world.effects("unlink"), mock_world.effects("unlink_approve")) == (0, 0)


def test_a_button_with_another_name_is_missing_and_its_new_name_told(mock_world: Any, walks: Walks) -> None:
    mock_world.fault("GET", LINKS, do="relabel", map=RENAMED, times=None)

    stops = walks("home", "links", "dialog", "unlink")

    missing = seen(stops["links"], OPEN)
    assert (missing.found, missing.near[0]) == (Found.MISSING, "button “Link a new marketing account”")
    assert OPEN in str(stops["dialog"].trouble)
    assert (stops["home"].good, stops["unlink"].good) == (True, True)
    assert Path(stops["links"].picture).read_bytes().startswith(b"\xff\xd8")


@pytest.mark.heavy
def test_two_buttons_that_changed_their_names_are_both_told(mock_world: Any, walks: Walks) -> None:
    assert walks("eligibility")["eligibility"].good
    mock_world.fault("GET", LINKS, do="relabel", map=SWAPPED, times=None)

    changed = walks("eligibility")["eligibility"]

    assert set(changed.wrong) == {"dialog.back", "dialog.send"}
    assert seen(changed, "dialog.send").found is Found.MOVED


@pytest.mark.heavy
def test_what_a_person_accepted_is_the_baseline_from_then_on(mock_world: Any, walks: Walks) -> None:
    walks("eligibility")
    mock_world.fault("GET", LINKS, do="relabel", map=SWAPPED, times=None)

    assert not walks("eligibility")["eligibility"].good
    assert walks("eligibility", accept=True)["eligibility"].good
    assert walks("eligibility")["eligibility"].good


@pytest.mark.heavy
def test_what_came_and_what_went_is_told_in_words(mock_world: Any, walks: Walks) -> None:
    walks("links")
    mock_world.fault("GET", LINKS, do="relabel", map=RENAMED, times=None)

    told = walks("links")["links"].difference

    assert "button “Link a new marketing account”" in told.new
    assert "button “Link new marketing account”" in told.gone


def test_two_of_a_name_are_told_as_such(agent: Agent, walks: Walks) -> None:
    many = replace(agent.desk().portal.elements["shell.menu"], css="a", role="")

    assert seen(walks("home", elements={"shell.menu": many})["home"], "shell.menu").found is Found.AMBIGUOUS


def test_what_a_draft_does_not_name_is_told_as_such(agent: Agent, walks: Walks) -> None:
    nameless = replace(agent.desk().portal.elements["links.slots"], names={"fr": "Places"})

    assert seen(walks("links", elements={"links.slots": nameless})["links"], "links.slots").found is Found.UNNAMED


def test_a_page_that_cannot_be_come_to_says_why_and_the_others_are_looked_at(mock_world: Any, walks: Walks) -> None:
    mock_world.fault("GET", f"{LINKS}/invitations", do="maintenance", times=None)

    stops = walks("links", "invitations")

    assert "E_MAINTENANCE" in str(stops["invitations"].trouble)
    assert stops["links"].good


def test_without_the_creator_s_session_those_pages_are_told_as_not_looked_at(walks: Walks) -> None:
    told = walks("showcase", "link_info")

    assert {one.skipped for one in told.values()} == {Skipped.NO_SESSION}


@pytest.mark.heavy
def test_the_ledger_keeps_what_the_newest_walk_found(agent: Agent, mock_world: Any, walks: Walks) -> None:
    portal = agent.desk().portal
    walks("links")
    mock_world.fault("GET", LINKS, do="relabel", map=RENAMED, times=None)
    walks("links")

    (kept,) = agent.ledger("walks", agent.shop().id, portal.fingerprint)

    assert (kept.language, OPEN in kept.wrong) == ("en", True)
    assert agent.ledger("walks", agent.shop("GB").id, portal.fingerprint) == []


def test_every_key_of_the_walk_is_one_of_the_profile(agent: Agent) -> None:
    assert agent.desk().portal.elements.keys() >= WALKED
