"""A trainee's own clicks in a real page: held, told from one another, and let through only as his own."""

from __future__ import annotations

import asyncio
from concurrent.futures import CancelledError
from typing import Any

import pytest
from agent_bench import Agent

from agent.pages.stage import TabStage
from agent.ports import Pace, Pick, Stage


class Clicks(Pace):
    """Somebody who, before one step, clicks somewhere by himself; the run ends there."""

    def __init__(self, step: str, where: str, *, follows: bool = False) -> None:
        self.step, self.where, self.follows = step, where, follows
        self.pick: Pick | None = None

    def begin(self, rules: object) -> None:
        """Click in every run."""

    async def before(self, stage: Stage) -> None:
        if stage.step == self.step and isinstance(stage, TabStage):
            picking = asyncio.ensure_future(stage.picked())
            await stage._tab.page.wait_for_function("() => globalThis.companionHolds")  # noqa: SLF001 - the page he is at
            await stage._tab.find(self.where).click()  # noqa: SLF001 - the person's hand
            self.pick = await picking
            await (stage.follow() if self.follows else stage.mark())
            raise asyncio.CancelledError


def click(agent: Agent, clicks: Clicks) -> Pick:
    agent.walk_with(clicks)
    with pytest.raises(CancelledError):
        agent.bind("cocina.conluz")
    assert clicks.pick
    return clicks.pick


def test_a_click_on_what_is_used_is_right_and_held(agent: Agent, mock_world: Any) -> None:
    pick = click(agent, Clicks("dialog.search", "dialog.search"))

    assert pick == Pick(right=True, name="Search")
    assert not mock_world.requests("GET", "/api/v1/seller/creator/info/get")


def test_a_click_elsewhere_is_wrong_and_named(agent: Agent) -> None:
    pick = click(agent, Clicks("dialog.next", "dialog.search"))

    assert pick == Pick(right=False, name="Search")


def test_a_last_button_is_known_for_one_and_held(agent: Agent, mock_world: Any) -> None:
    pick = click(agent, Clicks("dialog.checks", "dialog.send"))

    assert pick == Pick(right=False, name="Send invitation", press="dialog.send")
    assert mock_world.effects("invite") == 0


def test_what_he_presses_himself_is_sent_as_his_own(agent: Agent, mock_world: Any) -> None:
    click(agent, Clicks("dialog.checks", "dialog.send", follows=True))

    assert mock_world.effects("invite") == 1
    assert agent.states() == []
