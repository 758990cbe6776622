"""An operator whose configuration and state are in order, and a browser that tells when it is started."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import pytest
from agent_bench import give_state, session_of
from operators import kept

from agent.cli.main import run
from agent.domain.drift import Walk
from agent.domain.identity import principal_of_login
from agent.tomlfile import default_folder
from agent.wiring import House


@pytest.fixture(autouse=True)
def real_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The browser that a test may start by naming it; the one that is named here leaves a trace, and must not."""
    started, trap = tmp_path / "browser started", tmp_path / "browser"
    trap.write_text(f'#!/bin/sh\ntouch "{started}"\nexit 1\n', "utf-8")
    trap.chmod(0o700)
    real = os.environ.get("COMPANION_BROWSER__EXECUTABLE", "")
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", str(trap))
    yield real
    assert not started.exists()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The options that name a configuration and a state, both with Chinese and a space in their paths."""
    monkeypatch.chdir(tmp_path)  # this project's own ./config is not the operator's
    for side in ("SELLER", "CREATOR"):  # somebody may be practising on the usual port: nothing is on this one
        monkeypatch.setenv(f"COMPANION_PORTALS__MOCK__{side}", "http://127.0.0.1:9")
    config, state = tmp_path / "配 置", tmp_path / "state 状态"
    config.mkdir()
    (config / "shops.toml").write_bytes((default_folder() / "shops.toml").read_bytes())
    give_state(House(config=config, chosen_state=state))
    return ["--config", str(config), "--state", str(state)]


@pytest.fixture
def far(place: list[str]) -> list[str]:
    """The same operator with a portal that is not on this machine, and whose name nobody knows."""
    config, mock = Path(place[1]), (default_folder() / "portals" / "mock.toml").read_text("utf-8")
    far = mock.replace("http://127.0.0.1:8780", "https://seller.invalid").replace('clock = "portal"', "")
    (config / "portals").mkdir()
    (config / "portals" / "far.toml").write_text(far.replace('name = "mock"', 'name = "far"'), "utf-8")
    roster = (config / "shops.toml").read_text("utf-8")
    (config / "shops.toml").write_text(roster.replace('portal = "mock"', 'portal = "far"'), "utf-8")
    return place


@pytest.fixture
def accepted(far: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An operator of a far portal: risks accepted, credentials there, logged in before, its pages just walked over."""
    monkeypatch.setenv("COMPANION_LOGIN_ACCOUNT", "ops@example.com")
    monkeypatch.setenv("COMPANION_LOGIN_PASSWORD", "secret-sentinel")
    assert run([*far, "accept-risks", "--by", "Ana", "--json"]) == 0
    house = House(config=Path(far[1]), chosen_state=Path(far[3]))
    house.vault().save(principal_of_login(house.roster.logins[0].id), b'{"cookies": [], "origins": []}')
    shop, portal = house.roster.shops[0], house.portal(house.roster.logins[0])
    kept(far, "see_walk", Walk(shop.id, portal.fingerprint, "en", datetime.now(UTC), ()))
    return far


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[TextIO]:
    """A terminal with a person at it; what is written here is what he types."""
    pty = pytest.importorskip("pty")
    typing, reading = pty.openpty()
    with os.fdopen(reading) as stdin, os.fdopen(typing, "w") as keys:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield keys


@pytest.fixture
def logged_in(place: list[str], mock_world: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An operator with a session at the mock portal; which browser shows its windows is the test's to say."""
    for side in ("SELLER", "CREATOR"):
        monkeypatch.setenv(f"COMPANION_PORTALS__MOCK__{side}", mock_world.origin)
    session = session_of(mock_world.origin, "web/user", account="ops.latam@example.com", password="demo-lucia-pass")
    House(config=Path(place[1]), chosen_state=Path(place[3])).vault().save("login:7480000000000000001", session)
    return place
