"""start.cmd, read: it cannot be run here, so what has gone wrong in such files before must not stand in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import start

pytestmark = pytest.mark.fast

FOLDER = Path(start.__file__).parent
WHOLE = (FOLDER / "start.cmd").read_bytes()
LINES = WHOLE.decode("ascii").splitlines()


def test_every_line_ends_as_the_interpreter_wants_it_or_it_loses_its_labels() -> None:
    assert (WHOLE.count(b"\r\n"), WHOLE.count(b"\n"), WHOLE.endswith(b"\r\n")) == (len(LINES),) * 2 + (True,)
    assert "*.cmd text eol=crlf" in (FOLDER / ".gitattributes").read_text("utf-8")


def test_no_code_page_can_spoil_it() -> None:
    assert WHOLE.isascii()


def test_a_folder_with_spaces_and_brackets_stays_one_word() -> None:
    named = [line for line in LINES if "%~dp0" in line]

    assert [line.partition('"%~dp0start.py" %*')[1:] for line in named] == [('"%~dp0start.py" %*', "")] * 2
    assert [line for line in LINES if re.search(r"\(\s*$|^\s*\)", line)] == []  # a bracket in a path would end a block


def test_the_exit_code_of_start_py_is_passed_on() -> None:
    after = [LINES[number + 1] for number, line in enumerate(LINES) if "start.py" in line and "%*" in line]

    assert after == ["exit /b %errorlevel%"] * 2
    assert LINES.index('set "ERRORLEVEL="') > LINES.index("setlocal enableextensions disabledelayedexpansion")


def test_every_label_is_there_and_nothing_falls_into_one() -> None:
    wanted = {line.rpartition("goto ")[2] for line in LINES if "goto " in line}
    labels = {line[1:]: LINES[number - 2] for number, line in enumerate(LINES) if line.startswith(":")}

    assert labels.keys() == wanted
    assert all(before.startswith("exit /b ") for before in labels.values())


def test_it_asks_for_the_python_that_start_py_asks_for() -> None:
    wanted = re.findall(r"sys\.version_info < (\(3, \d+\))", Path(start.__file__).read_text("utf-8"))

    assert re.findall(r"sys\.version_info < (\(3, \d+\))", WHOLE.decode()) == wanted
