"""Ends that nobody typed: our own bug, a signal, risks not accepted, a port, a browser or a network that fails."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import tempfile
from pathlib import Path

import pytest
from limits import companion
from operators import ACTS, SHOP, claims

from agent.cli.loop import Interrupted, go
from agent.cli.main import run
from agent.errors import EXIT, Code
from agent.wiring import House

BIND, UNLINK = ACTS


@pytest.mark.fast
@pytest.mark.parametrize("command", ["check", "bind", "invite", "invitations", "login"])
def test_off_loopback_nothing_runs_before_the_risks_are_accepted(
    far: list[str], command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_LOGIN_ACCOUNT", "ops@example.com")
    monkeypatch.setenv("COMPANION_LOGIN_PASSWORD", "secret-sentinel")
    more = {"bind": ["cocina.conluz"], "invite": ["cocina.conluz"], "login": ["--scripted"]}.get(command, [])

    ended = run([*far, command, SHOP, *more, "--json"])

    told = json.loads(capsys.readouterr().err)
    assert (told["code"], ended) == (Code.G_RISKS_NOT_ACCEPTED, 35)


@pytest.mark.sample(1)
@pytest.mark.parametrize("words", ACTS, ids=lambda words: str(words[0]))
def test_by_the_names_of_a_draft_nothing_is_pressed(accepted: list[str], words: list[str]) -> None:
    profile = Path(accepted[1], "portals", "far.toml")
    profile.write_text(profile.read_text("utf-8").replace("verified = true", "verified = false"), "utf-8")

    ended = companion([*accepted, *words, "--json"])

    assert ended.returncode == 25, ended.stderr
    assert "profile_unverified" in ended.stdout
    assert claims(accepted) == []


@pytest.mark.sample(1)
@pytest.mark.parametrize("words", ACTS, ids=lambda words: str(words[0]))
def test_a_browser_that_is_not_there_is_the_machines_fault(
    accepted: list[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", "/nonexistent/chromium")

    ended = companion([*accepted, *words, "--json"])

    told = json.loads(ended.stderr)
    assert (told["code"], told["submitted"], ended.returncode) == (Code.E_BROWSER_MISSING, "no", 4)
    assert told["what"].startswith("No browser could be started")
    assert claims(accepted) == []


@pytest.mark.sample(1)
@pytest.mark.parametrize("words", [["login", SHOP, "--scripted"], BIND], ids=lambda words: str(words[0]))
def test_a_name_that_nobody_knows_is_the_networks_fault(
    accepted: list[str], real_browser: str, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)

    ended = companion([*accepted, *words, "--json"])

    told = json.loads(ended.stderr)
    assert (told["code"], told["submitted"], ended.returncode) == (Code.E_NETWORK, "no", 11)
    assert told["what"].startswith("The network cannot reach the portal")
    assert (claims(accepted), "secret-sentinel" in ended.stdout + ended.stderr) == ([], False)


def test_a_fixed_line_that_does_not_answer_is_named_and_never_left(
    accepted: list[str], real_browser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)
    roster = Path(accepted[1], "shops.toml")
    line = 'kind = "local"\nproxy = "http://127.0.0.1:9"'
    roster.write_text(roster.read_text("utf-8").replace('kind = "local"', line), "utf-8")

    ended = companion([*accepted, "login", SHOP, "--scripted", "--json"])

    told = json.loads(ended.stderr)
    assert (told["code"], told["submitted"], ended.returncode) == (Code.E_PROXY, "no", 11)


@pytest.mark.fast
def test_our_own_bug_ends_in_three_lines_and_a_private_file(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(House, "shop", lambda _, word: {}[word])
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    ended = run([*place, "status", "secret-sentinel", "--json"])

    told, (kept,) = json.loads(capsys.readouterr().err), tmp_path.glob("companion-crash-*.txt")
    assert (told["code"], told["submitted"], ended) == (Code.E_INTERNAL, "maybe", 1)
    assert (told["details"]["path"], kept.stat().st_mode & 0o077) == (str(kept), 0)
    assert "KeyError" in kept.read_text("utf-8")
    assert "secret-sentinel" not in str(told) + kept.read_text("utf-8")


@pytest.mark.fast
@pytest.mark.parametrize(("number", "exit_"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_cancels_the_work(number: signal.Signals, exit_: int) -> None:
    async def work() -> None:
        signal.raise_signal(number)
        await asyncio.sleep(60)

    with pytest.raises(Interrupted) as told:
        go(work())

    assert (told.value.code, told.value.exit, told.value.submitted) == (Code.CANCELLED, exit_, "no")


@pytest.mark.fast
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_machine_is_told_the_exit_code_that_the_process_ends_with(
    place: list[str], number: signal.Signals, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise Interrupted(number)

    monkeypatch.setattr(House, "shop", interrupted)

    ended = run([*place, "status", SHOP, "--json"])

    assert json.loads(capsys.readouterr().err)["exit"] == ended == 128 + number


def test_a_port_that_is_taken_is_told_in_three_lines(place: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = companion([*place, "portal", "serve", "--port", str(port), "--json"])

    told = json.loads(ended.stderr)
    assert (told["code"], ended.returncode) == (Code.E_PORT_IN_USE, EXIT[Code.E_PORT_IN_USE])
    assert ended.stdout == ""
