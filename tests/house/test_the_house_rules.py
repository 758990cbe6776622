"""The architecture and the types of this project, proven like any other behaviour."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("agent/**/*.py"), *ROOT.glob("mock_portal/**/*.py"), ROOT / "start.py"])
TOOLS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "import contracts": ["importlinter.cli", "lint"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_tools_have_no_complaint(tool: str) -> None:
    ended = subprocess.run([sys.executable, "-m", *TOOLS[tool]], cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-2000:]


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text("utf-8")))


@pytest.mark.fast
def test_only_the_judge_issues_permits() -> None:
    issuers = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Permit"
    }

    assert issuers == {"agent/guards/judge.py"}


@pytest.mark.fast
def test_only_the_command_line_prints() -> None:
    printers = {
        path.relative_to(ROOT).parts[1]
        for path in ROOT.glob("agent/**/*.py")
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }

    assert printers == {"cli"}


@pytest.mark.fast
def test_only_wiring_names_concrete_adapters() -> None:
    namers = {
        path.relative_to(ROOT / "agent").parts[0]
        for path in ROOT.glob("agent/**/*.py")
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("agent.adapters")
    }

    assert namers <= {"adapters", "wiring", "cli"}
