"""A right that a sub-account lacks is a reason of its own: nothing is pressed, and it is no changed page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from acts import APPROVE, BIND, UNLINK, Act, WhileSomebodyActs, first
from agent_bench import Agent
from told import read_by_a_person

from agent.errors import Code
from agent.wiring import NoPace
from agent.words import Words

MX, GLOBAL = "7480000000000000001", "7480000000000000002"
GB, TH = "7495000000000000022", "7495000000000000033"
ENDS = (Code.E_RIGHT_MISSING, 26, "no")
WAY = ("shell.my_account", "shell.linked_accounts")
ACTS = (BIND, UNLINK, APPROVE)
SAID = {
    "creators": {
        "en": "may not open “Linked TikTok",
        "zh": "不能打开“绑定TikTok账号”",
        "es": "no puede abrir «Cuentas",
    },
    "creators:press": {
        "en": "not press it",
        "zh": "可以查看“绑定新的TikTok账号”",
        "es": "pero no pulsarlo",
    },
}


@pytest.mark.parametrize("right", SAID)
@first(BIND, of=ACTS)
def test_an_act_without_the_right_ends_before_the_claim(
    agent: Agent, mock_world: Any, act: Act, right: str, capsys: pytest.CaptureFixture[str]
) -> None:
    act.prepare(agent, mock_world)
    mock_world.owner(MX).takes(right)

    record = act.start(agent)

    assert (record.code, record.exit, record.submitted) == ENDS
    assert (mock_world.requests("POST", act.path), agent.states()) == ([], [])
    told = read_by_a_person(record, capsys)
    assert "lacks a right on the portal: it may" in told
    assert "Ask the owner of the main account" in told


@pytest.mark.parametrize("right", ["creators", pytest.param("creators:press", marks=pytest.mark.heavy)])
@pytest.mark.parametrize("language", ["zh", *(pytest.param(one, marks=pytest.mark.heavy) for one in ("en", "es"))])
def test_it_is_told_in_each_language_of_the_portal(agent: Agent, mock_world: Any, language: str, right: str) -> None:
    agent.speak(language)
    mock_world.owner(MX).takes(right)

    record = BIND.start(agent)

    assert record.code is Code.E_RIGHT_MISSING
    assert SAID[right][language] in Words.load((), language)(f"error.{record.code}.what", **record.error)


@pytest.mark.heavy
def test_with_the_right_given_back_the_same_session_does_it(agent: Agent, mock_world: Any) -> None:
    mock_world.owner(MX).takes("creators")
    BIND.start(agent)
    mock_world.owner(MX).gives("creators")

    assert (BIND.start(agent).exit, mock_world.effects("invite")) == (0, 1)


@pytest.mark.heavy
def test_other_areas_are_not_needed(agent: Agent, mock_world: Any) -> None:
    for right in ("marketing", "data", "health"):
        mock_world.owner(MX).takes(right)

    assert (BIND.start(agent).exit, mock_world.effects("invite")) == (0, 1)


@pytest.mark.heavy
def test_a_right_that_goes_with_the_press_has_no_effect_and_is_told_by_the_next_run(
    agent: Agent, mock_world: Any
) -> None:
    agent.walk_with(WhileSomebodyActs(lambda: mock_world.owner(MX).takes("creators:press")))

    pressed, later = BIND.start(agent), BIND.start(agent)

    assert (pressed.code, pressed.exit, mock_world.effects("invite")) == (Code.E_NOT_APPLIED, 14, 0)
    assert (later.code, later.exit, later.submitted) == ENDS


def test_a_shop_that_is_shut_to_the_login_is_not_entered(
    agent: Agent, mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    agent.let_in("TH")
    mock_world.owner(GLOBAL).takes(f"shop:{TH}")

    record = agent.bind("glow.by.ploy", "TH")

    assert (record.code, record.exit, record.submitted) == ENDS
    assert (agent.states(), mock_world.effects("invite")) == ([], 0)
    assert f"may not enter shop {TH}" in read_by_a_person(record, capsys)


@pytest.mark.heavy
def test_out_of_a_shop_that_was_shut_meanwhile_another_one_is_entered(
    agent: Agent, mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    agent.let_in("GB")
    mock_world.owner(GLOBAL).takes(f"shop:{GB}")

    shut, other = agent.bind("kitchen.with.kate", "GB"), agent.bind("glow.by.ploy", "TH")

    assert (shut.code, shut.exit, shut.submitted) == ENDS
    assert f"may not enter shop {GB}" in read_by_a_person(shut, capsys)
    assert (other.exit, mock_world.effects("invite")) == (0, 1)


@pytest.fixture
def by_menu(agent: Agent, mock_world: Any, example_world: str) -> Callable[[str], Agent]:
    """An agent that knows no address of the linked accounts, in a world whose menu hides what one may not open."""

    def made(lacks: str) -> Agent:
        rights = f'egress = "MX"\nhides = true\nlacks = [{lacks}]'
        mock_world.reset(world=example_world.replace('egress = "MX"', rights, 1))
        agent.let_in()
        agent.walk_with(NoPace(), replace(agent.desk().portal, ways={"links": WAY}))
        return agent

    return made


@pytest.mark.parametrize("language", ["es", *(pytest.param(one, marks=pytest.mark.heavy) for one in ("en", "zh"))])
def test_an_entry_that_the_menu_leaves_out_is_a_missing_right(by_menu: Callable[[str], Agent], language: str) -> None:
    agent = by_menu('"creators"')
    agent.speak(language)

    record = BIND.start(agent)

    assert (record.code, record.error["why"], record.submitted) == (Code.E_RIGHT_MISSING, "right_menu", "no")
    assert agent.states() == []


@pytest.mark.heavy
def test_an_entry_with_a_new_name_is_a_changed_page(by_menu: Callable[[str], Agent], mock_world: Any) -> None:
    agent = by_menu("")
    renamed = {"Linked TikTok accounts": "Creator partners"}
    mock_world.fault("GET", "/homepage", do="relabel", map=renamed, times=None)

    record = BIND.start(agent)

    assert (record.code, record.exit) == (Code.E_PORTAL_CHANGED, 25)
    assert record.error["element"] == "shell.linked_accounts"


@pytest.mark.heavy
def test_a_button_that_is_dead_without_a_word_is_a_changed_page_or_a_slow_one(agent: Agent, mock_world: Any) -> None:
    button = {"selector": ".panel-head button", "seconds": 60}
    mock_world.fault("GET", "/profile/linked-accounts", do="disabled_for", times=None, **button)

    record = BIND.start(agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_PORTAL_DOWN, 10, "no")
