"""Bad calls end with the documented code and at most three lines; nothing is started, nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.cli.main import run
from agent.tomlfile import default_folder
from agent.wiring import House

pytestmark = pytest.mark.fast
HEAVY = ("playwright", "sqlalchemy", "pydantic", "jinja2", "cryptography", "alembic", "tenacity")


@pytest.fixture
def place(tmp_path: Path) -> list[str]:
    """The options of an operator whose configuration and state are in order."""
    config, state = tmp_path / "配 置", tmp_path / "state"
    config.mkdir()
    (config / "shops.toml").write_bytes((default_folder() / "shops.toml").read_bytes())
    House(config=config, chosen_state=state).create_state()
    return ["--config", str(config), "--state", str(state)]


CALLS = [
    (["nonsense"], 2),
    (["check"], 2),
    (["check", "Casa Aurora MX", "--for", "dinner"], 2),
    (["bind", "Casa Aurora MX", "alice.home", "--wait", "soon"], 2),
    (["bind", "Casa Aurora MX", "alice.home", "--step"], 2),
    (["--lang", "xx", "status"], 2),
    (["bind", "No Such Shop", "alice.home"], 3),
    (["bind", "Casa Aurora MX", "al\u0456ce home"], 3),
    (["bind", "Casa Aurora MX", "alice.home", "--id", "12x"], 3),
    (["rules", "why", "Casa Aurora MX", "no_such_rule"], 3),
    (["show", "abc"], 3),
    (["reconcile", "--intent", "x", "--decide", "maybe", "--reason", "y"], 2),
    (["reconcile", "--intent", "x", "--decide", "done", "--reason", "y", "--confirm", "z"], 35),
    (["forget", "creator", "alice.home"], 35),
    (["bind", "Casa Aurora MX", "alice.home"], 10),
]


@pytest.mark.parametrize(("words", "exit_"), CALLS)
def test_a_bad_call_ends_with_its_code_and_three_lines(
    place: list[str], capsys: pytest.CaptureFixture[str], words: list[str], exit_: int
) -> None:
    ended = run([*place, *words])

    told = capsys.readouterr()
    assert ended == exit_
    assert len((told.out + told.err).strip().splitlines()) <= 3
    assert "Traceback" not in told.out + told.err


@pytest.mark.parametrize(("words", "exit_"), CALLS)
def test_a_machine_gets_one_object(
    place: list[str], capsys: pytest.CaptureFixture[str], words: list[str], exit_: int
) -> None:
    run([*place, *words, "--json"])

    told = capsys.readouterr()
    objects = [json.loads(line) for line in (told.out + told.err).splitlines()]
    assert [one["exit"] for one in objects] == [exit_]


def test_a_missing_ledger_is_refused_and_not_recreated(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    ledger = Path(place[3], "ledger.db")
    ledger.unlink()

    assert run([*place, "status"]) == 5
    assert not ledger.exists()
    assert capsys.readouterr().err.count("\n") <= 3


def test_an_empty_ledger_is_refused(place: list[str]) -> None:
    Path(place[3], "ledger.db").write_bytes(b"")

    assert run([*place, "status"]) == 5


def test_a_missing_configuration_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--config", str(tmp_path / "nowhere"), "status"]) == 3
    assert "nowhere" in capsys.readouterr().err


def test_a_state_folder_that_cannot_be_written_is_the_hosts_fault(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()

    assert run(["--config", str(tmp_path), "--state", str(blocked / "state"), "init"]) == 4


def test_init_touches_nothing_that_exists(place: list[str]) -> None:
    before = Path(place[1], "shops.toml").read_bytes(), Path(place[3], "ledger.db").read_bytes()

    assert run([*place, "init"]) == 0
    assert (Path(place[1], "shops.toml").read_bytes(), Path(place[3], "ledger.db").read_bytes()) == before


def test_settings_say_where_they_come_from(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path(place[1], "companion.toml").write_text("[evidence]\nretention_days = 7\n", "utf-8")

    assert run([*place, "config", "show", "--origin"]) == 0
    line = next(one for one in capsys.readouterr().out.splitlines() if "retention_days" in one)
    assert line.split()[:3] == ["evidence.retention_days", "7", "file"]


def test_a_rule_is_chosen_by_name_and_reason(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    choice = ["rules", "choose", "Casa Aurora MX", "channel_slots", "3", "--by", "Ana", "--reason", "careful"]

    assert run([*place, *choice]) == 0
    run([*place, "rules", "why", "Casa Aurora MX", "channel_slots", "--json"])
    governing = json.loads(capsys.readouterr().out.splitlines()[1])
    assert (governing["value"], governing["trust"]) == ("3", "operator")


def test_help_loads_nothing_heavy() -> None:
    code = (
        f"import sys; from agent.cli.main import run; run(['--help']); print([m for m in {HEAVY} if m in sys.modules])"
    )

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ended.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("odd", [{"LANG": "C", "LC_ALL": "C"}, {"TERM": "dumb"}, {"HOME": "/nonexistent"}])
def test_an_odd_environment_changes_nothing(place: list[str], odd: dict[str, str]) -> None:
    command = [sys.executable, "-m", "agent", *place, "--lang", "zh", "bind", "Casa Aurora MX", "alice.home"]

    ended = subprocess.run(command, env=os.environ | odd, stdin=subprocess.DEVNULL, capture_output=True, check=False)

    assert ended.returncode == 10
    assert "Traceback" not in (ended.stdout + ended.stderr).decode("utf-8")
