"""The command line elsewhere: other code pages, other systems' words, and state in folders where none may lie."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from limits import companion

from agent.cli.call import language_of
from agent.cli.loop import Interrupted, go
from agent.cli.main import run
from agent.errors import EXIT, Code
from agent.wiring import user

SHOP = "Casa Aurora MX"


@pytest.mark.parametrize("code_page", ["cp936", "cp1252"])
def test_no_code_page_spoils_an_answer_or_ends_a_run(place: list[str], code_page: str) -> None:
    plain = {"PYTHONIOENCODING": code_page, "PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}

    ended = companion([*place, "--lang", "zh", "status"], env=os.environ | plain)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "店铺" in ended.stdout


@pytest.mark.parametrize("words", [["rules", "list", SHOP], ["vault", "list"], ["status", "没有的店 ✗ \udcff"]])
def test_what_a_machine_reads_is_ascii_in_every_language(
    place: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run([*place, "--lang", "zh", "--json", *words])

    told = "".join(capsys.readouterr())
    assert (told.isascii(), told.count("\n")) == (True, len([json.loads(line) for line in told.splitlines()]))


@pytest.mark.parametrize("words", [["init"], ["status"], ["vault", "list"], ["ledger", "check"]])
def test_state_in_a_synchronised_folder_is_refused_and_not_made(
    place: list[str], tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    shared = tmp_path / "OneDrive - 店铺"

    exit_ = run([*place[:2], "--state", str(shared / "state"), "--json", *words])

    told = "".join(capsys.readouterr())
    assert (exit_, shared.exists()) == (EXIT[Code.E_STATE_PLACE], False)
    assert (Code.E_STATE_PLACE in told, "--state DIR" in told) == (True, True)


def test_where_state_is_refused_no_configuration_is_made_either(tmp_path: Path) -> None:
    config, shared = tmp_path / "config", tmp_path / "Dropbox"

    assert run(["--config", str(config), "--state", str(shared), "init"]) == EXIT[Code.E_STATE_PLACE]
    assert (config.exists(), shared.exists()) == (False, False)


def test_a_link_that_leads_into_a_synchronised_folder_is_followed(place: list[str], tmp_path: Path) -> None:
    (tmp_path / "synchronised" / "state").mkdir(parents=True)
    (tmp_path / "synchronised" / ".sync_0a1b2c.db").touch()
    (tmp_path / "link").symlink_to(tmp_path / "synchronised" / "state")

    assert run([*place[:2], "--state", str(tmp_path / "link"), "status"]) == EXIT[Code.E_STATE_PLACE]


def test_a_ledger_that_the_settings_move_is_looked_at_too(
    place: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_LEDGER__URL", f"sqlite:///{tmp_path}/我的坚果云/ledger.db")

    assert run([*place, "status"]) == EXIT[Code.E_STATE_PLACE]


def test_credentials_in_gbk_are_refused_with_their_line(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "credentials"
    file.write_bytes("ops@example.com\r\n密码\r\n".encode("gbk"))
    file.chmod(0o600)

    exit_ = run([*place, "--lang", "en", "login", SHOP, "--credentials", str(file)])

    told = capsys.readouterr().err
    assert (exit_, "line 2" in told, "GBK" in told) == (EXIT[Code.E_INPUT], True, True)


def test_an_option_that_carries_a_byte_order_mark_is_shown_escaped(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*place, "--lang", "en", "status", f"\ufeff{SHOP}"]) == EXIT[Code.E_INPUT]
    assert rf"\ufeff{SHOP} is not a shop" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environ", "system", "language"),
    [
        ({}, "Chinese (Simplified)_China", "zh"),
        ({}, "Spanish_Mexico", "es"),
        ({}, "English_United States", "en"),
        ({}, "zh-CN", "zh"),
        ({}, "Thai_Thailand", "en"),
        ({}, "", "en"),
        ({"LANG": "es_MX.UTF-8"}, "Chinese_China", "es"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "", "en"),
    ],
)
def test_the_systems_own_name_of_a_language_is_understood(
    environ: Mapping[str, str], system: str, language: str
) -> None:
    assert language_of(environ, system) == language


def test_without_a_variable_and_without_the_file_of_users_somebody_still_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(sys.modules, "pwd", None)

    assert user() == str(os.getuid())


async def hung_up_on() -> str:
    signal.raise_signal(signal.SIGHUP)
    await asyncio.sleep(0)
    return "done"


@pytest.fixture
def hang_up(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the end of the terminal is to this process when it begins."""
    before = signal.signal(signal.SIGHUP, request.param)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("hang_up")
@pytest.mark.parametrize("hang_up", [signal.SIG_IGN], indirect=True)
def test_who_asked_not_to_be_hung_up_on_is_not() -> None:
    assert go(hung_up_on()) == "done"
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


@pytest.mark.usefixtures("hang_up")
@pytest.mark.parametrize("hang_up", [signal.SIG_DFL], indirect=True)
def test_whose_terminal_is_closed_ends_with_143() -> None:
    with pytest.raises(Interrupted) as caught:
        go(hung_up_on())

    assert (caught.value.code, caught.value.exit) == (Code.CANCELLED, 143)
