"""A challenge on a press stops the login's presses for a day; only time or a named person ends that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes import LOGIN, REQUEST, UNLINK, Press
from flow_bench import Bench

from agent.domain.ledger import Outcome
from agent.domain.reason import Reason
from agent.domain.record import BindRequest, UnlinkRequest
from agent.domain.seen import Said
from agent.errors import Code

pytestmark = pytest.mark.fast
ACTS = pytest.mark.parametrize("request_", [REQUEST, UNLINK], ids=["bind", "unlink"])


@pytest.fixture
def challenged(bench: Bench) -> Bench:
    """A bind met a captcha instead of its answer, and did not get through."""
    bench.portal.presses = [Press(commits=False, said=Said.CHALLENGE)]
    bench.bind(REQUEST)
    return bench


@ACTS
def test_no_act_of_this_login_is_pressed(challenged: Bench, request_: BindRequest | UnlinkRequest) -> None:
    challenged.ready(request_)
    challenged.clock.moment += timedelta(hours=23)

    record = challenged.run(request_)

    assert (record.code, record.objections) == (Code.G_COOLDOWN, {Reason.CHALLENGED})
    assert challenged.portal.clicks == 1


@ACTS
def test_a_named_person_ends_the_rest(challenged: Bench, request_: BindRequest | UnlinkRequest) -> None:
    challenged.ready(request_)

    challenged.ask("resume", LOGIN.id, "Ana", "it was a drill")

    record = challenged.run(request_)
    assert (record.outcome, challenged.portal.clicks) == (Outcome.DONE, 2)
    assert challenged.ledger.check() == []


def test_time_ends_it_too(challenged: Bench) -> None:
    challenged.clock.moment += timedelta(hours=25)

    assert challenged.run(REQUEST).outcome is Outcome.DONE
    assert "resumed" not in {one.kind for one in challenged.ask("events")}
