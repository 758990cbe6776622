"""companion replace --wait: what only time heals is waited for, and then it goes on by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from agent.adapters.clocks import SystemClock
from agent.cli.main import run

SHOP, OLD, NEW = "Casa Aurora MX", "casa.aurora.live", "cocina.conluz"
REHEARSED = ["replace", SHOP, OLD, NEW, "--confirm", OLD, "--without-backup", "a test of the times", "--dry-run"]


@pytest.fixture
def young_link(mock_world: Any, example_world: str) -> None:
    """A link that may be ended in four hours."""
    mock_world.reset(world=example_world.replace("linked_hours_ago = 400", "linked_hours_ago = 20", 1))


@pytest.fixture
def young(young_link: None, logged_in: list[str], mock_world: Any, real_browser: str, monkeypatch: Any) -> list[str]:
    """An operator of such a shop; whoever sleeps finds that the portal's time has gone on."""
    _ = young_link

    async def sleep(_: SystemClock, pause: timedelta) -> None:
        mock_world.advance(seconds=pause.total_seconds())

    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)
    monkeypatch.setattr(SystemClock, "sleep", sleep)
    return logged_in


def test_a_time_that_ends_within_the_wait_is_waited_out(
    young: list[str], mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run([*young, *REHEARSED, "--wait", "5h"])

    said = capsys.readouterr().out
    assert (ended, said.count("Waiting until"), mock_world.effects("unlink")) == (0, 1, 0)
    assert "Rehearsed, nothing was sent" in said


def test_one_that_ends_later_is_told_at_once(young: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    ended = run([*young, *REHEARSED, "--wait", "2h"])

    said = capsys.readouterr().out
    assert (ended, "Waiting until" in said) == (31, False)
    assert "Nobody has left" in said
