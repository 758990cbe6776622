from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import start
from start import arguments, told_about

pytestmark = pytest.mark.fast

SOURCE = Path(start.__file__).read_text("utf-8")


def test_demo_hands_its_options_over_untouched() -> None:
    assert arguments(["demo", "--keep", "a b", "--fast"], cores=2) == ["-m", "agent", "demo", "--keep", "a b", "--fast"]
    assert arguments(["train", "bind-pc"], cores=2) == ["-m", "agent", "train", "bind-pc"]


@pytest.mark.parametrize(
    ("words", "mark"),
    [(["test"], "not heavy"), (["test", "--fast"], "fast and not heavy"), (["test", "--heavy"], "heavy")],
)
def test_each_size_of_the_suite_is_a_choice_of_marks(words: list[str], mark: str) -> None:
    assert arguments(words, cores=2) == ["-m", "pytest", "-n", "3", "-m", mark]


def test_options_of_pytest_come_last_so_that_they_win() -> None:
    assert arguments(["test", "-n0", "--fast", "-k", "x"], cores=1) == [
        *["-m", "pytest", "-n", "2", "-m", "fast and not heavy"],
        *["-n0", "-k", "x"],
    ]


@pytest.mark.parametrize("word", ["plain", "not heavy", "tests/cli"])
def test_every_other_word_reaches_pytest(word: str) -> None:
    assert (arguments(["test", word], cores=2) or [])[-1] == word


def test_a_large_machine_gets_four_workers() -> None:
    assert (arguments(["test"], cores=64) or [])[3] == "4"


@pytest.mark.parametrize("words", [[], ["dem"], ["setup", "now"], ["test", "--fast", "--heavy"], ["--fast"]])
def test_words_without_sense_end_with_the_usage_and_code_two(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = start.main(words)

    assert code == 2
    assert capsys.readouterr().err.strip() == start.USAGE


def test_help_goes_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    code = start.main(["-h"])

    assert code == 0
    assert capsys.readouterr().out.strip() == start.USAGE


def test_the_program_learns_the_browser_from_its_environment() -> None:
    environ = told_about(start.Browser("/bin/shell", "/bin/full"), {"HOME": "/h"})

    assert environ == {"HOME": "/h", start.EXECUTABLE: "/bin/shell", start.HEADED: "/bin/full"}


def test_the_browser_of_playwright_is_not_named() -> None:
    assert told_about(start.Browser("", ""), {"HOME": "/h"}) == {"HOME": "/h"}


def test_a_browser_that_the_user_names_stays() -> None:
    environ = told_about(start.Browser("/bin/shell", ""), {start.EXECUTABLE: "/mine"})

    assert environ[start.EXECUTABLE] == "/mine"


def test_only_the_standard_library_is_imported() -> None:
    nodes = list(ast.walk(ast.parse(SOURCE)))
    whole = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in whole | parts} <= sys.stdlib_module_names


def test_an_older_python_can_read_as_far_as_the_refusal() -> None:
    assert ast.parse(SOURCE, feature_version=(3, 8)).body


def test_everything_printed_survives_a_plain_terminal() -> None:
    assert SOURCE.isascii()
