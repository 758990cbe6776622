"""companion replace --wait: what only time heals is waited for, and then it goes on by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from agent.adapters.clocks import PortalClock
from agent.cli.main import run

SHOP, OLD, NEW = "Casa Aurora MX", "casa.aurora.live", "cocina.conluz"
REPLACED = ["replace", SHOP, OLD, NEW, "--confirm", OLD, "--without-backup", "a test of the times"]
REHEARSED = [*REPLACED, "--dry-run"]


@pytest.fixture
def young_link(mock_world: Any, example_world: str) -> None:
    """A link that may be ended in four hours."""
    mock_world.reset(world=example_world.replace("linked_hours_ago = 400", "linked_hours_ago = 20", 1))


@pytest.fixture
def young(young_link: None, logged_in: list[str], mock_world: Any, real_browser: str, monkeypatch: Any) -> list[str]:
    """An operator of such a shop; whoever sleeps finds that the time has gone on, the portal's and his own."""
    _ = young_link

    async def sleep(clock: PortalClock, pause: timedelta) -> None:
        mock_world.advance(seconds=pause.total_seconds())
        clock.ahead += pause

    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)
    monkeypatch.setenv("COMPANION_LOOPBACK_WAITS__FOLLOW_PAUSE_S", "1800")  # an invitation is looked at twice an hour
    monkeypatch.setattr(PortalClock, "sleep", sleep)
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


def test_both_halves_are_done_by_one_call_once_the_time_is_over(
    young: list[str], mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run([*young, *REPLACED, "--wait", "5h"])

    said = capsys.readouterr().out
    assert (ended, said.count("Waiting until")) == (0, 1)
    assert (mock_world.effects("unlink"), mock_world.effects("invite")) == (1, 1)
