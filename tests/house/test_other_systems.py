"""Nothing of ours needs what Windows has not: read from the code, shown by running it, and proven by its types."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from as_on_windows import names
from unix_only import unguarded

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("agent/**/*.py"), *ROOT.glob("mock_portal/**/*.py"), ROOT / "start.py"])
SID = "S-1-5-21-1004336348-1177238915-682003330-1001"


@pytest.mark.fast
def test_what_windows_has_not_is_used_behind_a_test_of_the_system() -> None:
    found = {path.relative_to(ROOT).as_posix(): unguarded(ast.parse(path.read_text("utf-8"))) for path in SOURCES}

    assert {name: uses for name, uses in found.items() if uses} == {}


@pytest.mark.fast
@pytest.mark.parametrize(
    ("code", "use"),
    [
        ("import fcntl", "fcntl"),
        ("from pwd import getpwuid", "getpwuid"),
        ("from os import fork", "fork"),
        ("f(os.getuid())", "os.getuid"),
        ("x = os.getuid() or hasattr(os, 'getuid')", "os.getuid"),
        ("if fast:\n    signal.alarm(1)", "signal.alarm"),
        ("if os.fork() and sys.platform: pass", "os.fork"),
        ("loop.add_signal_handler(2, f)", "add_signal_handler"),
        ("x = os.name == 'posix'", "os.name"),
    ],
)
def test_a_use_without_such_a_test_is_found(code: str, use: str) -> None:
    assert unguarded(ast.parse(code)) == [use]


@pytest.mark.fast
@pytest.mark.parametrize(
    "code",
    [
        "if sys.platform != 'win32':\n    import fcntl",
        "if sys.platform == 'win32':\n    pass\nelse:\n    os.fork()",
        "x = os.getuid() if hasattr(os, 'getuid') else 0",
        "x = hasattr(os, 'geteuid') and os.geteuid() == 0",
        "os.replace(a, b)\nsignal.SIGTERM",
    ],
)
def test_a_use_behind_a_test_and_what_all_systems_have_is_let_be(code: str) -> None:
    assert unguarded(ast.parse(code)) == []


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What became of the program where it took this system for Windows; in a process of its own."""
    folder = tmp_path_factory.mktemp("as on Windows")
    words = [sys.executable, str(Path(__file__).with_name("as_on_windows.py")), str(folder)]
    ended = subprocess.run(words, capture_output=True, cwd=ROOT, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout) | {"folder": folder}


def test_every_module_loads_without_what_windows_has_not(told: Any) -> None:
    assert told["before"] == told["loaded"] == len(names())
    assert told["loaded"] > 300


def test_where_rights_cannot_be_set_no_key_and_no_folder_is_left(told: Any) -> None:
    exit_, said, key_left = told["refused"]

    assert (exit_, "could not be taken away with icacls" in said, key_left) == (4, True, False)
    assert told["made"] == [False, True]


def test_start_py_passes_the_exit_code_on_and_leaves_the_keyboards_ends_to_the_program(told: Any) -> None:
    assert told["started"] == [7, True, True]


def test_with_windows_rights_it_runs(told: Any) -> None:
    assert told["runs"] == [[0, ""], [0, ""], [0, ""]]


def test_key_and_folders_are_left_to_their_owner_once_each(told: Any) -> None:
    places = [asked.partition(" /inheritance:r ")[0] for asked in told["asked"]]

    made = ["config/vault.key", "state", "state/logs", "state/vault", "config/vault.key.next", "late"]
    assert places == [str(told["folder"] / one) for one in made]
    assert {SID in asked for asked in told["asked"]} == {True}


@pytest.mark.fast
def test_windows_which_has_no_time_zones_gets_them_with_the_dependencies() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    marked = re.findall(r"^tzdata==\S+ (?:; sys_platform == 'win32' )?\\$", lock, re.MULTILINE)
    asked = [line for line in (ROOT / "pyproject.toml").read_text("utf-8").splitlines() if '"tzdata' in line]

    assert (len(marked), "; sys_platform == 'win32'" in asked[0]) == (1, True)


@pytest.mark.heavy
@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_the_types_of_other_systems_have_no_complaint(system: str, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "mypy", "--platform", system, "--cache-dir", str(tmp_path)]

    ended = subprocess.run(words, capture_output=True, cwd=ROOT, text=True, check=False)

    assert ended.returncode == 0, ended.stdout[-4000:]
