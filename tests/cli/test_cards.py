"""A person with a phone has the card in hand while the command waits, not once the wait is over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from agent.adapters.clocks import SystemClock
from agent.cli.main import run
from agent.tomlfile import default_folder

SHOP, LEAVES, COMES = "7495000000000000011", "casa.aurora.live", "cocina.conluz"
UNLINK = ["unlink", SHOP, LEAVES, "--via", "creator", "--confirm", LEAVES, "--without-backup", "no session on a phone"]
BIND = ["bind", SHOP, COMES, "--via", "app"]


def asks(world: Any) -> None:
    world.creator(LEAVES).request_unlink()


def invites(world: Any) -> None:
    world.seller(SHOP).invite(COMES)


@pytest.fixture
def on_phones(logged_in: list[str], real_browser: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An operator of a portal whose apps are native ones."""
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)
    mock = (default_folder() / "portals" / "mock.toml").read_text("utf-8")
    own = Path(logged_in[1]) / "portals"
    own.mkdir()
    (own / "mock.toml").write_text(mock.replace('= "mobile-web"', '= "phone"'), "utf-8")
    return logged_in


@pytest.mark.parametrize(("asked", "deed"), [(UNLINK, asks), (BIND, invites)], ids=["unlink", "bind"])
def test_whoever_has_the_phone_reads_the_card_while_it_is_waited_for_and_acts_in_time(  # noqa: PLR0913, PLR0917 - fixtures
    on_phones: list[str],
    mock_world: Any,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    asked: list[str],
    deed: Callable[[Any], None],
) -> None:
    read = list[str]()

    async def sleep(_: SystemClock, pause: timedelta) -> None:
        read.append(capsys.readouterr().err)
        if "CARD" in read[-1]:
            deed(mock_world)
        await asyncio.sleep(pause.total_seconds())

    monkeypatch.setattr(SystemClock, "sleep", sleep)
    ended = run([*on_phones, *asked, "--wait", "2m"])

    assert "5. Please do it by 20" in "".join(read)
    assert (ended, "CARD" in capsys.readouterr().out) == (0, False)
