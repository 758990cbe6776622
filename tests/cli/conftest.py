"""An operator whose configuration and state are in order, and a browser that tells when it is started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.tomlfile import default_folder
from agent.wiring import House


@pytest.fixture(autouse=True)
def _no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test of this folder may start a browser: the one that is named leaves a trace and ends."""
    started, trap = tmp_path / "browser started", tmp_path / "browser"
    trap.write_text(f'#!/bin/sh\ntouch "{started}"\nexit 1\n', "utf-8")
    trap.chmod(0o700)
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", str(trap))
    yield
    assert not started.exists()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The options that name a configuration and a state, both with Chinese and a space in their paths."""
    monkeypatch.chdir(tmp_path)  # this project's own ./config is not the operator's
    config, state = tmp_path / "配 置", tmp_path / "state 状态"
    config.mkdir()
    (config / "shops.toml").write_bytes((default_folder() / "shops.toml").read_bytes())
    House(config=config, chosen_state=state).create_state()
    return ["--config", str(config), "--state", str(state)]
