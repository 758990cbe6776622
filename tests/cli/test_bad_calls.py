"""Bad calls end with the documented code and at most three lines; nothing is started, nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.cli.acts import each_once
from agent.cli.main import run
from agent.errors import EXIT, Code

pytestmark = pytest.mark.fast
HEAVY = ("playwright", "sqlalchemy", "pydantic", "jinja2", "cryptography", "alembic", "tenacity")


UNLINK = ("Casa Aurora MX", "alice.home", "--confirm", "@alice.home")
REPLACE = ("Casa Aurora MX", "alice.home", "bob.kitchen")
LEAVES = ("--confirm", "alice.home")
CALLS = [
    (["nonsense"], Code.E_USAGE),
    (["check"], Code.E_USAGE),
    (["check", "Casa Aurora MX", "--for", "dinner"], Code.E_USAGE),
    (["bind", "Casa Aurora MX", "alice.home", "--wait", "soon"], Code.E_USAGE),
    (["bind", "Casa Aurora MX", "alice.home", "--step"], Code.E_USAGE),
    (["--lang", "xx", "status"], Code.E_USAGE),
    (["history", "--limit", "0"], Code.E_USAGE),
    (["bind", "No Such Shop", "alice.home"], Code.E_INPUT),
    (["bind", "Casa Aurora MX", "al\u0456ce home"], Code.E_INPUT),
    (["bind", "Casa Aurora MX", "alice.home", "--id", "12x"], Code.E_INPUT),
    (["check", "Casa Aurora MX", "--account", "a" * 500], Code.E_INPUT),
    (["invite", "Casa Aurora MX", "alice.home", "two words"], Code.E_INPUT),
    (["rules", "why", "Casa Aurora MX", "no_such_rule"], Code.E_INPUT),
    (["showcase", "add", "Casa Aurora MX", "alice.home"], Code.E_USAGE),
    (["showcase", "add", "Casa Aurora MX", "alice.home", "https://evil.example/1729400000000000004"], Code.E_INPUT),
    (["showcase", "add", "Casa Aurora MX", "alice.home", "<b>1729400000000000004</b>"], Code.E_INPUT),
    (["showcase", "remove", "Casa Aurora MX", "alice.home,two words", "1729400000000000004"], Code.E_INPUT),
    (["showcase", "sync", "Casa Aurora MX", "cocina.conluz", "--file", "/nonexistent.csv"], Code.E_INPUT),
    (["showcase", "stale", "Casa Aurora MX", "--days", "0"], Code.E_USAGE),
    (["showcase", "list", "No Such Shop"], Code.E_INPUT),
    (["show", "abc"], Code.E_INPUT),
    (["login", "Casa Aurora MX", "--credentials", "/nonexistent"], Code.E_INPUT),
    (["vault", "import", "login:1", "/nonexistent"], Code.E_INPUT),
    (["reconcile", "--intent", "x", "--decide", "maybe", "--reason", "y"], Code.E_USAGE),
    (["reconcile", "--intent", "x", "--decide", "done", "--reason", "y", "--confirm", "z"], Code.G_NOT_CONFIRMED),
    (["forget", "creator", "alice.home"], Code.G_NOT_CONFIRMED),
    (["unlink", "Casa Aurora MX", "alice.home"], Code.G_NOT_CONFIRMED),
    (["unlink", "Casa Aurora MX", "alice.home", "--confirm", "another"], Code.G_NOT_CONFIRMED),
    (["unlink", *UNLINK, "--confirm-last", "Another Shop"], Code.G_NOT_CONFIRMED),
    (["bind", "Casa Aurora MX", "alice.home", "--via", "phone"], Code.E_USAGE),
    (["unlink", *UNLINK, "--via", "phone"], Code.E_USAGE),
    (["unlink", *UNLINK, "--via", "creator", "--approve"], Code.E_USAGE),
    (["unlink", *UNLINK, "--wait", "soon"], Code.E_USAGE),
    (["unlink", *UNLINK], Code.E_PORTAL_DOWN),
    (["replace", "Casa Aurora MX", "alice.home"], Code.E_USAGE),
    (["replace", *REPLACE], Code.G_NOT_CONFIRMED),
    (["replace", *REPLACE, "--confirm", "bob.kitchen"], Code.G_NOT_CONFIRMED),
    (["replace", *REPLACE, *LEAVES, "--confirm-last", "Another Shop"], Code.G_NOT_CONFIRMED),
    (["replace", "Casa Aurora MX", "alice.home", "@Alice.Home", *LEAVES], Code.E_USAGE),
    (["replace", *REPLACE, *LEAVES, "--id", "7100000000000000101", "--new-id", "7100000000000000101"], Code.E_USAGE),
    (["replace", "Casa Aurora MX", "alice.home", "two words", *LEAVES], Code.E_INPUT),
    (["replace", *REPLACE, *LEAVES, "--new-id", "12x"], Code.E_INPUT),
    (["replace", "No Such Shop", "alice.home", "bob.kitchen", *LEAVES], Code.E_INPUT),
    (["replace", *REPLACE, *LEAVES, "--wait", "soon"], Code.E_USAGE),
    (["replace", *REPLACE, *LEAVES, "--step"], Code.E_USAGE),
    (["ledger", "release", "x", "--confirm", "x"], Code.E_USAGE),
    (["ledger", "release", "x", "--reason", "y"], Code.G_NOT_CONFIRMED),
    (["ledger", "release", "x", "--reason", "y", "--confirm", "x"], Code.E_INPUT),
    (["accept-risks", "--by", " ", "--json"], Code.G_RISKS_NOT_ACCEPTED),
    (["bind", "Casa Aurora MX", "alice.home"], Code.E_PORTAL_DOWN),
]


@pytest.mark.parametrize(("words", "code"), CALLS)
def test_a_bad_call_ends_with_its_code_and_three_lines(
    place: list[str], capsys: pytest.CaptureFixture[str], words: list[str], code: Code
) -> None:
    ended = run([*place, *words])

    told = capsys.readouterr()
    assert ended == EXIT[code]
    assert len((told.out + told.err).strip().splitlines()) <= 3
    assert "Traceback" not in told.out + told.err


@pytest.mark.parametrize(("words", "code"), CALLS)
def test_a_machine_gets_one_object(
    place: list[str], capsys: pytest.CaptureFixture[str], words: list[str], code: Code
) -> None:
    run([*place, *words, "--json"])

    told = capsys.readouterr()
    objects = [json.loads(line) for line in (told.out + told.err).splitlines()]
    assert [(one["code"], one["exit"]) for one in objects] == [(code, EXIT[code])]


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


def test_a_choice_that_is_refused_is_not_recorded(place: list[str]) -> None:
    def choose(value: str) -> int:
        return run([*place, "rules", "choose", "Casa Aurora MX", "egress_echoes", value, "--by", "A", "--reason", "b"])

    assert [choose(value) for value in ("3", "0")] == [0, 3]
    assert run([*place, "rules", "list", "Casa Aurora MX"]) == 0


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


def test_who_is_named_twice_is_invited_once_and_it_is_told(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run([*place, "--lang", "en", "invite", "Casa Aurora MX", "alice.home", "@alice.home", "ALICE.home", "bob.kitchen"])

    told = capsys.readouterr()
    assert "Named more than once, invited once: @alice.home, @ALICE.home\n" in told.err
    assert "Named" not in told.out
    assert [one.handle for one in each_once(["alice.home", "@alice.home", "ALICE.home", "bob"])[0]] == [
        "alice.home",
        "bob",
    ]
