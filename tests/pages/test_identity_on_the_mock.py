"""Whoever else the search offers, the one account that is meant is invited, or nobody."""

from __future__ import annotations

from typing import Any

import pytest
from agent_bench import Agent
from told import read_by_a_person

from agent.domain.identity import AccountId, Handle, Target
from agent.domain.ledger import Outcome
from agent.errors import Code

SEARCH = "/api/v1/seller/creator/info/get"
WANTED, ID = "cocina.conluz", "7100000000000000103"
NAMES = [
    "cocina.conIuz",
    "Cocina.conluz",
    "cocina.c\u043enluz",
    "cocina.conluz\u200b",
    "cocina\u00ad.conluz",
    "\u202ezulnoc.anicoc",
    "cocina.conluz\u00a0",
    "\uff43ocina.conluz",
    "cocina.conluz.",
    "cocina_conluz",
    "<b>cocina.conluz</b>",
    {"handle": "mallory", "nickname": WANTED},
    {"handle": "evil", "nickname": f"@{WANTED}"},
]
GONE = "cocina.sinluz"  # nobody has this one


def strangers(world: Any, *names: object) -> None:
    world.fault("POST", SEARCH, do="lookalikes", set=list(names), times=None)


def consented(agent: Agent) -> dict[str, Any]:
    """Somebody whom the roster allows to be invited, so that only the search can stand in the way."""
    return {"candidate": agent.shop().wanted(Handle(WANTED))}


def invited(world: Any) -> list[str]:
    return [one["account"] for one in world.state()["invitations"]]


def test_among_lookalikes_the_one_that_is_meant_is_invited(agent: Agent, mock_world: Any) -> None:
    strangers(mock_world, *NAMES)

    record = agent.bind(WANTED)

    assert (record.exit, record.submitted, agent.states()) == (0, "yes", ["done"])
    assert invited(mock_world) == [ID]


def test_on_several_pages_of_lookalikes_too(agent: Agent, mock_world: Any) -> None:
    strangers(mock_world, *NAMES)
    mock_world.fault("POST", SEARCH, do="paginate", size=4, times=None)

    assert agent.bind(WANTED).outcome is Outcome.DONE
    assert invited(mock_world) == [ID]


def test_lookalikes_alone_are_nobody(agent: Agent, mock_world: Any, capsys: pytest.CaptureFixture[str]) -> None:
    names = [str(name).replace("conluz", "sinluz") for name in NAMES if isinstance(name, str)]
    strangers(mock_world, *names, {"handle": "mallory", "nickname": GONE})

    record = agent.bind(GONE, **consented(agent))

    assert (record.code, record.exit) == (Code.E_TARGET_NOT_PROVEN, 24)
    assert (record.error["detail"].isascii(), "U+" in record.error["detail"]) == (True, True)
    assert (record.submitted, agent.states(), mock_world.effects("invite")) == ("no", [], 0)
    assert "It is not proven which account" in read_by_a_person(record, capsys)


@pytest.mark.sample(2)
@pytest.mark.parametrize("handle", ["Cocina.conluz", "cocina.conlu", "cocina.conluz.", "cocina_conluz"])
def test_the_account_next_to_it_is_not_taken(agent: Agent, mock_world: Any, handle: str) -> None:
    record = agent.bind(handle, **consented(agent))

    assert (record.code, record.exit, record.submitted) == (Code.E_TARGET_NOT_PROVEN, 24, "no")
    assert (agent.states(), invited(mock_world)) == ([], [])


def test_two_accounts_of_one_handle_are_a_question_for_a_person(
    agent: Agent, mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    strangers(mock_world, WANTED)

    record = agent.bind(WANTED)

    assert (record.code, record.exit) == (Code.E_TARGET_AMBIGUOUS, 24)
    assert (record.submitted, agent.states(), mock_world.effects("invite")) == ("no", [], 0)
    assert "More than one account is found" in read_by_a_person(record, capsys)


def test_a_handle_that_belongs_to_another_id_now_is_refused(
    agent: Agent, mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    target = Target(Handle(WANTED), AccountId("7100000000000000999"))

    record = agent.bind(WANTED, target=target)

    assert (record.code, record.exit) == (Code.E_TARGET_CHANGED, 24)
    assert (record.submitted, agent.states(), mock_world.effects("invite")) == ("no", [], 0)
    assert f"now its id is {ID}" in read_by_a_person(record, capsys)


def test_an_account_that_was_renamed_is_refused(
    agent: Agent, mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    strangers(mock_world, {"handle": "cocina.connueva", "id": "7190000000000000777"})
    target = Target(Handle("cocina.conviejo"), AccountId("7190000000000000777"))

    record = agent.bind("cocina.conviejo", target=target, **consented(agent))

    assert (record.code, record.exit) == (Code.E_TARGET_CHANGED, 24)
    assert (record.submitted, agent.states(), mock_world.effects("invite")) == ("no", [], 0)
    assert "now it is called cocina.connueva" in read_by_a_person(record, capsys)


@pytest.mark.heavy
def test_results_that_do_not_add_up_prove_nobody(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("POST", SEARCH, do="truncate", bytes=200, times=None)

    record = agent.bind(WANTED)

    assert record.exit in {10, 24, 25}
    assert mock_world.effects("invite") == 0
