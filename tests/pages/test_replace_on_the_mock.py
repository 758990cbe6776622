"""One account takes another's place in a real browser on the mock portal; what was done is found, never repeated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from agent_bench import LIVE_ID, Agent

from agent.domain.identity import principal_of_creator
from agent.domain.ledger import LinkState, Outcome
from agent.domain.reason import Reason
from agent.domain.record import Progress
from agent.errors import Code

NEW = "cocina.conluz"
UNLINK = "/api/v1/seller/creator/unbind"
INVITE = "/api/v1/seller/creator/invitation/send"
SHOP = "7495000000000000011"


@pytest.fixture
def agent(agent: Agent) -> Agent:
    """An agent who also holds the session of the one linked creator."""
    agent.sign_in_creator_of_the_house()
    return agent


def sent(mock_world: Any) -> tuple[int, int]:
    return mock_world.effects("unlink"), mock_world.effects("invite")


def test_one_leaves_and_the_other_is_invited(agent: Agent, mock_world: Any) -> None:
    shown = mock_world.creator("casa.aurora.live").showcase()

    record = agent.replace(NEW)

    assert (record.outcome, record.progress, sent(mock_world)) == (Outcome.DONE, Progress.REPLACED, (1, 1))
    assert [one.link for one in record.parts] == [LinkState.UNLINKED, LinkState.INVITED]
    assert [one.product_id for one in agent.ledger("kept_showcase", LIVE_ID).items] == shown


@pytest.mark.heavy
def test_asked_again_it_is_so_already(agent: Agent, mock_world: Any) -> None:
    agent.replace(NEW)

    again = agent.replace(NEW)

    assert (again.outcome, again.exit, sent(mock_world)) == (Outcome.ALREADY, 0, (1, 1))


@pytest.mark.heavy
def test_a_full_shop_is_no_objection(agent: Agent, mock_world: Any, example_world: str) -> None:
    mock_world.reset(world=example_world.replace(f'id = "{SHOP}"\n', f'id = "{SHOP}"\nstage = "probation"\n', 1))
    agent.sign_in()

    record = agent.replace(NEW, without_backup="a test of the places")

    assert (record.outcome, sent(mock_world)) == (Outcome.DONE, (1, 1))


@pytest.mark.parametrize(("new", "reason"), [("vale_17", Reason.OWNER_AGE), ("bogota.home", Reason.ACCOUNT_REGION)])
def test_nobody_leaves_for_one_who_may_not_come(agent: Agent, mock_world: Any, new: str, reason: Reason) -> None:
    record = agent.replace(new)

    assert (record.code, record.progress) == (Code.G_NOT_ELIGIBLE, Progress.UNTOUCHED)
    assert (reason in record.objections, mock_world.requests("POST", UNLINK)) == (True, [])


def test_without_the_creators_session_nobody_leaves(agent: Agent, mock_world: Any) -> None:
    agent.house.vault().forget(principal_of_creator(LIVE_ID))

    record = agent.replace(NEW)

    assert (record.code, record.objections) == (Code.G_NOT_CONFIRMED, {Reason.SHOWCASE_NOT_KEPT})
    assert sent(mock_world) == (0, 0)


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("path", "fault"),
    [(UNLINK, {"do": "commit_then_hang", "seconds": 5}), (INVITE, {"do": "rst_after_commit"})],
    ids=str,
)
def test_a_lost_answer_is_looked_up_not_repeated(
    agent: Agent, mock_world: Any, path: str, fault: dict[str, Any]
) -> None:
    mock_world.fault("POST", path, **fault)

    assert agent.replace(NEW).progress is Progress.REPLACED
    assert sent(mock_world) == (1, 1)


@pytest.mark.heavy
def test_an_unlink_without_effect_keeps_the_other_waiting(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("POST", UNLINK, do="status_before_commit", code=500)

    record, again = agent.replace(NEW), agent.replace(NEW)

    assert [(one.exit, one.progress) for one in (record, again)] == [(20, Progress.LEAVING_UNKNOWN)] * 2
    assert (sent(mock_world), len(mock_world.requests("POST", UNLINK))) == ((0, 0), 1)


@pytest.mark.heavy
def test_a_place_that_is_taken_meanwhile_is_told_as_half_done(
    agent: Agent, mock_world: Any, example_world: str
) -> None:
    mock_world.reset(world=example_world.replace(f'id = "{SHOP}"\n', f'id = "{SHOP}"\nstage = "probation"\n', 1))
    agent.sign_in()
    agent.unlink(without_backup="a test of the places")
    agent.bind("hogar_bonito.mx")

    record = agent.replace(NEW, without_backup="a test of the places")

    assert (record.code, record.progress, sent(mock_world)) == (Code.G_SLOTS, Progress.HALF, (1, 1))


def test_a_dry_run_sends_nothing(agent: Agent, mock_world: Any) -> None:
    record = agent.replace(NEW, dry_run=True)

    assert (record.outcome, record.progress, sent(mock_world)) == (Outcome.PLANNED, Progress.REHEARSED, (0, 0))


@pytest.mark.heavy
def test_the_report_tells_of_both(recording: Agent) -> None:
    recording.replace(NEW, without_backup="a test of the report")

    page = (Path(recording.folder) / "report.html").read_text("utf-8")

    assert "@casa.aurora.live has left, and @cocina.conluz was invited in its place." in page
    assert page.count('class="outcome"') == 3
    assert [one.stem for one in sorted(Path(recording.folder).glob("*.jpg"))] == [
        *("1-before", "2-after", "3-before", "4-after")
    ]
