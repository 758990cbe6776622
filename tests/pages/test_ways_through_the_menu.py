"""A page whose address is not known is come to through the menu, as a person does, whichever way the menu loads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from agent_bench import Agent
from skins import both

from agent.errors import Code, CompanionError
from agent.wiring import NoPace

pytestmark = both

WAY = ("shell.my_account", "shell.linked_accounts")


@pytest.fixture
def by_menu(agent: Agent) -> Callable[..., Agent]:
    """An agent that knows no address of the linked accounts."""

    def made(*way: str) -> Agent:
        portal = agent.desk().portal
        agent.walk_with(NoPace(), replace(portal, ways={"links": way}))
        return agent

    return made


@pytest.mark.sample(1)
@pytest.mark.parametrize("navigation", ["page", "client"])
def test_the_linked_accounts_are_come_to_through_the_menu(
    mock_world: Any, example_world: str, by_menu: Callable[..., Agent], navigation: str
) -> None:
    mock_world.reset(world=example_world.replace('egress = "MX"', f'egress = "MX"\nnavigation = "{navigation}"', 1))
    agent = by_menu(*WAY)
    agent.let_in()

    record = agent.bind("cocina.conluz")

    assert (record.exit, mock_world.effects("invite")) == (0, 1)


@pytest.mark.heavy
def test_a_way_that_is_no_more_is_told_by_its_step(
    agent: Agent, mock_world: Any, by_menu: Callable[..., Agent]
) -> None:
    said = agent.desk().portal.elements["shell.my_account"].names["en"]
    mock_world.fault("GET", "/homepage", do="relabel", times=9, map={said: "Account centre"})

    with pytest.raises(CompanionError) as stopped:
        by_menu(*WAY).check("cocina.conluz")

    assert (stopped.value.code, stopped.value.exit) == (Code.E_PORTAL_CHANGED, 25)
    assert stopped.value.params["element"] == "shell.my_account"
