"""What no line of the program may say, because each of these has pressed twice, hidden an error or opened a door."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("agent/**/*.py"), *ROOT.glob("mock_portal/**/*.py"), ROOT / "start.py"])
CALLS = {"dblclick", "reload", "utcnow", "utcfromtimestamp"}
OF_DATES = {"now", "today"}
KEYWORDS = {"force", "ignore_https_errors", "shell"}
WORDS = {"networkidle"}
MODULES = {"pickle", "marshal", "shelve", "yaml", "dill"}
ALLOWED = {
    "now()": {"agent/adapters/clocks.py", "mock_portal/clock.py", "mock_portal/tls.py"},
    # After a claim the outcome is unknown whatever happened; the top of a program, and a server, go on after an error.
    "except Exception": {"agent/once.py", "agent/cli/main.py", "mock_portal/wire.py"},
    "except BaseException": set[str](),
}
BITES = {
    "page.dblclick('x')": "dblclick()",
    "await page.reload()": "reload()",
    "box.click(force=True)": "force=True",
    "page.goto(x, wait_until='networkidle')": "networkidle",
    "page.get_by_role('button', name='Send')": "a role's name that need not be exact",
    "page.get_by_role('button', name='Send', exact=False)": "a role's name that need not be exact",
    "browser.new_context(ignore_https_errors=True)": "ignore_https_errors=True",
    "datetime.now()": "now()",
    "datetime.now(UTC)": "now()",
    "datetime.datetime.now(tz=UTC)": "now()",
    "datetime.utcnow()": "utcnow()",
    "date.today()": "today()",
    "try:\n    f()\nexcept:\n    pass": "bare except",
    "try:\n    f()\nexcept Exception:\n    pass": "except Exception",
    "try:\n    f()\nexcept (OSError, BaseException):\n    pass": "except BaseException",
    "import pickle": "pickle",
    "from yaml import load": "yaml",
    "subprocess.run(x, shell=True)": "shell=True",
}


def objections(node: ast.AST) -> Iterator[str]:
    """What is wrong with one node."""
    match node:
        case ast.Call(func=ast.Attribute(attr=attribute, value=on)):
            yield from called(attribute, ast.unparse(on), {one.arg: ast.unparse(one.value) for one in node.keywords})
        case ast.keyword(arg=argument, value=ast.Constant(value=True)) if argument in KEYWORDS:
            yield f"{argument}=True"
        case ast.Constant(value=word) if word in WORDS:
            yield str(word)
        case ast.ExceptHandler(type=None):
            yield "bare except"
        case ast.ExceptHandler(type=caught) if caught:
            names = {one.id for one in ast.walk(caught) if isinstance(one, ast.Name)}
            yield from (f"except {name}" for name in sorted(names & {"Exception", "BaseException"}))
        case ast.Import(names=names):
            yield from (one.name for one in names if one.name.partition(".")[0] in MODULES)
        case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in MODULES:
            yield module


def called(attribute: str, on: str, named: Mapping[str | None, str]) -> Iterator[str]:
    """What is wrong with a call of this method, on this, with these named arguments."""
    if attribute == "get_by_role" and "name" in named and named.get("exact") != "True":
        yield "a role's name that need not be exact"
    if attribute in CALLS or (attribute in OF_DATES and on.rpartition(".")[2] in {"datetime", "date"}):
        yield f"{attribute}()"


def complaints(path: Path) -> Iterator[str]:
    """What is wrong in a file, and where."""
    name = path.relative_to(ROOT).as_posix()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        found = [what for what in objections(node) if name not in ALLOWED.get(what, ())]
        yield from (f"{name}:{getattr(node, 'lineno', 0)} {what}" for what in found)


@pytest.mark.fast
def test_what_is_banned_stands_nowhere() -> None:
    assert [line for path in SOURCES for line in complaints(path)] == []


@pytest.mark.fast
@pytest.mark.parametrize("line", BITES)
def test_each_ban_bites(line: str) -> None:
    assert [what for node in ast.walk(ast.parse(line)) for what in objections(node)] == [BITES[line]]


@pytest.mark.fast
@pytest.mark.parametrize("what", ALLOWED)
def test_what_is_allowed_somewhere_is_used_there(what: str) -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if what in objections(node)
    }

    assert users == ALLOWED[what]
