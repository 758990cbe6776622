"""Bind in the Seller app of the mock portal: a browser as a phone, and an owner who answers in the TikTok app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from acts import WhileSomebodyActs
from agent_bench import Agent
from skins import both

from agent.domain.ledger import LinkState, Outcome
from agent.domain.roster import Via
from agent.errors import Code
from agent.ports import Stage

HANDLE = "cocina.conluz"
LEAVE = "/api/v1/seller_app/bind/leave"


class WhileTimePasses(WhileSomebodyActs):
    """Somebody acts before the press; the jump's time is over by the first look after it."""

    def __init__(self, agent: Agent, world: Any, deed: Callable[[], object] = lambda: None) -> None:
        super().__init__(deed)
        self._agent, self._world, self._pressed = agent, world, False

    async def before(self, stage: Stage) -> None:
        await super().before(stage)
        if self._pressed and stage.step == "invitations.table":
            self._world.advance(seconds=61)
            self._agent.follow_clock()
        self._pressed |= stage.step == "app_bind.leave"


def owner(world: Any, do: str, *, after: float = 0) -> None:
    """What the account's owner will do in the TikTok app."""
    world.person({"who": "app", "handle": HANDLE, "do": do, "after": after})


@both
def test_who_authorizes_in_the_tiktok_app_is_linked(agent: Agent, mock_world: Any) -> None:
    owner(mock_world, "authorize", after=1)

    record = agent.bind(HANDLE, via=Via.APP)

    assert (record.outcome, record.link, record.exit) == (Outcome.DONE, LinkState.LINKED, 0)
    assert [mock_world.effects(one) for one in ("app_jump", "app_authorize")] == [1, 1]
    assert agent.bind(HANDLE).outcome is Outcome.ALREADY


@pytest.mark.sample(1)
@pytest.mark.parametrize("language", ["zh", "es"])
def test_the_words_of_a_jump_are_known_in_each_language(agent: Agent, mock_world: Any, language: str) -> None:
    agent.speak(language)
    owner(mock_world, "decline")

    assert agent.bind(HANDLE, via=Via.APP).error == {"why": "jump_declined"}


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("do", "ends"),
    [
        ("decline", (Code.B_REJECTED, 40, "jump_declined")),
        ("time_out", (Code.E_NOT_APPLIED, 14, "jump_timed_out")),
    ],
)
def test_a_no_and_a_time_that_ran_out_are_told_apart(
    agent: Agent, mock_world: Any, do: str, ends: tuple[Code, int, str]
) -> None:
    owner(mock_world, do)

    record = agent.bind(HANDLE, via=Via.APP)

    assert (record.code, record.exit, record.error["why"]) == ends
    assert [mock_world.effects(one) for one in ("app_jump", "link")] == [1, 0]


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "fault", [{"do": "commit_then_hang", "seconds": 3}, {"do": "close_after_commit"}], ids=["hangs", "closes"]
)
def test_a_lost_answer_is_looked_up_until_the_owner_has_authorized(
    agent: Agent, mock_world: Any, fault: dict[str, Any]
) -> None:
    mock_world.fault("POST", LEAVE, **fault)
    owner(mock_world, "authorize", after=4)

    assert agent.bind(HANDLE, via=Via.APP).outcome is Outcome.DONE
    assert [mock_world.effects(one) for one in ("app_jump", "app_authorize")] == [1, 1]


@pytest.mark.heavy
def test_a_press_that_never_arrived_is_proven_so_once_nobody_can_authorize(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("POST", LEAVE, do="hang_no_commit", seconds=3)
    agent.walk_with(WhileTimePasses(agent, mock_world))

    record = agent.bind(HANDLE, via=Via.APP)

    assert (record.outcome, record.exit, record.error) == (Outcome.NOT_DONE, 14, {"why": "jump_lost"})
    assert mock_world.effects("app_jump") == 0


def test_a_refusal_is_told_in_the_portals_words_and_by_its_code(agent: Agent, mock_world: Any) -> None:
    nordlys, creator = mock_world.seller("7495000000000000099"), mock_world.creator("kitchen.with.kate")
    agent.sign_in("GB")
    agent.walk_with(WhileTimePasses(agent, mock_world, lambda: (nordlys.invite("kitchen.with.kate"), creator.accept())))

    record = agent.bind("kitchen.with.kate", "GB", via=Via.APP)

    assert (record.code, record.exit, record.error) == (Code.B_CONFLICT, 42, {})
    assert record.note == "该账号已绑定店铺。"


@pytest.mark.heavy
def test_each_page_of_the_app_may_time_out_once(agent: Agent, mock_world: Any) -> None:
    for path in ("/app/settings", "/app/settings/bind"):
        mock_world.fault("GET", path, do="hang_no_commit", seconds=3)
    owner(mock_world, "authorize")

    assert agent.bind(HANDLE, via=Via.APP).outcome is Outcome.DONE


def test_a_gateways_no_behind_a_link_is_no_change_of_the_portal(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("GET", "/app/settings/bind", do="status_before_commit", code=504)
    owner(mock_world, "authorize")

    record = agent.bind(HANDLE, via=Via.APP)

    assert (record.outcome, mock_world.effects("app_authorize")) == (Outcome.DONE, 1)


def test_a_dry_run_types_the_name_on_the_phone_and_leaves_for_nothing(agent: Agent, mock_world: Any) -> None:
    record = agent.bind(HANDLE, via=Via.APP, dry_run=True)

    assert record.outcome is Outcome.PLANNED
    assert mock_world.requests("GET", "/app/settings/bind")
    assert not mock_world.requests("POST", LEAVE)
