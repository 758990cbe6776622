"""Content checks in a real browser on the mock portal: begun once, read whole, and of the account that is meant."""

from __future__ import annotations

from typing import Any

import pytest
from agent_bench import Agent
from skins import both

from agent.domain.content_audit import Objection
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.record import Record
from agent.errors import Code

HOGAR = "hogar_bonito.mx"
FAITH, CURE = "8510000000000000001", "8510000000000000002"
API = "/api/v1/seller/content_check/account"


@pytest.fixture
def agent(agent: Agent) -> Agent:
    """An agent whose login is signed in."""
    agent.let_in()
    return agent


def found(record: Record) -> dict[str, Objection]:
    return {one.post_id: one.objection for end in record.audits for one in end.unresolved}


@both
def test_a_check_finds_what_the_creator_should_look_at_and_then_less(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("GET", f"{API}/findings/get", do="paginate", size=1, times=None)

    first = agent.audit(HOGAR)
    mock_world.videos(HOGAR).delete(FAITH)
    second = agent.audit(HOGAR)

    assert found(first) == {CURE: Objection.FALSE_ADVERTISING, FAITH: Objection.RELIGION}
    assert first.audits[0].unresolved[0].link == f"https://www.tiktok.com/@{HOGAR}/video/{CURE}"
    assert (found(second).keys(), [one.post_id for one in second.audits[0].resolved]) == ({CURE}, [FAITH])
    assert (mock_world.effects("account_check"), mock_world.effects("video_deleted")) == (2, 1)
    assert agent.states() == [ClaimState.DONE, ClaimState.DONE]


def test_a_lost_answer_is_looked_up_and_not_repeated(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("POST", f"{API}/create", do="commit_then_hang", seconds=2)

    record = agent.audit(HOGAR)

    assert (record.outcome, len(found(record)), mock_world.effects("account_check")) == (Outcome.DONE, 2, 1)
    assert agent.states() == [ClaimState.DONE]


@pytest.mark.parametrize(
    ("handle", "code"),
    [(HOGAR, Code.E_TARGET_NOT_PROVEN), ("nobody.at.all", Code.E_TARGET_NOT_PROVEN)],
    ids=["another account", "no account"],
)
def test_nothing_is_begun_for_an_account_that_is_not_the_one(
    agent: Agent, mock_world: Any, handle: str, code: Code
) -> None:
    mock_world.fault("GET", f"{API}/find", do="lookalikes", set=["hogar.bonito_mx"], times=None)

    record = agent.audit(handle)

    assert (record.code, mock_world.effects("account_check"), agent.states()) == (code, 0, [])
