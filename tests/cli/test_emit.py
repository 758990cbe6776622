"""What `emit` writes, where, and what it says about it: ready files for this installation, and nothing installed."""

from __future__ import annotations

import json
import plistlib
import sys
from pathlib import Path

import pytest

from agent.cli.main import run
from agent.domain.scheduling import Scheduler
from agent.errors import EXIT, Code
from agent.words import LANGUAGES

FILES = {
    Scheduler.CRON: ["companion.cron"],
    Scheduler.SYSTEMD: ["companion.service", "companion.timer"],
    Scheduler.TASKSCHEDULER: ["companion.xml"],
    Scheduler.LAUNCHD: ["channel-companion.plist"],
    Scheduler.K8S: ["companion-cronjob.yaml"],
}
MORE = {Scheduler.K8S: ["--image", "registry.example.com/companion:1.0"]}


def emitted(place: list[str], kind: Scheduler, *words: str) -> int:
    return run([*place, "emit", kind, *MORE.get(kind, []), *words])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", Scheduler)
def test_the_files_are_written_where_they_are_asked_for_and_the_next_commands_said(
    place: list[str], tmp_path: Path, kind: Scheduler, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_ = emitted(["--lang", lang, *place], kind, "-o", str(tmp_path / "for it"))

    said = capsys.readouterr().out
    assert (exit_, sorted(one.name for one in (tmp_path / "for it").iterdir())) == (0, FILES[kind])
    assert (str(tmp_path / "for it" / FILES[kind][0]) in said, f"emit.{kind}" in said) == (True, False)


@pytest.mark.parametrize("kind", Scheduler)
def test_without_a_folder_the_files_are_told_and_nothing_is_written(
    place: list[str], tmp_path: Path, kind: Scheduler, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(tmp_path.rglob("*"))

    exit_ = emitted(place, kind)

    assert (exit_, "--no-input" in capsys.readouterr().out) == (0, True)
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_started_is_this_installation_and_it_understands_the_words(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    emitted(["--lang", "zh", *place], Scheduler.LAUNCHD)

    program, *words = plistlib.loads(capsys.readouterr().out.encode())["ProgramArguments"]
    assert (Path(program).parent, Path(program).is_file()) == (Path(sys.executable).parent, True)
    assert words == ["apply", "--no-input", "--lang", "zh", "--config", place[1], "--state", place[3]]
    assert run([*words, "--help"]) == 0


def test_a_configuration_that_lies_here_is_named_by_its_whole_path(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(place[1]).rename(tmp_path / "config")

    emitted(["--state", "state"], Scheduler.LAUNCHD)

    words = plistlib.loads(capsys.readouterr().out.encode())["ProgramArguments"]
    assert words[-4:] == ["--config", str(tmp_path / "config"), "--state", str(tmp_path / "state")]


@pytest.mark.parametrize("kind", Scheduler)
def test_no_secret_is_carried_over_and_the_variables_that_stay_behind_are_named(
    place: list[str],
    tmp_path: Path,
    kind: Scheduler,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COMPANION_WATCHDOG__URL", "https://hc-ping.com/secret-sentinel")
    monkeypatch.setenv("COMPANION_PROXY_SECRET_7480", "me:secret-sentinel")

    emitted(["--json", *place], kind, "-o", str(tmp_path / "out"))

    told = capsys.readouterr().out
    assert {"COMPANION_WATCHDOG__URL", "COMPANION_PROXY_SECRET_7480"} <= {*json.loads(told)["not_carried"]}
    written = b"".join(one.read_bytes() for one in (tmp_path / "out").iterdir())
    assert "secret-sentinel" not in told + written.decode("utf-16" if written.startswith(b"\xff") else "utf-8")


def test_the_key_of_the_vault_goes_into_a_secret_and_never_into_the_configuration_of_a_cluster(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    emitted(["--json", *place], Scheduler.K8S, "-o", str(tmp_path / "out"))

    config, key, apply_ = json.loads(capsys.readouterr().out)["commands"]
    assert ("vault.key" in config, f"--from-file='{place[1]}/shops.toml'" in config) == (False, True)
    assert f"'vault.key={place[1]}/vault.key'" in key
    assert apply_ == f"kubectl apply -f {tmp_path}/out/companion-cronjob.yaml"


def test_what_says_the_same_is_written_again_and_what_says_something_else_is_kept(
    place: list[str], tmp_path: Path
) -> None:
    first = emitted(place, Scheduler.SYSTEMD, "-o", str(tmp_path))
    (tmp_path / "companion.service").write_text("mine", "utf-8")

    again = emitted(place, Scheduler.SYSTEMD, "-o", str(tmp_path), "--at", "09:10")

    assert (first, again, (tmp_path / "companion.service").read_text("utf-8")) == (0, EXIT[Code.E_INPUT], "mine")
    assert "OnCalendar" not in (tmp_path / "companion.timer").read_text("utf-8")
    assert emitted(place, Scheduler.SYSTEMD, "-o", str(tmp_path), "--at", "09:10", "--force") == 0
    assert emitted(place, Scheduler.SYSTEMD, "-o", str(tmp_path), "--at", "09:10") == 0


BAD = [
    ("cron --every 7m", "divides an hour or a day"),
    ("cron --every soon", "divides an hour or a day"),
    ("cron --at 24:00", "an hour like 09:10"),
    ("cron --at 09:10 --every 10m", "does not go with --every"),
    ("cron --at 09:10 --zone Mars/Olympus", "not a time zone"),
    ("cron --at 09:10 --zone ../../etc/passwd", "not a time zone"),
    ("cron --zone Asia/Shanghai", "it needs --at"),
    ("cron --user a;b", "not a name of a user"),
    ("cron --image x", "--image does not go with cron"),
    ("launchd --at 09:10", "makes up for a missed hour"),
    ("taskscheduler --at 09:10 --zone Asia/Shanghai", "--zone does not go with taskscheduler"),
    ("k8s", "needs --image"),
    ("k8s --image a\\nb", "not a"),
    ("k8s --image x --user me", "--user does not go with k8s"),
]


@pytest.mark.parametrize(("words", "why"), BAD)
def test_what_a_scheduler_cannot_do_is_refused_with_the_reason(
    place: list[str], tmp_path: Path, words: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_ = run(["--lang", "en", *place, "emit", *words.split(), "-o", str(tmp_path / "out")])

    assert (exit_, why in capsys.readouterr().err) == (EXIT[Code.E_USAGE], True)
    assert not (tmp_path / "out").exists()


def test_without_a_roster_there_is_nothing_to_start(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (Path(place[1]) / "shops.toml").unlink()

    exit_ = emitted(place, Scheduler.CRON, "-o", str(tmp_path / "out"))

    assert (exit_, "shops.toml" in capsys.readouterr().err) == (EXIT[Code.E_CONFIG], True)


def test_task_scheduler_which_sets_no_variables_wants_the_key_named_in_the_settings(
    place: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_VAULT__KEY_FILE", str(tmp_path / "my.key"))

    by_variable = emitted(place, Scheduler.TASKSCHEDULER)
    monkeypatch.delenv("COMPANION_VAULT__KEY_FILE")
    (Path(place[1]) / "companion.toml").write_text(f"[vault]\nkey_file = '{tmp_path / 'my.key'}'\n", "utf-8")

    assert (by_variable, emitted(place, Scheduler.TASKSCHEDULER)) == (EXIT[Code.E_INPUT], 0)


@pytest.mark.parametrize(("user", "warned"), [("root", True), ("ops", False)])
def test_who_would_run_it_as_root_is_told_what_that_costs(
    place: list[str], tmp_path: Path, user: str, *, warned: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    emitted(["--lang", "en", *place], Scheduler.SYSTEMD, "--user", user, "-o", str(tmp_path / "out"))

    assert ("no sandbox" in capsys.readouterr().out) is warned
    assert f"User={user}\n" in (tmp_path / "out" / "companion.service").read_text("utf-8")


@pytest.mark.parametrize(("hours", "warned"), [("", True), ("Mon-Fri 09:00-18:00 Asia/Shanghai", False)])
def test_who_has_set_no_press_hours_is_told_that_a_round_may_press_at_night(
    place: list[str], tmp_path: Path, hours: str, *, warned: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    (Path(place[1]) / "companion.toml").write_text(f'[rounds]\npress_hours = "{hours}"\n', "utf-8")

    emitted(["--lang", "en", *place], Scheduler.CRON, "-o", str(tmp_path / "out"))

    assert ("No press_hours are set" in capsys.readouterr().out) is warned


@pytest.mark.skipif(sys.platform == "win32", reason="no folder there has such a name")
@pytest.mark.parametrize("name", ["a\nExecStartPre=rm", "a\x1b[0m", "a\udcff"])
def test_a_path_that_would_write_lines_of_its_own_is_refused(
    place: list[str], tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_ = run([*place[:2], "--lang", "en", "--state", name, "emit", "systemd", "-o", str(tmp_path / "out")])

    assert (exit_, "no file for a scheduler can hold" in capsys.readouterr().err) == (EXIT[Code.E_INPUT], True)
    assert not (tmp_path / "out").exists()


def test_what_looks_after_accounts_stands_beside_the_round(place: list[str], tmp_path: Path) -> None:
    emitted(place, Scheduler.SYSTEMD, "-o", str(tmp_path))
    ended = emitted(place, Scheduler.SYSTEMD, "-o", str(tmp_path), "--run", "watch", "--at", "06:30")

    service = (tmp_path / "companion-watch.service").read_text("utf-8")
    assert (ended, " watch --no-input" in service, (tmp_path / "companion.timer").exists()) == (0, True, True)
    assert emitted(place, Scheduler.CRON, "--run", "bind") == EXIT[Code.E_USAGE]


def test_numbers_of_all_shops_have_files_of_their_own(place: list[str], tmp_path: Path) -> None:
    ended = emitted(place, Scheduler.SYSTEMD, "-o", str(tmp_path), "--run", "collect", "--at", "07:00")

    assert ended == 0
    assert " insights collect --no-input " in (tmp_path / "companion-collect.service").read_text("utf-8")
