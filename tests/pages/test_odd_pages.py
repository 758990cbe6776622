"""Pages that are slow, restless or half there are lived with; one that is not what it seems presses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from acts import BIND, BOUND, UNLINK, UNLINKED, Act, WhileSomebodyActs, first, in_turn, more_links
from agent_bench import Agent
from anyio.from_thread import BlockingPortal
from told import all_that_is_told, read_by_a_person

from agent.domain.ledger import ClaimState
from agent.errors import Code

SHOP = "7495000000000000011"
HOME, LINKS, PAGE, LISTS = (
    "/homepage",
    "/profile/linked-accounts",
    "/profile/linked-accounts*",
    "/api/v1/seller/creator/*",
)
FOOT = ".theme-arco-modal-footer"
EVER = {"times": None}
HEALS = {
    "on the wire": [
        ("GET", LINKS, {"do": "close_before_read", "reset": True}),
        ("GET", HOME, {"do": "rotate_session"}),
        ("GET", LISTS, {"do": "rotate_session", "nth": 2}),
        ("GET", "/static/*/mark.svg", {"do": "hang_no_commit", "seconds": 20, **EVER}),
    ],
    "in the page": [
        ("GET", PAGE, {"do": "disabled_for", "selector": f"{FOOT} button", "seconds": 0.4, **EVER}),
        ("GET", PAGE, {"do": "popup", "url": "/homepage", **EVER}),
        ("GET", LISTS, {"do": "paginate", "size": 1, "shift": 1, **EVER}),
    ],
    "in what is told": [
        ("GET", "/api/v1/seller/creator/agg/get", {"do": "stale_read", "seconds": 0.3, **EVER}),
        ("GET", "/api/v1/seller/creator/invitation/list", {"do": "stale_read", "seconds": 0.3, **EVER}),
    ],
}
BOTH = (BIND, UNLINK)


@pytest.mark.sample(1)
@in_turn("faults", HEALS)
def test_what_heals_is_waited_for(
    agent: Agent, mock_world: Any, act: Act, faults: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    for method, path, fault in faults:
        mock_world.fault(method, path, **fault)

    record = act.start(agent)

    assert (record.exit, record.submitted, agent.states()) == (0, "yes", [ClaimState.DONE])
    assert (mock_world.effects(act.effect), len(mock_world.requests("POST", act.path))) == (1, 1)
    assert "Done: @" in all_that_is_told(record, capsys)


@first(UNLINK, of=BOTH)
def test_a_button_that_slides_away_is_followed_and_no_other_is_hit(
    agent: Agent, mock_world: Any, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    yes, no = f"{FOOT} .core-btn-primary", f"{FOOT} .core-btn-secondary"
    mock_world.fault("GET", PAGE, do="swap_on_hover", selector=yes, other=no, times=None)

    record = act.start(agent)

    assert (record.exit, record.submitted, agent.states()) == (0, "yes", [ClaimState.DONE])
    assert mock_world.effects(act.effect) == 1
    assert "Done: @" in all_that_is_told(record, capsys)


def test_a_button_that_never_wakes_up_is_not_pressed(
    agent: Agent, mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    mock_world.fault("GET", PAGE, do="disabled_for", selector=f"{FOOT} button", seconds=20, way="class", times=None)

    record = UNLINK.start(agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_PORTAL_CHANGED, 25, "no")
    assert (agent.states(), mock_world.requests("POST", UNLINK.path)) == ([], [])
    assert "disabled" in read_by_a_person(record, capsys)


def test_another_row_s_button_that_slides_under_the_hand_unlinks_nobody(
    agent: Agent, mock_world: Any, example_world: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mock_world.reset(world=example_world + more_links(BOUND))
    agent.sign_in()
    ours, theirs = (f'button[aria-label$="@{one}"]' for one in (UNLINKED, BOUND))
    mock_world.fault("GET", PAGE, do="swap_on_hover", selector=ours, other=theirs, times=None)

    record = UNLINK.start(agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_PORTAL_CHANGED, 25, "no")
    assert (agent.states(), mock_world.requests("POST", UNLINK.path)) == ([], [])
    assert "The page is not as the profile describes it" in read_by_a_person(record, capsys)


@first(BIND, of=BOTH)
def test_a_list_of_which_only_some_rows_exist_proves_nobody_s_absence(
    agent: Agent, mock_world: Any, example_world: str, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    mock_world.reset(world=example_world + more_links("tech.rafa", "hogar_bonito.mx"))
    agent.sign_in()
    mock_world.fault("GET", PAGE, do="virtual_list", size=1, times=None)
    mock_world.fault("POST", "/api/v1/seller/creator/info/get", do="lookalikes", set=["cocina.conluz.fan"], times=None)

    record = act.start(agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_TARGET_NOT_PROVEN, 24, "no")
    assert (agent.states(), mock_world.requests("POST", act.path)) == ([], [])
    assert "It is not proven which account" in read_by_a_person(record, capsys)


@pytest.mark.sample(1)
@pytest.mark.parametrize(("act", "effect"), [(BIND, "invite"), (UNLINK, "unlink")], ids=str)
def test_what_a_colleague_does_at_the_last_moment_is_not_done_twice(
    agent: Agent, mock_world: Any, act: Act, effect: str, capsys: pytest.CaptureFixture[str]
) -> None:
    colleague = mock_world.seller(SHOP)
    agent.walk_with(WhileSomebodyActs(lambda: getattr(colleague, effect)(act.handle)))

    record = act.start(agent)

    assert (record.exit, record.submitted, agent.states()) == (0, "yes", [ClaimState.DONE])
    assert mock_world.effects(effect) == 1
    assert "Done: @" in all_that_is_told(record, capsys)


@first(UNLINK, of=BOTH)
def test_a_portal_clock_that_disagrees_refuses(
    agent: Agent, mock_world: Any, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    mock_world.fault("GET", PAGE, do="skew", seconds=1200, times=None)

    record = act.start(agent)

    assert (record.code, record.exit, record.submitted) == (Code.G_CLOCK, 36, "no")
    assert (agent.states(), mock_world.requests("POST", act.path)) == ([], [])
    assert "clock" in all_that_is_told(record, capsys)


@pytest.mark.heavy
def test_results_without_end_are_given_up_at_the_deadline(
    agent_loop: BlockingPortal, agent_browser: Any, mock_world: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hurried = Agent(agent_loop, tmp_path, mock_world.origin, agent_browser, **{"waits.read_deadline_s": 5})
    hurried.let_in()
    crowd = [f"cook{n}" for n in range(20_000)]
    mock_world.fault("POST", "/api/v1/seller/creator/info/get", do="lookalikes", set=crowd, times=None)

    record = BIND.start(hurried)

    assert (record.code, record.exit, record.submitted) == (Code.E_PORTAL_DOWN, 10, "no")
    assert (hurried.states(), mock_world.requests("POST", BIND.path)) == ([], [])
    assert "The portal does not answer as it should" in read_by_a_person(record, capsys)
    hurried.close()
