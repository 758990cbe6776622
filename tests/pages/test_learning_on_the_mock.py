"""A person points at the elements of the mock, and what is learnt describes them as the shipped profile does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from agent_bench import Agent
from mock_places import PLACES
from scripted_teacher import ScriptedTeacher, taught

from agent.domain.ledger import Outcome
from agent.domain.portal import Portal
from agent.flows.walk import Ground, walk
from agent.ports import News
from agent.profile import examine, load_portal
from agent.profile.learnt import draft
from agent.tomlfile import default_folder
from agent.wiring import NoPace

FEW = ["shell.switch_shop", "links.open_dialog", "links.total", "col.username", "unlink.open", "dialog.cancel"]


def without(folder: Path, keys: list[str]) -> Path:
    """A copy of the mock's profile from which elements are removed."""
    text = (default_folder() / "portals" / "mock.toml").read_text("utf-8")
    document = tomlkit.parse(text.replace("verified = true", "verified = false"))
    for group, _, name in (key.partition(".") for key in keys):
        document["elements"][group].remove(name)  # type: ignore[index, union-attr]
    (folder / "portals").mkdir()
    (folder / "portals" / "mock.toml").write_text(tomlkit.dumps(document), "utf-8")
    return folder


def kept(folder: Path, learnt: dict[str, dict[str, str]]) -> Path:
    """The profile's file with what was learnt."""
    made = draft("mock", learnt, [folder], folder, default_folder())
    made.path.write_text(made.after, "utf-8")
    return made.path


def at(agent: Agent, folder: Path) -> Portal:
    own = {"seller": agent.origin, "creator": agent.origin}
    return load_portal([folder, default_folder()], "mock", own)


@pytest.mark.heavy
@pytest.mark.parametrize("language", ["zh", "en", "es"])
def test_what_is_pointed_at_is_described_as_the_shipped_profile_does(agent: Agent, language: str) -> None:
    agent.speak(language)
    shipped = agent.desk().portal.elements

    learnt = taught(agent, ScriptedTeacher(PLACES), list(PLACES))

    parts = {key: {"role": one.role, language: one.names.get(language), "css": one.css} for key, one in shipped.items()}
    assert {key: {part: one.get(part, None) or None for part in parts[key]} for key, one in learnt.items()} == {
        key: {part: text or None for part, text in parts[key].items()} for key in PLACES
    }


@pytest.mark.heavy
def test_a_profile_without_elements_learns_them_again_and_the_walk_finds_each_once(
    agent: Agent, mock_world: Any, tmp_path: Path
) -> None:
    before, folder = len(mock_world.effect_log()), without(tmp_path, FEW)
    poor = at(agent, folder)

    learnt = taught(agent, ScriptedTeacher(PLACES), FEW, poor)
    told, rich = examine(kept(folder, learnt), [default_folder()]), at(agent, folder)
    agent.walk_with(NoPace(), rich)
    desk = replace(agent.desk(), portal=replace(rich, speaks={}))
    stops = agent.call(walk, Ground(agent.shop(), agent.house.baselines(rich), creator=(), app=(), signed_out=()), desk)

    assert (set(FEW) & poor.elements.keys(), set(learnt)) == (set(), set(FEW))
    assert (told.named, {one.why for one in told.gaps}) == (told.wanted, {"no_name"})
    assert ([stop.name for stop in stops if not stop.good], len(mock_world.effect_log())) == ([], before)


@pytest.mark.heavy
@pytest.mark.timeout(400)
def test_what_was_learnt_in_each_language_leaves_no_gap_and_carries_both_acts(agent: Agent, tmp_path: Path) -> None:
    folder = without(tmp_path, list(PLACES))
    for language in ("en", "zh", "es"):
        agent.speak(language)
        kept(folder, taught(agent, ScriptedTeacher(PLACES), list(PLACES), at(agent, folder)))

    agent.walk_with(NoPace(), at(agent, folder))
    agent.sign_in_creator_of_the_house()
    bound, unlinked = agent.bind("cocina.conluz"), agent.unlink()

    assert examine(folder / "portals" / "mock.toml", [default_folder()]).gaps == ()
    assert (bound.outcome, unlinked.outcome) == (Outcome.DONE, Outcome.DONE)


def test_a_click_that_would_send_never_reaches_the_page(agent: Agent, mock_world: Any) -> None:
    before, person = len(mock_world.effect_log()), ScriptedTeacher(PLACES)

    learnt = taught(agent, person, ["dialog.send", "unlink.sure"])

    assert (set(learnt), len(mock_world.effect_log())) == ({"dialog.send", "unlink.sure"}, before)
    assert News.STOPPED not in {news for news, _ in person.heard}


def test_what_a_person_sends_while_walking_about_is_stopped_and_told(agent: Agent, mock_world: Any) -> None:
    before, person = len(mock_world.effect_log()), ScriptedTeacher(PLACES, presses={"links.slots": "unlink.sure"})

    taught(agent, person, ["unlink.sure", "links.slots"])

    told = [value for news, value in person.heard if news is News.STOPPED]
    assert (len(told), len(mock_world.effect_log())) == (1, before)
    assert told[0].endswith("/api/v1/seller/creator/unbind")


def test_a_window_that_is_closed_ends_the_lesson_and_keeps_what_was_taken(agent: Agent) -> None:
    person = ScriptedTeacher(PLACES, leaves_at="shell.menu")

    learnt = taught(agent, person, ["shell.switch_shop", "shell.menu", "home.heading"])

    assert (set(learnt), person.heard[-1][0]) == ({"shell.switch_shop"}, News.GONE)


def test_a_cell_of_personal_data_is_pointed_at_without_being_read(agent: Agent) -> None:
    person = ScriptedTeacher({"links.total": '#panel [data-col="email"]'})

    learnt = taught(agent, person, ["links.total"])

    assert News.SECRET in {news for news, _ in person.heard}
    assert "@" not in str(learnt)
