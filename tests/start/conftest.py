"""A computer and a project for set-up to work on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pretend import Pretend

from start import Place, home, locked, place_in, remember


@pytest.fixture
def pretend() -> Pretend:
    """A computer with a working Python and nothing else."""
    return Pretend()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A project that has never been set up."""
    (tmp_path / "requirements.lock").write_text("one==1")
    (tmp_path / "pyproject.toml").write_text("")
    found = place_in(tmp_path)
    found.venv.mkdir()
    return found


@pytest.fixture
def finished(place: Place) -> Place:
    """A project whose set-up was completed by an earlier start; its Python is the one that runs the tests."""
    place.python.parent.mkdir()
    place.python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    place.python.chmod(0o755)
    remember(place.installed, {"home": home(place), "locked": locked(place), "packages": []})
    return place
