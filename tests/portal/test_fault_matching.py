"""Which requests a fault bites, how often, what is refused as a fault, and what is noted of a request."""

from __future__ import annotations

import os
from typing import Any

import pytest
from portal_visitor import GB, LINKS, LOGIN_MX, MX, SEND, SENT, Visitor, account_id, eventually

from mock_portal.client import ControlRefusedError, World

pytestmark = pytest.mark.fast
LUZ = account_id(3)


def test_nth_and_times_choose_which_requests_are_bitten(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", LINKS, do="status_before_commit", code=500, nth=2, times=2)

    assert [lucia.get(LINKS).status for _ in range(4)] == [200, 500, 500, 200]


def test_a_fault_may_be_for_one_shop_and_a_pattern_of_paths(mock_world: World, lucia: Visitor, mei: Visitor) -> None:
    mock_world.fault("GET", "/api/*/agg/*", do="status_before_commit", code=500, shop=GB, times=None)

    assert (lucia.get(LINKS).status, mei.get(LINKS).status) == (200, 500)
    assert mei.get(SENT).status == 200


def test_faults_can_be_taken_away(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", LINKS, do="status_before_commit", code=500, times=None)

    mock_world.clear_faults()

    assert lucia.get(LINKS).status == 200


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"do": "explode"}, "unknown verb 'explode'"),
        ({"do": "truncate"}, "misses ['bytes']"),
        ({"do": "truncate", "bytes": "3"}, "'bytes' must be int"),
        ({"do": "login", "seconds": 1}, "does not know ['seconds']"),
        ({"do": "kill_client", "pid": os.getpid(), "at": "noon"}, "'at' must be in ('before_commit'"),
        ({"do": "status_before_commit", "code": 99}, "'code' must be in range(200, 600)"),
        ({"do": "login", "times": 0}, "times: a number from 1 up"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(mock_world: World, asked: dict[str, Any], says: str) -> None:
    verb = str(asked.pop("do"))

    with pytest.raises(ControlRefusedError) as caught:
        mock_world.fault("GET", "*", do=verb, **asked)

    assert says in str(caught.value)


def test_requests_that_were_never_answered_are_noted(mock_world: World, hasty: Visitor) -> None:
    mock_world.fault("POST", SEND, do="commit_then_hang", seconds=30)
    with pytest.raises(TimeoutError):
        hasty.invite(LUZ)
    hasty.close()

    assert eventually(lambda: mock_world.requests("POST", SEND)[0]["aborted"])
    noted = mock_world.requests("POST", SEND)[0]
    assert (noted["shop"], noted["session"], noted["faults"]) == (MX, "s1", ["commit_then_hang"])


def test_a_session_can_be_let_die_from_outside(mock_world: World, lucia: Visitor) -> None:
    mock_world.expire(LOGIN_MX)

    assert lucia.get(LINKS).json["code"] == 98001002
