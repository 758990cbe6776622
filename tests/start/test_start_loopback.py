"""After set-up nothing but loopback is needed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from wall import walled

import start
from start import EXECUTABLE, Place, arguments

ROOT = Path(start.__file__).parent
CHILD = """
import os

def test_child():
    assert os.environ["COMPANION_BROWSER__EXECUTABLE"] == "/mine"
"""


@pytest.fixture
def project(finished: Place) -> Place:
    shutil.copy(start.__file__, finished.root)
    (finished.root / "test_child.py").write_text(CHILD)
    return finished


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_the_wall_holds(tmp_path: Path, address: str) -> None:
    attempt = f"import socket; socket.create_connection(({address!r}, 443), timeout=5)"

    ended = walled([sys.executable, "-c", attempt], tmp_path)

    assert ended.returncode == 1
    assert "Network is unreachable" in ended.stderr or "PermissionError" in ended.stderr


def test_a_second_start_needs_loopback_only(project: Place) -> None:
    command = [sys.executable, "start.py", "test", "-n0", "-q"]

    ended = walled(command, project.root, **{EXECUTABLE: "/mine", "LC_ALL": "C"})

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "1 passed" in ended.stdout


def test_the_exit_code_of_the_program_is_passed_on(project: Place) -> None:
    command = [sys.executable, "start.py", "test", "-n0", "-q"]

    ended = walled(command, project.root, **{EXECUTABLE: "/another"})

    assert ended.returncode == 1


@pytest.mark.heavy
@pytest.mark.timeout(400)  # the whole demo, on a machine that does other things too
@pytest.mark.parametrize("words", [["test", "--fast", "tests/start/test_start_words.py"], ["demo"]])
def test_what_the_commands_run_needs_loopback_only(words: list[str]) -> None:
    command = [sys.executable, *(arguments(words, cores=2) or [])]

    ended = walled(command, ROOT)

    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]
