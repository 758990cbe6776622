"""Whatever stands in the way is told apart by what a scheduler and a person should do, and nothing is sent.

Each trouble is a row of the fault table (docs/reliability.md): what does it, the code that it ends with, and the words
that say so.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from acts import BIND, UNLINK, Act, in_turn
from agent_bench import LIVE, Agent
from told import all_that_is_told, read_by_a_person

from agent.errors import EXIT, Code

HOME, LINKS, PAGE = "/homepage", "/profile/linked-accounts", "/profile/linked-accounts*"
LIST = "/api/v1/seller/creator/agg/get"
ASKED = {BIND: "/api/v1/seller/creator/availability/verify", UNLINK: "/api/v1/seller/creator/remain/get"}
ELSEWHERE = "http://127.0.0.2:9/portal"


class Trouble(NamedTuple):
    """Where a row of the fault table bites, what it does, and how the run ends."""

    path: str
    fault: dict[str, Any]
    code: Code
    words: str


OTHER_WORDS = {"Send invitation": "Dispatch it", "Confirm unlink": "Yes, go on"}
BUTTONS = ".theme-arco-modal-footer"
TROUBLES = {
    "N2": Trouble(HOME, {"do": "hang_no_commit", "seconds": 20}, Code.E_PORTAL_DOWN, "does not answer"),
    "N6": Trouble(HOME, {"do": "status_before_commit", "code": 500}, Code.E_PORTAL_DOWN, "does not answer"),
    "N7": Trouble(HOME, {"do": "maintenance", "retry_after": 120}, Code.E_MAINTENANCE, "under maintenance"),
    "N7 with 200": Trouble(HOME, {"do": "maintenance", "code": 200}, Code.E_MAINTENANCE, "under maintenance"),
    "N8": Trouble(LINKS, {"do": "status_before_commit", "code": 429}, Code.E_RATE_LIMITED, "asks to slow down"),
    "N9": Trouble(HOME, {"do": "close_before_read", "reset": True}, Code.E_PORTAL_DOWN, "does not answer"),
    "N12": Trouble(LIST, {"do": "truncate", "bytes": 300}, Code.E_PORTAL_DOWN, "does not answer"),
    "N13": Trouble(LINKS, {"do": "empty_200"}, Code.E_PORTAL_CHANGED, "not as the profile describes"),
    "N13 of data": Trouble(LIST, {"do": "garble"}, Code.E_PORTAL_DOWN, "does not answer"),
    "N14": Trouble(LIST, {"do": "drip", "bps": 20}, Code.E_PORTAL_DOWN, "does not answer"),
    "N15": Trouble(HOME, {"do": "redirect", "code": 302, "url": HOME}, Code.E_PORTAL_CHANGED, "goes on and on"),
    "N17": Trouble(HOME, {"do": "redirect", "code": 302, "url": ELSEWHERE}, Code.G_ORIGIN, "does not allow"),
    "U4": Trouble(PAGE, {"do": "cover", "selector": BUTTONS}, Code.E_PORTAL_CHANGED, "something covers it"),
    "U6": Trouble(PAGE, {"do": "relabel", "map": OTHER_WORDS}, Code.E_PORTAL_CHANGED, "not as the profile describes"),
    "U11": Trouble(PAGE, {"do": "native_confirm", "text": "Really?"}, Code.E_PORTAL_CHANGED, "nobody expected it"),
    "S1": Trouble(HOME, {"do": "expire_session", "after": 0}, Code.E_SESSION_EXPIRED, "missing or has ended"),
    "S2": Trouble(LINKS, {"do": "expire_session", "after": 1}, Code.E_SESSION_EXPIRED, "missing or has ended"),
    "S3": Trouble(LINKS, {"do": "captcha"}, Code.E_CHALLENGE, "asks for a person"),
    "S3 midway": Trouble("", {"do": "captcha", "seconds": 5}, Code.E_CHALLENGE, "asks for a person"),
    "S4": Trouble(HOME, {"do": "twofa"}, Code.E_CHALLENGE, "asks for a person"),
    "S7": Trouble(HOME, {"do": "suspended"}, Code.E_ACCOUNT_RESTRICTED, "has restricted"),
    "S9": Trouble(LINKS, {"do": "kick_session"}, Code.E_SESSION_EXPIRED, "missing or has ended"),
    "E1": Trouble(HOME, {"do": "region_redirect", "region": "GB"}, Code.G_ORIGIN, "does not allow"),
}


@pytest.mark.sample(8)
@in_turn("trouble", TROUBLES)
def test_what_stands_in_the_way_ends_the_run_before_anything_is_sent(
    agent: Agent, mock_world: Any, act: Act, trouble: Trouble, capsys: pytest.CaptureFixture[str]
) -> None:
    mock_world.fault("", trouble.path or ASKED[act], times=None, **trouble.fault)

    record = act.start(agent)

    assert (record.code, record.exit, record.submitted) == (trouble.code, EXIT[trouble.code], "no")
    assert (mock_world.requests("POST", act.path), agent.states()) == ([], [])
    assert trouble.words in read_by_a_person(record, capsys)


def test_how_long_to_stay_away_is_told_on(agent: Agent, mock_world: Any, capsys: pytest.CaptureFixture[str]) -> None:
    mock_world.fault("GET", HOME, do="maintenance", retry_after=120, times=None)

    record = UNLINK.start(agent)

    assert record.error["retry_after"] == "120"
    assert "after 120" in read_by_a_person(record, capsys)


def test_a_puzzle_in_the_middle_is_left_alone(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("POST", ASKED[BIND], do="captcha", seconds=5, times=None)

    BIND.start(agent)

    assert len(mock_world.requests("POST", ASKED[BIND])) == 1


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "start",
    [lambda agent: agent.bind("kitchen.with.kate", "GB"), lambda agent: agent.unlink(target=LIVE, market="GB")],
    ids=["bind", "unlink"],
)
def test_a_page_of_another_shop_of_the_login_stops_the_run(
    agent: Agent, mock_world: Any, start: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    agent.sign_in("GB")
    mock_world.fault("GET", LINKS, do="shop_switch", times=None)

    record = start(agent)

    assert (record.code, record.exit, record.submitted) == (Code.E_WRONG_SHOP, 26, "no")
    assert (agent.states(), mock_world.effects("invite"), mock_world.effects("unlink")) == ([], 0, 0)
    assert " shop" in all_that_is_told(record, capsys)
