"""companion replace --wait, stopped when one has left and the rest still waits: that is told, and nothing begins."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from fakes import LOGIN, MOCK, FakeClock, Press
from flow_bench import Bench
from replacing import REPLACE, sent, with_both

from agent.cli.call import CALL, Call
from agent.cli.loop import go
from agent.cli.replace import _replace
from agent.domain.seen import Said
from agent.errors import Code, RestoreState
from agent.wiring import Desks

pytestmark = pytest.mark.fast


def nothing() -> None:
    """What happens otherwise."""


def ctrl_c() -> None:
    signal.raise_signal(signal.SIGINT)


def trouble() -> None:
    raise RestoreState(Code.E_LEDGER_CORRUPT, detail="a test")


@dataclass
class Rooms:
    """A house over fakes, and what happens when the desks of its second run are opened, or those of its first closed.

    The first press meets a captcha and goes through, so that the rest has to wait for a day.
    """

    bench: Bench
    opens: Callable[[], None] = nothing
    closes: Callable[[], None] = nothing
    runs: int = 0
    roster: Any = field(default_factory=lambda: SimpleNamespace(login_of=lambda _: LOGIN))

    def portal(self, _: object) -> Any:
        return MOCK

    def clock(self, _: object) -> FakeClock:
        return self.bench.clock

    @asynccontextmanager
    async def ledger(self, _: object) -> AsyncIterator[Any]:
        self.runs += 1
        if self.runs > 1:
            self.opens()
        await asyncio.sleep(0)
        yield self.bench.ledger
        self.closes()
        await asyncio.sleep(0)


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    made = Rooms(with_both(Bench()))
    made.bench.portal.presses = [Press(said=Said.CHALLENGE)]

    async def desk(*_: object) -> Any:
        return made.bench.desk()

    monkeypatch.setattr(Desks, "desk", desk)
    CALL.set(Call(json=True))
    yield made
    CALL.set(Call())
    made.bench.ledger.close()


def told(rooms: Any, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str, str]:
    """The exit code of the whole call, and of its one result what was sent, how far it has come, and the code."""
    ended = go(_replace(rooms, REPLACE, timedelta(hours=25)))
    result = json.loads(capsys.readouterr().out)
    assert result["exit"] == ended
    return ended, result["submitted"], result["progress"], result["code"]


def test_left_alone_it_waits_and_goes_on(rooms: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(rooms, capsys) == (0, "yes", "replaced", None)
    assert (rooms.runs, sent(rooms.bench)) == (2, (1, 1))


def test_stopped_when_the_next_run_begins_it_tells_what_was_sent(
    rooms: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    rooms.opens = ctrl_c

    assert told(rooms, capsys) == (31, "yes", "half", Code.G_COOLDOWN)
    assert sent(rooms.bench) == (1, 0)


def test_stopped_while_the_first_run_closes_it_does_not_even_wait(
    rooms: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    rooms.closes = ctrl_c

    assert told(rooms, capsys) == (31, "yes", "half", Code.G_COOLDOWN)
    assert rooms.runs == 1


def test_a_next_run_that_cannot_begin_tells_both(rooms: Any, capsys: pytest.CaptureFixture[str]) -> None:
    rooms.opens = trouble

    assert told(rooms, capsys) == (5, "yes", "half", Code.E_LEDGER_CORRUPT)


def test_what_was_taken_back_while_it_waited_is_left_to_a_person(
    rooms: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    rooms.opens = rooms.bench.relinked

    assert told(rooms, capsys) == (21, "yes", "untouched", Code.E_EFFECT_MISMATCH)
    assert rooms.bench.portal.clicks == 1
