"""Every code is raised by something and provoked by a test, every reason has a source, every page class is opened."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest
import typer.main
from provocations import checked, named

from agent.cli.commands import GROUPS, app
from agent.errors import Code
from agent.pages.screen import Screen
from agent.wiring import pages

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
NOT_YET = {}


def raised() -> set[str]:
    """The codes that the agent names anywhere but where they are declared."""
    sources = [path for path in sorted(ROOT.glob("agent/**/*.py")) if path.name != "errors.py"]
    trees = (ast.parse(path.read_text("utf-8")) for path in sources)
    return named((node for tree in trees for node in ast.walk(tree)), "Code")


def test_every_code_is_provoked_by_a_test_that_checks_for_it() -> None:
    wanted = set(Code) - NOT_YET.keys()

    assert sorted(wanted - checked(TESTS, "Code")) == []


def test_the_codes_that_wait_for_their_feature_are_exactly_those_that_nothing_raises() -> None:
    assert set(Code) - raised() == NOT_YET.keys()


def test_an_objection_without_a_rule_behind_it_is_the_portals_own_word_or_its_profiles() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in ROOT.glob("agent/guards/*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]

    bare = [
        call for call in calls if any(isinstance(one, ast.Constant) and one.value is None for one in call.args[1:2])
    ]
    without = named((node for call in bare for node in ast.walk(call)), "Reason")
    assert without == {"PORTAL_CRITERION", "WRONG_SESSION", "PROFILE_UNVERIFIED", "NOT_OFFERED"}


def sample(folder: Path, text: str) -> set[str]:
    (folder / "test_sample.py").write_text(text, "utf-8")
    return checked(folder, "Code")


@pytest.mark.parametrize(
    "text",
    [
        "def test_a():\n    assert told().code is Code.E_BUSY",
        "def test_a():\n    assert (told().code, told().exit) == (Code.E_BUSY, 13)",
        "def test_a():\n    assert run([]) == EXIT[Code.E_BUSY]",
        "@pytest.mark.parametrize('code', [Code.E_BUSY])\ndef test_a(code):\n    assert told() is code",
        "@pytest.mark.parametrize(('n', 'c'), [(1, Code.E_BUSY)])\ndef test_a(n, c):\n    assert told(n) == c",
        "T = [(1, Code.E_BUSY)]\n@pytest.mark.parametrize(('n', 'c'), T)\ndef test_a(n, c):\n    assert told(n) == c",
        "T = {1: Code.E_BUSY}\n@pytest.mark.parametrize('c', T.values())\ndef test_a(c):\n    assert told() == c",
        "T = {1: Code.E_BUSY}\n@in_turn('c', T)\ndef test_a(act, c):\n    assert told(act) == c",
    ],
)
def test_a_comparison_with_what_came_out_counts(tmp_path: Path, text: str) -> None:
    assert sample(tmp_path, text) == {"E_BUSY"}


@pytest.mark.parametrize(
    "text",
    [
        "ALL = [Code.E_BUSY]",
        "def test_a():\n    told(Code.E_BUSY)",
        "def test_a():\n    assert told().code in {Code.E_BUSY, Code.E_INPUT}",
        "def test_a():\n    assert told().code is not Code.E_BUSY",
        "def test_a():\n    error = MendInput(Code.E_BUSY)\n    assert error.code is Code.E_BUSY",
        "@pytest.mark.parametrize('c', [Code.E_BUSY])\ndef test_a(c):\n    told = A(c)\n    assert told.code is c",
        "def helper():\n    assert told().code is Code.E_BUSY",
        "@pytest.mark.parametrize('code', [Code.E_BUSY])\ndef test_a(code):\n    assert told(1) == 2",
        "@pytest.mark.parametrize(('c', 'n'), [(Code.E_BUSY, 1)])\ndef test_a(c, n):\n    assert told() == n",
    ],
)
def test_a_mere_mention_does_not_count(tmp_path: Path, text: str) -> None:
    assert sample(tmp_path, text) == set()


def test_every_page_class_is_opened_by_the_test_that_opens_those_of_wiring() -> None:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in ROOT.glob("agent/pages/**/*.py")]
    found = {one for name in names for _, one in inspect.getmembers(importlib.import_module(name), inspect.isclass)}

    addressed = {one for one in found if issubclass(one, Screen) and hasattr(one, "path")}
    assert addressed == set(pages().values())


def test_every_module_adds_the_commands_by_which_it_is_found() -> None:
    added = {module: tuple(typer.main.get_group(app([module])).commands) for module in GROUPS}
    offering = {path.stem for path in ROOT.glob("agent/cli/*.py") if "def add_to(" in path.read_text("utf-8")}

    assert added == dict(GROUPS)
    assert set(GROUPS) == offering


def test_every_command_that_a_text_names_exists() -> None:
    known = {one for of_a_module in GROUPS.values() for one in of_a_module}
    places = [*ROOT.glob("config/**/*.toml"), *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    named = {words for place in places for words in re.findall(r"`companion ([a-z][a-z-]*)", place.read_text("utf-8"))}

    assert sorted(named - known) == []
    assert len(named) >= 10
