"""With --step somebody at the terminal confirms each step, and can end the run instead."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from typing import TextIO

import pytest
from stages import FakeStage

from agent.cli.pace import AskedPace

pytestmark = pytest.mark.fast


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[TextIO]:
    """What is typed at the terminal that the run asks on."""
    reads, writes = os.pipe()
    with os.fdopen(reads) as terminal, os.fdopen(writes, "w") as typing:
        monkeypatch.setattr(sys, "stdin", terminal)
        yield typing


def walk(pace: AskedPace, *steps: str) -> None:
    async def one_after_the_other() -> None:
        for step in steps:
            await pace.before(FakeStage(step))

    asyncio.run(one_after_the_other())


def test_a_step_is_asked_once(keyboard: TextIO, capsys: pytest.CaptureFixture[str]) -> None:
    keyboard.write("\n")
    keyboard.flush()

    walk(AskedPace(), "dialog.send", "dialog.send")

    assert capsys.readouterr().err.count("dialog.send") == 1


def test_the_next_request_asks_again(keyboard: TextIO, capsys: pytest.CaptureFixture[str]) -> None:
    pace = AskedPace()
    keyboard.write("\n")
    keyboard.flush()
    walk(pace, "dialog.send")

    keyboard.close()
    pace.begin(None)

    with pytest.raises(asyncio.CancelledError):
        walk(pace, "dialog.send")
    assert capsys.readouterr().err.count("dialog.send") == 2


def test_the_end_of_the_input_ends_the_run(keyboard: TextIO) -> None:
    keyboard.close()

    with pytest.raises(asyncio.CancelledError):
        walk(AskedPace(), "dialog.send")


def test_what_is_read_at_the_same_time_is_asked_one_by_one(keyboard: TextIO) -> None:
    pace = AskedPace()

    async def together() -> list[bool]:
        asked = [asyncio.ensure_future(pace.before(FakeStage(step))) for step in ("a", "b")]
        keyboard.write("\n")
        keyboard.flush()
        await asked[0]
        done = [one.done() for one in asked]
        keyboard.close()  # the second question ends with the input, and its reader with it
        await asyncio.gather(asked[1], return_exceptions=True)
        return done

    assert asyncio.run(together()) == [True, False]
